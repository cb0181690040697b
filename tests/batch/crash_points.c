/* Loaded before every other library (LD_PRELOAD): counts the calls that change files below one folder, over all
 * processes, and at the n-th of them fails, or ends the process or its group. What to do stands in a file that all
 * processes map (CRASH_POINTS names it); crash_points.py writes it, so that both must know the same layout. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { COUNT, ERROR_ONCE, FULL, KILL_PROCESS, KILL_GROUP, INTERRUPT };
enum { SLOTS = 8192, PATH_BYTES = 240 };

struct slot { char kind[12]; int32_t pid; char path[PATH_BYTES]; };
struct points {
    _Atomic uint32_t armed, count, fired;
    uint32_t action, at;
    int32_t error, group;
    uint32_t unused;
    char root[512];
    struct slot slots[SLOTS];
};

static struct points *points;

__attribute__((constructor)) static void begin(void) {
    const char *name = getenv("CRASH_POINTS");
    if (!name) return;
    int (*real_open)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
    int fd = real_open(name, O_RDWR | O_CLOEXEC);
    if (fd < 0) return;
    void *place = mmap(NULL, sizeof(struct points), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (place != MAP_FAILED) points = place;
}

static int below_root(const char *path) {
    size_t length = strlen(points->root);
    return length && strncmp(path, points->root, length) == 0 && (path[length] == '/' || path[length] == 0);
}

static int path_of_fd(int fd, char *out) {
    char link[32];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, out, PATH_MAX - 1);
    if (n < 0) return 0;
    out[n] = 0;
    return out[0] == '/';
}

static int absolute(int dir, const char *path, char *out) {
    if (path[0] == '/') return snprintf(out, PATH_MAX, "%s", path) < PATH_MAX;
    char base[PATH_MAX];
    if (dir == AT_FDCWD ? !getcwd(base, sizeof base) : !path_of_fd(dir, base)) return 0;
    return snprintf(out, PATH_MAX, "%s/%s", base, path) < PATH_MAX;
}

/* Count one call. Returns 0 to go on, an error number to fail with, or -1 where the process is to die. */
static int point(const char *kind, const char *path) {
    if (!points || !atomic_load(&points->armed) || !below_root(path)) return 0;
    uint32_t n = atomic_fetch_add(&points->count, 1) + 1;
    if (n <= SLOTS) {
        struct slot *slot = &points->slots[n - 1];
        snprintf(slot->kind, sizeof slot->kind, "%s", kind);
        slot->pid = getpid();
        snprintf(slot->path, sizeof slot->path, "%s", path + strlen(points->root));
    }
    if (points->action == FULL && n >= points->at) {
        /* A full disk gives nothing new, and lets go of what it has. */
        if (!strcmp(kind, "unlink") || !strcmp(kind, "rmdir") || !strcmp(kind, "rename") || !strcmp(kind, "truncate"))
            return 0;
        atomic_fetch_add(&points->fired, 1);
        return ENOSPC;
    }
    if (n != points->at) return 0;
    switch (points->action) {
    case ERROR_ONCE:
        atomic_fetch_add(&points->fired, 1);
        return points->error;
    case KILL_PROCESS:
    case KILL_GROUP:
        atomic_fetch_add(&points->fired, 1);
        return -1;
    case INTERRUPT:
        atomic_fetch_add(&points->fired, 1);
        kill(-points->group, SIGINT);
    }
    return 0;
}

static void die(void) {
    if (points->action == KILL_GROUP && points->group > 0) kill(-points->group, SIGKILL);
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

static int point_fd(const char *kind, int fd) {
    char path[PATH_MAX];
    if (!points || !atomic_load(&points->armed)) return 0;
    int before = errno;
    int result = path_of_fd(fd, path) ? point(kind, path) : 0;
    errno = before;
    return result;
}

static int point_at(const char *kind, int dir, const char *name) {
    char path[PATH_MAX];
    if (!points || !atomic_load(&points->armed)) return 0;
    int before = errno;
    int result = absolute(dir, name, path) ? point(kind, path) : 0;
    errno = before;
    return result;
}

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)
#define STOP(result) do { int e = (result); if (e < 0) die(); if (e) { errno = e; return -1; } } while (0)
/* A process that dies while it writes leaves half of it. */
#define TORN(result, half) do { int e = (result); if (e < 0) { (void)!(half); die(); } \
    if (e) { errno = e; return -1; } } while (0)

ssize_t write(int fd, const void *data, size_t n) {
    REAL(write); TORN(point_fd("write", fd), real(fd, data, n / 2)); return real(fd, data, n);
}
ssize_t pwrite(int fd, const void *data, size_t n, off_t at) {
    REAL(pwrite); TORN(point_fd("write", fd), real(fd, data, n / 2, at)); return real(fd, data, n, at);
}
ssize_t pwrite64(int fd, const void *data, size_t n, off64_t at) {
    REAL(pwrite64); TORN(point_fd("write", fd), real(fd, data, n / 2, at)); return real(fd, data, n, at);
}
ssize_t writev(int fd, const struct iovec *parts, int n) {
    REAL(writev); STOP(point_fd("write", fd)); return real(fd, parts, n);
}
ssize_t sendfile(int to, int from, off_t *at, size_t n) {
    REAL(sendfile); TORN(point_fd("write", to), real(to, from, at, n / 2)); return real(to, from, at, n);
}
ssize_t sendfile64(int to, int from, off64_t *at, size_t n) {
    REAL(sendfile64); TORN(point_fd("write", to), real(to, from, at, n / 2)); return real(to, from, at, n);
}
ssize_t copy_file_range(int from, off64_t *a, int to, off64_t *b, size_t n, unsigned flags) {
    REAL(copy_file_range); STOP(point_fd("write", to)); return real(from, a, to, b, n, flags);
}
int fsync(int fd) { REAL(fsync); STOP(point_fd("fsync", fd)); return real(fd); }
int fdatasync(int fd) { REAL(fdatasync); STOP(point_fd("fsync", fd)); return real(fd); }
int ftruncate(int fd, off_t n) { REAL(ftruncate); STOP(point_fd("truncate", fd)); return real(fd, n); }
int ftruncate64(int fd, off64_t n) { REAL(ftruncate64); STOP(point_fd("truncate", fd)); return real(fd, n); }

int rename(const char *a, const char *b) {
    REAL(rename); STOP(point_at("rename", AT_FDCWD, b)); return real(a, b);
}
int renameat(int d, const char *a, int e_, const char *b) {
    REAL(renameat); STOP(point_at("rename", e_, b)); return real(d, a, e_, b);
}
int renameat2(int d, const char *a, int e_, const char *b, unsigned flags) {
    REAL(renameat2); STOP(point_at("rename", e_, b)); return real(d, a, e_, b, flags);
}
int link(const char *a, const char *b) { REAL(link); STOP(point_at("create", AT_FDCWD, b)); return real(a, b); }
int unlink(const char *path) { REAL(unlink); STOP(point_at("unlink", AT_FDCWD, path)); return real(path); }
int unlinkat(int dir, const char *path, int flags) {
    REAL(unlinkat); STOP(point_at(flags & AT_REMOVEDIR ? "rmdir" : "unlink", dir, path)); return real(dir, path, flags);
}
int rmdir(const char *path) { REAL(rmdir); STOP(point_at("rmdir", AT_FDCWD, path)); return real(path); }
int mkdir(const char *path, mode_t mode) {
    REAL(mkdir); STOP(point_at("mkdir", AT_FDCWD, path)); return real(path, mode);
}
int mkdirat(int dir, const char *path, mode_t mode) {
    REAL(mkdirat); STOP(point_at("mkdir", dir, path)); return real(dir, path, mode);
}

/* A file that is opened is a point only where this makes it: one that is there already costs nothing. */
static int making(int dir, const char *path, int flags) {
    return (flags & O_CREAT) && faccessat(dir, path, F_OK, AT_SYMLINK_NOFOLLOW) != 0;
}
#define MODE va_list list; va_start(list, flags); \
    mode_t mode = (flags & (O_CREAT | __O_TMPFILE)) ? va_arg(list, mode_t) : 0; va_end(list)

int open(const char *path, int flags, ...) {
    MODE; int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
    if (making(AT_FDCWD, path, flags)) STOP(point_at("create", AT_FDCWD, path));
    return real(path, flags, mode);
}
int open64(const char *path, int flags, ...) {
    MODE; int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, "open64");
    if (making(AT_FDCWD, path, flags)) STOP(point_at("create", AT_FDCWD, path));
    return real(path, flags, mode);
}
int openat(int dir, const char *path, int flags, ...) {
    MODE; int (*real)(int, const char *, int, ...) = dlsym(RTLD_NEXT, "openat");
    if (making(dir, path, flags)) STOP(point_at("create", dir, path));
    return real(dir, path, flags, mode);
}
int openat64(int dir, const char *path, int flags, ...) {
    MODE; int (*real)(int, const char *, int, ...) = dlsym(RTLD_NEXT, "openat64");
    if (making(dir, path, flags)) STOP(point_at("create", dir, path));
    return real(dir, path, flags, mode);
}
