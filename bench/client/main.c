// The load client: thousands of sockets in one thread, at a small part of the server's cost.
//
//   client MODE --plan FILE --port N [--pids 1,2] [--seconds S] ...
//
// MODE idle    connect, and listen
//      fanout  one statement at a time: the next is said when every wall has shown the one before
//      write   statements at --rate a second, by phones chosen at random, at moments that do not wait for answers
//      fill    --in-flight statements under way at any time: each answer lets the same phone say the next
//      return  connect, wait until the server dies, come back as phones do, and tell how long that took
//
// A row of the plan: COUNT ROLE ROOM PATH COOKIE, with a tab between; ROLE is w (wall), p (phone), i (idle).
// Prints {"event":"ready",...} when all are connected, and one object with everything at the end. Times in seconds or,
// where the name says so, milliseconds; CPU in seconds of processor time.
#define _GNU_SOURCE
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "line.h"
#include "measure.h"
#include "statements.h"

#define AT_ONCE 128 // handshakes under way
#define PATIENCE 300.0 // seconds: what is measured starts when all are there, however slow the machine
#define MOST_ROOMS 4096

static struct {
    const char *mode, *plan, *acknowledged;
    double seconds, rate, settle, ping, stalled, stalled_for, drain;
    int in_flight, warm;
    uint32_t most;
    bool ready_at_once;
} options = {.seconds = 3, .rate = 10, .settle = 1, .drain = 10, .in_flight = 1, .most = MOST_STATEMENTS};

static struct wire wire = {.subprotocol = "fremtidsbilde.v1.json"};
static struct book book;
static struct watched server;
static struct line *lines;
static int line_count, ready, given_up, rejected, closed_by_server;
static struct line **phones;
static int phone_count, said_by;
static double all_back_at, first_lost_at, first_back_at;
static struct histogram returns;
static int stalled, let_go, stalled_back;
static double wake_at;
static bool running;

static void became_ready(struct line *l) {
    l->ready = true;
    l->failures = 0;
    ready++;
    if (l->left_out) stalled_back++;
    else if (first_lost_at > 0) {
        double at = now();
        if (first_back_at == 0) first_back_at = at;
        histogram_note(&returns, at - first_lost_at);
        if (ready == line_count) all_back_at = at;
    }
}

static void on_opened(struct line *l) {
    if (options.ready_at_once) became_ready(l);
}

static void on_message(struct line *l, const char *text, size_t size, double at) {
    if (!l->ready) became_ready(l);
    book_message(&book, l, text, size, at);
}

// As the pages do (app/static/live.js): at once or nearly so, then soon, in the end later and later; always by chance.
static double wait_before(int failures) {
    if (failures <= 1) return chance_between(0, 0.3);
    return fmin(10, 0.7 * pow(1.7, fmax(0, failures - 8))) * chance_between(0.5, 1.5);
}

static void on_lost(struct line *l, const char *why, int code) {
    static int told;
    if (l->ready) ready--;
    l->ready = false;
    if (!strcmp(why, "not let in")) rejected++;
    if (!strcmp(why, "closed") && code != 1012) closed_by_server++;
    if (l->left_out && options.stalled_for > 0) {
        let_go++;
        l->stalled = false;
        l->retry_at = now() + wait_before(++l->failures);
        return;
    }
    if (strcmp(options.mode, "return") || !running) {
        if (told++ < 3) fprintf(stderr, "client: a socket was lost: %s %d\n", why, code);
        given_up++;
        return;
    }
    if (first_lost_at == 0) first_lost_at = now();
    l->failures++;
    l->retry_at = now() + wait_before(l->failures);
}

static void read_plan(void) {
    FILE *file = fopen(options.plan, "r");
    if (!file) {
        perror(options.plan);
        exit(2);
    }
    int count, room;
    char role, path[256], cookie[1024];
    book_make(&book, MOST_ROOMS);
    while (fscanf(file, "%d\t%c\t%d\t%255[^\t]\t%1023[^\n]", &count, &role, &room, path, cookie) == 5) {
        struct seat *seat = malloc(sizeof *seat);
        *seat = (struct seat){role, room, strdup(path), strdup(strcmp(cookie, "-") ? cookie : "")};
        lines = realloc(lines, (line_count + count) * sizeof *lines);
        for (int i = 0; i < count; i++) lines[line_count++] = (struct line){.seat = seat, .fd = -1};
    }
    fclose(file);
    phones = calloc(line_count + 1, sizeof *phones);
    for (int i = 0; i < line_count; i++) {
        if (lines[i].seat->role == 'p') phones[phone_count++] = &lines[i];
        if (lines[i].seat->role == 'w') book.walls[lines[i].seat->room]++;
    }
}

static void connect_due(void) {
    double at = now();
    for (int i = 0; i < line_count; i++) {
        if (lines[i].stage != CLOSED || lines[i].retry_at == 0 || lines[i].retry_at > at) continue;
        lines[i].retry_at = 0;
        line_connect(&wire, &lines[i]);
    }
}

// Those who stopped reading read again, find out that they were let go, and come back.
static void wake_stalled(void) {
    if (wake_at == 0 || now() < wake_at) return;
    for (int i = 0; i < line_count; i++) {
        if (lines[i].stalled) line_wake(&wire, &lines[i]);
    }
    connect_due();
}

// One turn of everything: pings that are due, and what comes in within `seconds`.
static void turn(double seconds) {
    static double ping_at;
    static int next;
    double at = now();
    if (options.ping > 0) {
        if (ping_at == 0) ping_at = at;
        for (; ping_at < at; ping_at += options.ping / line_count) {
            struct line *l = &lines[next++ % line_count];
            if (!l->stalled) line_send(l, "{\"type\":\"ping\"}", 15);
        }
        if (ping_at - at < seconds) seconds = ping_at - at;
    }
    wake_stalled();
    wire_wait(&wire, seconds);
}

static void connect_all(void) {
    int begun = 0;
    double until = now() + PATIENCE;
    while (ready + given_up < line_count && now() < until) {
        while (begun < line_count && begun - ready - given_up < AT_ONCE) line_connect(&wire, &lines[begun++]);
        turn(0.05);
    }
}

static void stall_some(void) {
    for (int i = 0; i < line_count; i++) {
        if (chance_between(0, 1) >= options.stalled) continue;
        if (lines[i].seat->role == 'p') continue; // phones that write go on reading; walls and idle ones stop
        line_stall(&wire, &lines[i]);
        stalled++;
        if (lines[i].seat->role == 'w') book.walls[lines[i].seat->room]--;
    }
}

static void say_next(struct line *l) {
    if (running && book.count < options.most) book_say(&book, l ? l : phones[said_by++ % phone_count], now());
}
static void say_after_showing(uint32_t number) { (void)number, say_next(NULL); }
static void say_after_answer(uint32_t number) { say_next(book.statements[number].by); }

static bool all_answered(void) {
    static uint32_t before; // none from here back is open
    if (book.count_messages) return true;
    while (before < book.count && book.statements[before].outcome != UNKNOWN) before++;
    return before == book.count;
}
static bool all_back(void) { return options.stalled_for == 0 || stalled_back == stalled; }
static bool all_shown(void) { return book.shown >= book_expected(&book); }

static void write_at_rate(double until) {
    double due = now();
    while (now() < until) {
        double at = now();
        while (due <= at && book.count < options.most) {
            book_say(&book, phones[chance() % phone_count], due);
            due += -log(1 - chance_between(0, 0.999999)) / options.rate;
        }
        turn(due - at < 0.05 ? due - at : 0.05);
    }
}

static void keep_going(double until) {
    while (now() < until && book.count < options.most) turn(0.05);
}

static void come_back(double until) {
    while (now() < until && all_back_at == 0) {
        connect_due();
        turn(0.005);
    }
}

static void warm_up(void) {
    for (int i = 0; i < options.warm && phone_count; i++) {
        book_say(&book, phones[said_by++ % phone_count], now());
        double until = now() + 5;
        while (now() < until && (!all_answered() || book.statements[i].shown < book.walls[book.statements[i].room])) {
            turn(0.02);
        }
    }
    book_measure_from_here(&book);
}

static void run(void) {
    double start = now(), until = start + options.seconds;
    running = true;
    if (!strcmp(options.mode, "write")) {
        write_at_rate(until);
    } else if (!strcmp(options.mode, "fill") || !strcmp(options.mode, "fanout")) {
        bool fanout = !strcmp(options.mode, "fanout");
        if (fanout) book.shown_to_all = say_after_showing;
        else book.answered = say_after_answer;
        for (int i = 0; i < options.in_flight; i++) say_next(NULL);
        keep_going(until);
    } else if (!strcmp(options.mode, "return")) {
        come_back(until);
    } else {
        keep_going(until);
    }
    running = false;
}

static void parse(int argc, char **argv) {
    options.mode = argc > 1 ? argv[1] : "";
    for (int i = 2; i < argc; i++) {
        const char *name = argv[i], *value = i + 1 < argc ? argv[i + 1] : "";
        i++;
        if (!strcmp(name, "--plan")) options.plan = value;
        else if (!strcmp(name, "--port")) wire.port = atoi(value);
        else if (!strcmp(name, "--pids")) watch(&server, value);
        else if (!strcmp(name, "--seconds")) options.seconds = atof(value);
        else if (!strcmp(name, "--rate")) options.rate = atof(value);
        else if (!strcmp(name, "--in-flight")) options.in_flight = atoi(value);
        else if (!strcmp(name, "--most")) options.most = atoi(value);
        else if (!strcmp(name, "--warm")) options.warm = atoi(value);
        else if (!strcmp(name, "--settle")) options.settle = atof(value);
        else if (!strcmp(name, "--drain")) options.drain = atof(value);
        else if (!strcmp(name, "--ping")) options.ping = atof(value);
        else if (!strcmp(name, "--stalled")) options.stalled = atof(value);
        else if (!strcmp(name, "--stalled-for")) options.stalled_for = atof(value);
        else if (!strcmp(name, "--acknowledged")) options.acknowledged = value;
        else if (!strcmp(name, "--subprotocol")) wire.subprotocol = value;
        else if (i--, !strcmp(name, "--deflate")) wire.deflate = true;
        else if (!strcmp(name, "--socketio")) wire.socketio = book.socketio = true;
        else if (!strcmp(name, "--count-messages")) book.count_messages = options.ready_at_once = true;
        else {
            fprintf(stderr, "client: what is %s?\n", name);
            exit(2);
        }
    }
    if (!options.plan || !wire.port) {
        fprintf(stderr, "client MODE --plan FILE --port N ...; the head of main.c says more\n");
        exit(2);
    }
}

int main(int argc, char **argv) {
    parse(argc, argv);
    read_plan();
    histogram_make(&returns);
    wire.opened = on_opened;
    wire.message = on_message;
    wire.lost = on_lost;
    wire_make(&wire);

    double memory = resident_kib(&server), cpu = cpu_seconds(&server, -1), start = now();
    connect_all();
    double connecting = now() - start, connecting_cpu = cpu_seconds(&server, -1) - cpu;
    for (double until = now() + options.settle; now() < until;) turn(0.05);
    double more_memory = resident_kib(&server) - memory;
    printf("{\"event\":\"ready\",\"ready\":%d}\n", ready);
    fflush(stdout);
    int connected = ready;

    warm_up();
    stall_some();
    if (options.stalled_for > 0) wake_at = now() + options.stalled_for;
    double each[MOST_WATCHED], own = own_cpu_seconds();
    for (int i = 0; i < server.count; i++) each[i] = cpu_seconds(&server, i);
    uint64_t bytes = wire.bytes;
    start = now();
    run();
    double seconds = now() - start; // what comes after this is waited for, and its cost counted
    for (double until = now() + options.drain; now() < until && !(all_answered() && all_shown() && all_back());) turn(0.02);
    double whole = now() - start;
    own = own_cpu_seconds() - own;

    printf("{\"sockets\":%d,\"connected\":%d,\"connect_seconds\":%.3f,\"connect_cpu\":%.2f,\"memory_kib\":%.0f,"
           "\"memory_added_kib\":%.0f,\"seconds\":%.3f,\"whole_seconds\":%.3f,\"bytes\":%lu,\"client_cpu\":%.3f,"
           "\"server_cpu\":[",
           line_count, connected, connecting, connecting_cpu, memory, more_memory, seconds, whole, wire.bytes - bytes, own);
    for (int i = 0; i < server.count; i++) printf("%s%.2f", i ? "," : "", cpu_seconds(&server, i) - each[i]);
    printf("],\"ready_at_end\":%d,\"given_up\":%d,\"rejected\":%d,\"closed\":%d", ready, given_up, rejected, closed_by_server);
    if (stalled > 0) printf(",\"stalled\":%d,\"let_go\":%d,\"stalled_back\":%d", stalled, let_go, stalled_back);
    book_print(&book, stdout);
    if (first_lost_at > 0) {
        printf(",\"lost_at\":%.6f,\"first_back\":%.3f,\"all_back\":%.3f,\"back_p50_ms\":%.0f", first_lost_at,
               first_back_at - first_lost_at, all_back_at > 0 ? all_back_at - first_lost_at : -1, histogram_ms(&returns, .5));
    }
    printf("}\n");
    if (options.acknowledged) book_write_acknowledged(&book, options.acknowledged);
    return 0;
}
