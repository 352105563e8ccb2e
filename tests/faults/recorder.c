// The recorder: loaded before everything else (LD_PRELOAD), it writes down what a process does to its SQLite files, so
// that the disk can be put together as it may have been found after a power cut.
//
//   RECORDER_JOURNAL  where to write it down; RECORDER_DATABASE: the database's path, whose -wal is recorded too
//
// A record is a struct record and the bytes written. It is appended after the real call has returned: what the journal
// says is on the disk was on the disk before.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum what { WRITTEN = 1, CUT = 2, SYNCED = 3 };
enum file { NEITHER = -1, DATABASE = 0, WAL = 1 };

struct record {
    uint32_t what, file;
    uint64_t at;   // the first byte that was written, or the length that it was cut to
    uint64_t size; // of the bytes that follow
};

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static int journal = -1;
static const char *database;

#define REAL(name) ((__typeof__(&name))real(#name))
static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

__attribute__((constructor)) static void begin(void) {
    const char *where = getenv("RECORDER_JOURNAL");
    database = getenv("RECORDER_DATABASE");
    if (where && database) journal = open(where, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static enum file which(int fd) {
    char link[64], path[4096];
    if (journal < 0 || fd == journal) return NEITHER;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, sizeof path - 1);
    if (size < 0) return NEITHER;
    path[size] = 0;
    size_t length = strlen(database);
    if (strncmp(path, database, length)) return NEITHER;
    return !path[length] ? DATABASE : !strcmp(path + length, "-wal") ? WAL : NEITHER;
}

static void note(enum what what, enum file file, uint64_t at, const void *data, uint64_t size) {
    struct record record = {what, file, at, size};
    struct iovec both[] = {{&record, sizeof record}, {(void *)data, size}};
    if (writev(journal, both, 2) != (ssize_t)(sizeof record + size)) abort();
}

static ssize_t written(int fd, const void *data, size_t size, off_t at, ssize_t (*call)(int, const void *, size_t, off_t)) {
    enum file file = which(fd);
    if (file == NEITHER) return call(fd, data, size, at);
    pthread_mutex_lock(&turn);
    ssize_t done = call(fd, data, size, at);
    if (done > 0) note(WRITTEN, file, at, data, done);
    pthread_mutex_unlock(&turn);
    return done;
}

static int done_to(enum what what, int fd, off_t at, int (*call)(int, off_t)) {
    enum file file = which(fd);
    if (file == NEITHER) return call(fd, at);
    // A sync covers what was written before it began: nothing may be noted in between.
    pthread_mutex_lock(&turn);
    int failed = call(fd, at);
    if (!failed) note(what, file, at, "", 0);
    pthread_mutex_unlock(&turn);
    return failed;
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) { return written(fd, data, size, at, REAL(pwrite)); }
ssize_t pwrite64(int fd, const void *data, size_t size, off_t at) { return written(fd, data, size, at, REAL(pwrite64)); }

static ssize_t plainly(int fd, const void *data, size_t size, off_t at) {
    (void)at;
    return REAL(write)(fd, data, size);
}
ssize_t write(int fd, const void *data, size_t size) {
    return written(fd, data, size, which(fd) == NEITHER ? 0 : lseek(fd, 0, SEEK_CUR), plainly);
}

int ftruncate(int fd, off_t length) { return done_to(CUT, fd, length, REAL(ftruncate)); }
int ftruncate64(int fd, off_t length) { return done_to(CUT, fd, length, REAL(ftruncate64)); }

static int sync_all(int fd, off_t at) { return (void)at, REAL(fsync)(fd); }
static int sync_data(int fd, off_t at) { return (void)at, REAL(fdatasync)(fd); }
int fsync(int fd) { return done_to(SYNCED, fd, 0, sync_all); }
int fdatasync(int fd) { return done_to(SYNCED, fd, 0, sync_data); }
