#define _GNU_SOURCE
#include "line.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "measure.h"
#include "unpack.h"

enum opcode { CONTINUED = 0, TEXT = 1, BINARY = 2, CLOSE = 8, PING = 9, PONG = 10 };

#define READ_AT_ONCE (1 << 18)
#define AT_ONCE 512

void wire_make(struct wire *w) { w->epoll = epoll_create1(0); }

static void interest(struct wire *w, struct line *l, int what, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = l};
    epoll_ctl(w->epoll, what, l->fd, &event);
}

static void lose(struct wire *w, struct line *l, const char *why, int code) {
    close(l->fd); // leaves epoll by itself
    l->fd = -1;
    l->stage = CLOSED;
    free(l->kept);
    l->kept = NULL;
    l->kept_size = 0;
    w->lost(l, why, code);
}

void line_connect(struct wire *w, struct line *l) {
    l->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (l->fd < 0) {
        perror("socket");
        exit(2);
    }
    struct linger reset = {1, 0}; // leaves no TIME_WAIT behind, so that runs do not eat each other's ports
    setsockopt(l->fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    int yes = 1;
    setsockopt(l->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(w->port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    l->stage = CONNECTING;
    interest(w, l, EPOLL_CTL_ADD, EPOLLOUT);
    if (connect(l->fd, (struct sockaddr *)&to, sizeof to) < 0 && errno != EINPROGRESS) lose(w, l, "connect", 0);
}

static void shake_hands(struct wire *w, struct line *l) {
    char request[2048], since[64] = "";
    if (l->cursor[0]) snprintf(since, sizeof since, "&since=%s", l->cursor);
    int size = snprintf(request, sizeof request,
                        "GET %s%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                        "%s%s%s%s%s%s%s\r\n",
                        l->seat->path, since, w->port,
                        *w->subprotocol ? "Sec-WebSocket-Protocol: " : "", w->subprotocol, *w->subprotocol ? "\r\n" : "",
                        *l->seat->cookie ? "Cookie: " : "", l->seat->cookie, *l->seat->cookie ? "\r\n" : "",
                        w->deflate ? "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; "
                                     "client_no_context_takeover\r\n" : "");
    l->stage = SHAKING_HANDS;
    interest(w, l, EPOLL_CTL_MOD, EPOLLIN);
    if (send(l->fd, request, size, MSG_NOSIGNAL) != size) lose(w, l, "send", 0);
}

static bool send_frame(struct line *l, enum opcode opcode, const char *data, size_t size) {
    uint8_t frame[4096];
    size_t at = 0;
    if (size > sizeof frame - 8) return false;
    frame[at++] = 0x80 | opcode;
    if (size < 126) {
        frame[at++] = 0x80 | size;
    } else {
        frame[at++] = 0x80 | 126;
        frame[at++] = size >> 8;
        frame[at++] = size & 255;
    }
    memset(frame + at, 0, 4); // a mask of zeros leaves the words as they are
    at += 4;
    memcpy(frame + at, data, size);
    return send(l->fd, frame, at + size, MSG_NOSIGNAL) == (ssize_t)(at + size);
}

bool line_send(struct line *l, const char *text, size_t size) {
    return l->stage == OPEN && send_frame(l, TEXT, text, size);
}

void line_stall(struct wire *w, struct line *l) {
    if (l->stage == CLOSED) return;
    l->stalled = l->left_out = true;
    int small = 4096;
    setsockopt(l->fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    interest(w, l, EPOLL_CTL_MOD, 0);
}

void line_wake(struct wire *w, struct line *l) {
    l->stalled = false;
    if (l->stage != CLOSED) interest(w, l, EPOLL_CTL_MOD, EPOLLIN);
}

// Engine.io's own talk: open, ping and the namespace's connection. True where it was that.
static bool socketio_talk(struct wire *w, struct line *l, const char *text, size_t size) {
    if (size == 0) return true;
    if (text[0] == '0') return send_frame(l, TEXT, "40", 2);
    if (text[0] == '2') return send_frame(l, TEXT, "3", 1);
    if (size > 1 && text[0] == '4' && text[1] == '0') {
        w->opened(l);
        return true;
    }
    return false;
}

// One whole frame. False when the line is gone.
static bool took(struct wire *w, struct line *l, uint8_t head, const char *data, size_t size, double at) {
    switch (head & 15) {
    case PING:
        return send_frame(l, PONG, data, size);
    case PONG:
        return true;
    case CLOSE:
        lose(w, l, "closed", size >= 2 ? (uint8_t)data[0] << 8 | (uint8_t)data[1] : 1005);
        return false;
    default:
        if (head & 0x40 && !unpack(&data, &size)) exit(3);
        if (w->socketio && socketio_talk(w, l, data, size)) return true;
        l->messages++;
        w->message(l, data, size, at);
        return true;
    }
}

// How many bytes of `data` were taken; the rest is the beginning of something.
static size_t take(struct wire *w, struct line *l, uint8_t *data, size_t size, double at) {
    size_t taken = 0;
    if (l->stage == SHAKING_HANDS) {
        uint8_t *end = memmem(data, size, "\r\n\r\n", 4);
        if (!end) return 0;
        int status = size > 12 ? atoi((char *)data + 9) : 0;
        if (status != 101) {
            lose(w, l, "not let in", status);
            return size;
        }
        taken = end + 4 - data;
        l->stage = OPEN;
        if (!w->socketio) w->opened(l);
    }
    while (size - taken >= 2) {
        uint8_t *frame = data + taken;
        size_t header = 2, length = frame[1] & 127;
        if (length == 126) {
            header = 4;
            if (size - taken < header) break;
            length = frame[2] << 8 | frame[3];
        } else if (length == 127) {
            header = 10;
            if (size - taken < header) break;
            length = 0;
            for (int i = 2; i < 10; i++) length = length << 8 | frame[i];
        }
        if (size - taken < header + length) break;
        taken += header + length;
        if (!took(w, l, frame[0], (char *)frame + header, length, at)) return size;
    }
    return taken;
}

static void receive(struct wire *w, struct line *l) {
    static uint8_t *data;
    static size_t room;
    if (room < l->kept_size + READ_AT_ONCE) {
        room = l->kept_size + READ_AT_ONCE;
        data = realloc(data, room);
    }
    ssize_t got = recv(l->fd, data + l->kept_size, READ_AT_ONCE, 0);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) {
        lose(w, l, got ? "broken" : "ended", 0);
        return;
    }
    w->bytes += got;
    size_t size = l->kept_size + got;
    if (l->kept_size) memcpy(data, l->kept, l->kept_size);
    size_t taken = take(w, l, data, size, now());
    if (l->stage == CLOSED) return;
    l->kept_size = size - taken;
    if (l->kept_size) {
        l->kept = realloc(l->kept, l->kept_size);
        memcpy(l->kept, data + taken, l->kept_size);
    } else if (l->kept) {
        free(l->kept);
        l->kept = NULL;
    }
}

void wire_wait(struct wire *w, double seconds) {
    struct epoll_event events[AT_ONCE];
    if (seconds < 0) seconds = 0;
    struct timespec most = {.tv_sec = seconds, .tv_nsec = (seconds - (long)seconds) * 1e9};
    int count = epoll_pwait2(w->epoll, events, AT_ONCE, &most, NULL);
    for (int i = 0; i < count; i++) {
        struct line *l = events[i].data.ptr;
        if (l->stage == CLOSED) continue;
        if (l->stage != CONNECTING) {
            if (!l->stalled) receive(w, l);
            else if (events[i].events & (EPOLLERR | EPOLLHUP)) lose(w, l, "ended", 0);
        } else if (events[i].events & (EPOLLERR | EPOLLHUP)) {
            lose(w, l, "connect", 0);
        } else {
            shake_hands(w, l);
        }
    }
}
