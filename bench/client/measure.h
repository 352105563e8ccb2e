// Clocks, histograms, and what processes use.
#pragma once
#include <stdint.h>

// Seconds on CLOCK_MONOTONIC, which all processes of a machine share.
double now(void);

// Delays in steps of 50 microseconds up to 20 seconds; longer ones are counted in the last step.
struct histogram {
    uint32_t *steps;
    uint64_t count;
    double longest;
};
void histogram_make(struct histogram *h);
void histogram_note(struct histogram *h, double seconds);
double histogram_ms(const struct histogram *h, double share); // the delay that `share` of them do not pass

#define MOST_WATCHED 32
struct watched {
    int pids[MOST_WATCHED];
    int count;
};
void watch(struct watched *w, const char *pids);            // "123,456"
double cpu_seconds(const struct watched *w, int which);     // of one process, or of all for -1; steps of 10 ms
double resident_kib(const struct watched *w);               // of all together
double own_cpu_seconds(void);

uint32_t chance(void); // xorshift, the same numbers in every run
double chance_between(double low, double high);
