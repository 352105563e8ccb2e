// Statements: said by phones, answered, and seen on walls. Each carries its number as "(no 17)" in its words.
#pragma once
#include <stdint.h>
#include <stdio.h>

#include "line.h"
#include "measure.h"

#define MOST_STATEMENTS 2000000

enum outcome { UNKNOWN, ACKNOWLEDGED, REFUSED };

struct statement {
    double sent;
    uint32_t shown; // on how many walls
    uint16_t room;
    uint8_t outcome;
    struct line *by;
};

struct book {
    struct statement *statements;
    uint32_t count;
    uint32_t measured_from; // earlier ones warm up: they are in no histogram and no count
    uint32_t acknowledged, refused, unsendable;
    uint64_t frames, shown, wrong; // of walls: messages, statements in them, and statements a second time
    struct histogram to_answer, to_wall;
    uint32_t *walls;     // by room
    uint32_t nonce;      // of this run, so that ids are new
    bool count_messages; // a wall's k-th message is the k-th statement: for servers that send ready bytes
    bool socketio;
    void (*answered)(uint32_t number);
    void (*shown_to_all)(uint32_t number);
    struct reason {
        char name[32];
        uint32_t times;
    } reasons[16];
};

void book_make(struct book *b, int rooms);
void book_measure_from_here(struct book *b);
void book_say(struct book *b, struct line *l, double due); // `due`: when it should have been sent
void book_message(struct book *b, struct line *l, const char *text, size_t size, double at);
uint64_t book_expected(const struct book *b); // how often the acknowledged ones should have been shown
void book_print(const struct book *b, FILE *out);
void book_write_acknowledged(const struct book *b, const char *file); // their ids, one a line
