/* Makes one call to the file system fail, for `scripts/test-crashes` and `scripts/soak`: a library for LD_PRELOAD.
 *
 *   cc -shared -fPIC -O2 -o failing_io.so failing_io.c -ldl
 *
 *   FAILING_IO_BELOW  folders, separated by colons; only calls on paths and descriptors below them count, so that the start
 *                     of the program and its libraries is not disturbed
 *   FAILING_IO_AT     which of these calls fails, from 1; 0 none
 *   FAILING_IO_HOW    EIO, ENOSPC, EACCES, EINTR, or `short`: a read or write does one byte only
 *   FAILING_IO_STAYS  1: later calls of the same kind fail as well
 *   FAILING_IO_LOG    a file that gets the name of the call that failed, and at the end the number of calls that counted
 *
 * SQLite calls open64, pread64, pwrite64, read, write, fdatasync, fsync, ftruncate64, unlink and mkdir; Foundation and fodspor
 * open, read, pread, write, pwrite, fsync, rename, link, ftruncate, mkdir, mkstemp and fopen64. `stat`, `lstat`, `close`,
 * `readdir`, `fcntl` (locks) and `mmap` are left as they are.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { MOST = 4096 };

static const char *below;
static const char *log_path;
static long at;
static int code;
static int is_short;
static int stays;
static atomic_long calls;
static _Atomic(const char *) failed;
static atomic_char watched[MOST];

static void note(const char *name, long number) {
  if (!log_path) return;
  char line[128];
  int length = snprintf(line, sizeof line, "%s %ld\n", name, number);
  int file = syscall(SYS_openat, AT_FDCWD, log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (file < 0) return;
  syscall(SYS_write, file, line, length);
  syscall(SYS_close, file);
}

__attribute__((constructor)) static void begin(void) {
  below = getenv("FAILING_IO_BELOW");
  log_path = getenv("FAILING_IO_LOG");
  const char *number = getenv("FAILING_IO_AT");
  const char *how = getenv("FAILING_IO_HOW");
  const char *stay = getenv("FAILING_IO_STAYS");
  at = number ? atol(number) : 0;
  stays = stay && *stay == '1';
  if (!how) how = "EIO";
  is_short = !strcmp(how, "short");
  code = !strcmp(how, "ENOSPC") ? ENOSPC : !strcmp(how, "EACCES") ? EACCES : !strcmp(how, "EINTR") ? EINTR : EIO;
}

__attribute__((destructor)) static void end(void) { note("calls", atomic_load(&calls)); }

static int is_below(int directory, const char *path) {
  if (!below || !path) return 0;
  char whole[2 * PATH_MAX];
  if (*path == '/' || directory != AT_FDCWD) {
    snprintf(whole, sizeof whole, "%s", path);
  } else {
    char here[PATH_MAX];
    if (!getcwd(here, sizeof here)) return 0;
    snprintf(whole, sizeof whole, "%s/%s", here, path);
  }
  for (const char *folder = below; *folder;) {
    size_t length = strcspn(folder, ":");
    if (length && !strncmp(whole, folder, length) && (whole[length] == '/' || !whole[length])) return 1;
    folder += length + (folder[length] == ':');
  }
  return 0;
}

static int is_watched(int file) { return file >= 0 && file < MOST && atomic_load(&watched[file]); }

static int watch(int file, int is) {
  if (file >= 0 && file < MOST) atomic_store(&watched[file], is);
  return file;
}

/* Whether this call is one that fails; errno is set then. EINTR and short counts never come twice in a row. */
static int fails(const char *name, int counts, int can_be_short) {
  if (!counts) return 0;
  long number = atomic_fetch_add(&calls, 1) + 1;
  const char *earlier = atomic_load(&failed);
  int repeats = stays && earlier && code != EINTR && !is_short && !strcmp(earlier, name);
  if (number != at && !repeats) return 0;
  if ((is_short || code == EINTR) && !can_be_short) return 0;
  if (!earlier) {
    atomic_store(&failed, name);
    note(name, number);
  }
  if (!is_short) errno = code;
  return 1;
}

#define REAL(type, name, ...)                                                                                          \
  static type (*real)(__VA_ARGS__);                                                                                    \
  if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

#define OPEN(name)                                                                                                     \
  int name(const char *path, int flags, ...) {                                                                        \
    REAL(int, name, const char *, int, ...);                                                                           \
    va_list list;                                                                                                      \
    va_start(list, flags);                                                                                             \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0;                                            \
    va_end(list);                                                                                                      \
    int counts = is_below(AT_FDCWD, path);                                                                             \
    if (fails("open", counts, 0)) return -1;                                                                           \
    return watch(real(path, flags, mode), counts);                                                                     \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                                                                   \
  int name(int directory, const char *path, int flags, ...) {                                                         \
    REAL(int, name, int, const char *, int, ...);                                                                      \
    va_list list;                                                                                                      \
    va_start(list, flags);                                                                                             \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0;                                            \
    va_end(list);                                                                                                      \
    int counts = is_below(directory, path);                                                                            \
    if (fails("openat", counts, 0)) return -1;                                                                         \
    return watch(real(directory, path, flags, mode), counts);                                                          \
  }
OPENAT(openat)
OPENAT(openat64)

#define FOPEN(name)                                                                                                    \
  FILE *name(const char *path, const char *mode) {                                                                    \
    REAL(FILE *, name, const char *, const char *);                                                                    \
    if (fails("fopen", is_below(AT_FDCWD, path), 0)) return NULL;                                                      \
    return real(path, mode);                                                                                           \
  }
FOPEN(fopen)
FOPEN(fopen64)

int mkstemp(char *path) {
  REAL(int, mkstemp, char *);
  int counts = is_below(AT_FDCWD, path);
  if (fails("mkstemp", counts, 0)) return -1;
  return watch(real(path), counts);
}

int close(int file) {
  REAL(int, close, int);
  watch(file, 0);
  return real(file);
}

ssize_t read(int file, void *bytes, size_t count) {
  REAL(ssize_t, read, int, void *, size_t);
  if (count > 0 && fails("read", is_watched(file), 1)) {
    if (!is_short) return -1;
    count = 1;
  }
  return real(file, bytes, count);
}

ssize_t write(int file, const void *bytes, size_t count) {
  REAL(ssize_t, write, int, const void *, size_t);
  if (count > 0 && fails("write", is_watched(file), 1)) {
    if (!is_short) return -1;
    count = 1;
  }
  return real(file, bytes, count);
}

#define PREAD(name, offset_type)                                                                                       \
  ssize_t name(int file, void *bytes, size_t count, offset_type offset) {                                             \
    REAL(ssize_t, name, int, void *, size_t, offset_type);                                                             \
    if (count > 0 && fails("pread", is_watched(file), 1)) {                                                            \
      if (!is_short) return -1;                                                                                        \
      count = 1;                                                                                                       \
    }                                                                                                                  \
    return real(file, bytes, count, offset);                                                                           \
  }
PREAD(pread, off_t)
PREAD(pread64, off64_t)

#define PWRITE(name, offset_type)                                                                                      \
  ssize_t name(int file, const void *bytes, size_t count, offset_type offset) {                                       \
    REAL(ssize_t, name, int, const void *, size_t, offset_type);                                                       \
    if (count > 0 && fails("pwrite", is_watched(file), 1)) {                                                           \
      if (!is_short) return -1;                                                                                        \
      count = 1;                                                                                                       \
    }                                                                                                                  \
    return real(file, bytes, count, offset);                                                                           \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define ON_DESCRIPTOR(name, label)                                                                                     \
  int name(int file) {                                                                                                 \
    REAL(int, name, int);                                                                                              \
    return fails(label, is_watched(file), 0) ? -1 : real(file);                                                        \
  }
ON_DESCRIPTOR(fsync, "fsync")
ON_DESCRIPTOR(fdatasync, "fdatasync")

#define TRUNCATE(name, offset_type)                                                                                    \
  int name(int file, offset_type length) {                                                                            \
    REAL(int, name, int, offset_type);                                                                                 \
    return fails("ftruncate", is_watched(file), 0) ? -1 : real(file, length);                                          \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

int rename(const char *old, const char *new) {
  REAL(int, rename, const char *, const char *);
  return fails("rename", is_below(AT_FDCWD, new), 0) ? -1 : real(old, new);
}

int link(const char *old, const char *new) {
  REAL(int, link, const char *, const char *);
  return fails("link", is_below(AT_FDCWD, new), 0) ? -1 : real(old, new);
}

int unlink(const char *path) {
  REAL(int, unlink, const char *);
  return fails("unlink", is_below(AT_FDCWD, path), 0) ? -1 : real(path);
}

int mkdir(const char *path, mode_t mode) {
  REAL(int, mkdir, const char *, mode_t);
  return fails("mkdir", is_below(AT_FDCWD, path), 0) ? -1 : real(path, mode);
}
