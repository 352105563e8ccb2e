#define _GNU_SOURCE
#include "statements.h"

#include <stdlib.h>
#include <string.h>

#define MARK "(no "

static const char *const words[] = {"everybody", "garden", "quiet", "meeting", "river", "trust", "children", "outdoors",
                                    "together", "bridge", "learn", "future", "listen", "village", "school", "evening"};

void book_make(struct book *b, int rooms) {
    b->statements = calloc(MOST_STATEMENTS, sizeof *b->statements);
    b->walls = calloc(rooms, sizeof *b->walls);
    histogram_make(&b->to_answer);
    histogram_make(&b->to_wall);
    b->nonce = (uint32_t)(now() * 1e6);
}

void book_measure_from_here(struct book *b) {
    b->measured_from = b->count;
    b->acknowledged = b->refused = b->unsendable = 0;
    b->frames = b->shown = b->wrong = 0;
}

void book_say(struct book *b, struct line *l, double due) {
    if (b->count >= MOST_STATEMENTS) return;
    uint32_t number = b->count++;
    b->statements[number] = (struct statement){.sent = due, .room = l->seat->room, .by = l};
    char text[512];
    int size = snprintf(text, sizeof text, "%s{\"type\":\"say\",\"id\":\"bench-%08x-%u\",\"text\":\"" MARK "%u) In 2040",
                        b->socketio ? "42[\"say\"," : "", b->nonce, number, number);
    for (int i = 0; i < 9; i++) size += snprintf(text + size, sizeof text - size, " %s", words[chance() & 15]);
    size += snprintf(text + size, sizeof text - size, "\"}%s", b->socketio ? "]" : "");
    if (!line_send(l, text, size)) b->unsendable++;
}

static void answer(struct book *b, const char *text, size_t size, double at) {
    const char *id = memmem(text, size, "\"bench-", 7);
    if (!id || strtoul(id + 7, NULL, 16) != b->nonce) return;
    uint32_t number = strtoul(id + 16, NULL, 10);
    if (number >= b->count || b->statements[number].outcome != UNKNOWN) return;
    struct statement *s = &b->statements[number];
    s->outcome = memmem(text, size, "\"ack\"", 5) ? ACKNOWLEDGED : REFUSED;
    if (s->outcome == REFUSED) {
        char name[32] = "?";
        const char *reason = memmem(text, size, "\"reason\":\"", 10);
        if (reason) sscanf(reason + 10, "%31[a-z_]", name);
        struct reason *r = b->reasons;
        while (r->times && strcmp(r->name, name) && r < b->reasons + 15) r++;
        strcpy(r->name, name);
        r->times++;
    }
    if (number >= b->measured_from) {
        if (s->outcome == ACKNOWLEDGED) b->acknowledged++;
        else b->refused++;
        if (s->outcome == ACKNOWLEDGED) histogram_note(&b->to_answer, at - s->sent);
    }
    if (b->answered) b->answered(number);
}

static void show(struct book *b, struct line *l, uint32_t number, double at) {
    if (number >= b->count) return;
    uint32_t byte = number >> 3;
    if (!l->seen) l->seen = calloc(1, MOST_STATEMENTS / 8); // the kernel gives pages as they are touched
    if (l->seen[byte] & 1 << (number & 7)) {
        b->wrong++;
        return;
    }
    l->seen[byte] |= 1 << (number & 7);
    struct statement *s = &b->statements[number];
    s->shown++;
    if (number >= b->measured_from) {
        b->shown++;
        histogram_note(&b->to_wall, at - s->sent);
    }
    if (s->shown == b->walls[s->room] && b->shown_to_all) b->shown_to_all(number);
}

// The numbers in a frame. All walls of a room get the same bytes: they are read once, and compared for the others.
static const uint32_t *numbers_in(const char *text, size_t size, int *count) {
    static char *last;
    static size_t last_size, last_room;
    static uint32_t *numbers;
    static int found, numbers_room;
    if (size != last_size || memcmp(text, last, size)) {
        if (size > last_room) last = realloc(last, last_room = size * 2);
        memcpy(last, text, size);
        last_size = size;
        found = 0;
        const char *at = text, *end = text + size;
        while ((at = memmem(at, end - at, MARK, sizeof MARK - 1))) {
            if (found == numbers_room) {
                numbers_room = numbers_room * 2 + 64;
                numbers = realloc(numbers, numbers_room * sizeof *numbers);
            }
            at += sizeof MARK - 1;
            numbers[found++] = strtoul(at, NULL, 10);
        }
    }
    *count = found;
    return numbers;
}

static void keep_cursor(struct line *l, const char *text, size_t size) {
    const char *cursor = memmem(text, size, "\"cursor\":\"", 10);
    if (cursor) sscanf(cursor + 10, "%39[^\"]", l->cursor);
}

void book_message(struct book *b, struct line *l, const char *text, size_t size, double at) {
    if (l->seat->role == 'w') {
        if (l->left_out) {
            keep_cursor(l, text, size);
            return;
        }
        b->frames++;
        if (b->count_messages) {
            show(b, l, l->messages - 1, at);
            return;
        }
        int count;
        const uint32_t *numbers = numbers_in(text, size, &count);
        for (int i = 0; i < count; i++) show(b, l, numbers[i], at);
        return;
    }
    size_t head = size < 400 ? size : 400; // type and id come early in an answer
    if (memmem(text, head, "\"type\":\"frame\"", 14)) keep_cursor(l, text, size);
    else if (memmem(text, head, "\"bench-", 7)) answer(b, text, size, at);
}

uint64_t book_expected(const struct book *b) {
    uint64_t sum = 0;
    for (uint32_t i = b->measured_from; i < b->count; i++) {
        if (b->count_messages || b->statements[i].outcome == ACKNOWLEDGED) sum += b->walls[b->statements[i].room];
    }
    return sum;
}

static void print_delays(const struct histogram *h, const char *name, FILE *out) {
    fprintf(out, ",\"%s_p50_ms\":%.2f,\"%s_p99_ms\":%.2f,\"%s_most_ms\":%.2f", name, histogram_ms(h, .5), name,
            histogram_ms(h, .99), name, h->longest * 1e3);
}

void book_print(const struct book *b, FILE *out) {
    uint32_t sent = b->count - b->measured_from;
    fprintf(out, ",\"sent\":%u,\"acknowledged\":%u,\"refused\":%u,\"unknown\":%u,\"reasons\":{", sent, b->acknowledged,
            b->refused, b->count_messages ? 0 : sent - b->acknowledged - b->refused);
    for (const struct reason *r = b->reasons; r->times; r++) {
        fprintf(out, "%s\"%s\":%u", r == b->reasons ? "" : ",", r->name, r->times);
    }
    fprintf(out, "},\"wall_frames\":%lu,\"shown\":%lu,\"to_show\":%lu,\"shown_twice\":%lu", b->frames, b->shown,
            book_expected(b), b->wrong);
    if (b->to_answer.count) print_delays(&b->to_answer, "answer", out);
    if (b->to_wall.count) print_delays(&b->to_wall, "wall", out);
}

void book_write_acknowledged(const struct book *b, const char *file) {
    FILE *out = fopen(file, "w");
    if (!out) return;
    for (uint32_t i = 0; i < b->count; i++) {
        if (b->statements[i].outcome == ACKNOWLEDGED) fprintf(out, "bench-%08x-%u\n", b->nonce, i);
    }
    fclose(out);
}
