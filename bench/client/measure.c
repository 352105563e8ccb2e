#define _GNU_SOURCE
#include "measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define STEP 50e-6
#define STEPS 400000

double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

void histogram_make(struct histogram *h) {
    h->steps = calloc(STEPS, sizeof *h->steps);
    h->count = 0;
    h->longest = 0;
}

void histogram_note(struct histogram *h, double seconds) {
    if (seconds < 0) seconds = 0;
    if (seconds > h->longest) h->longest = seconds;
    uint64_t step = seconds / STEP;
    h->steps[step < STEPS ? step : STEPS - 1]++;
    h->count++;
}

double histogram_ms(const struct histogram *h, double share) {
    uint64_t wanted = h->count * share, seen = 0;
    for (int step = 0; step < STEPS; step++) {
        seen += h->steps[step];
        if (seen > wanted) return (step + 0.5) * STEP * 1e3;
    }
    return h->longest * 1e3;
}

void watch(struct watched *w, const char *pids) {
    char *list = strdup(pids);
    for (char *pid = strtok(list, ","); pid && w->count < MOST_WATCHED; pid = strtok(NULL, ",")) {
        w->pids[w->count++] = atoi(pid);
    }
    free(list);
}

static double cpu_of(int pid) {
    char name[64], text[1024];
    snprintf(name, sizeof name, "/proc/%d/stat", pid);
    FILE *file = fopen(name, "r");
    if (!file) return 0;
    size_t size = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[size] = 0;
    char *after_name = strrchr(text, ')');
    unsigned long user = 0, kernel = 0;
    if (after_name) sscanf(after_name + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &kernel);
    return (double)(user + kernel) / sysconf(_SC_CLK_TCK);
}

double cpu_seconds(const struct watched *w, int which) {
    if (which >= 0) return cpu_of(w->pids[which]);
    double sum = 0;
    for (int i = 0; i < w->count; i++) sum += cpu_of(w->pids[i]);
    return sum;
}

double resident_kib(const struct watched *w) {
    double pages = 0;
    for (int i = 0; i < w->count; i++) {
        char name[64];
        snprintf(name, sizeof name, "/proc/%d/statm", w->pids[i]);
        FILE *file = fopen(name, "r");
        if (!file) continue;
        long all, resident;
        if (fscanf(file, "%ld %ld", &all, &resident) == 2) pages += resident;
        fclose(file);
    }
    return pages * sysconf(_SC_PAGESIZE) / 1024;
}

double own_cpu_seconds(void) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) * 1e-6;
}

uint32_t chance(void) {
    static uint32_t state = 2463534242u;
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state;
}

double chance_between(double low, double high) { return low + (high - low) * (chance() / 4294967296.0); }
