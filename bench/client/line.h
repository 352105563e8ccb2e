// A line: one WebSocket to the server, without blocking. Knows handshake and framing, and nothing of workshops.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum stage { CLOSED, CONNECTING, SHAKING_HANDS, OPEN };

// What one row of the plan says: so many sockets of this kind.
struct seat {
    char role; // 'w' a wall: statements are counted; 'p' a phone that may write; 'i' idle, neither
    int room;
    char *path;
    char *cookie;
};

struct line {
    const struct seat *seat;
    int fd;
    enum stage stage;
    bool ready;        // has had its first frame (or its handshake, where a server sends none)
    bool stalled;      // does not read any more
    bool left_out;     // has been stalled: its statements are not counted, and it comes back when it is let go
    int failures;      // attempts that came to nothing since it was last ready
    double retry_at;   // when to connect again, 0: not at all
    uint8_t *kept;     // the beginning of a message whose end has not come
    size_t kept_size;
    uint64_t messages; // data messages received
    uint8_t *seen;     // of a wall: one bit for each statement it has shown
    char cursor[40];
};

struct wire {
    int epoll;
    int port;
    const char *subprotocol; // "" for none
    bool deflate;            // offer permessage-deflate, as browsers do
    bool socketio;           // speak engine.io inside, as python-socketio wants it
    uint64_t bytes;          // received
    // What the rest of the program wants to know.
    void (*opened)(struct line *);
    void (*message)(struct line *, const char *text, size_t size, double at);
    void (*lost)(struct line *, const char *why, int code);
};

void wire_make(struct wire *w);
void line_connect(struct wire *w, struct line *l);
bool line_send(struct line *l, const char *text, size_t size);
void line_stall(struct wire *w, struct line *l);
void line_wake(struct wire *w, struct line *l); // reads again
void wire_wait(struct wire *w, double seconds); // until something has come, at most so long
