/* What the linker tells of its reads, in a file that cannot fail: anonymous memory, which it opens by the
 * name of a descriptor. And what it leaves: the outputs, looked at before the caller goes on. */
#include "front.h"
#include "sha256.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

/* Above what callers hand to their children. */
#define DESCRIPTOR 64
/* What is digested while the caller waits: a fifth of a millisecond; where time stamps prove nothing,
 * some ten milliseconds. */
#define SMALL (256 << 10)
#define SMALL_WITHOUT_STAMPS (16 << 20)
#define TICKS 10

static int memory = -1;

const char *observe_argument(void) {
  static char argument[64];
  if (memory < 0) {
    int made = memfd_create("tenon", MFD_CLOEXEC);
    if (made < 0) return NULL;
    memory = fcntl(made, F_DUPFD_CLOEXEC, DESCRIPTOR);
    if (memory < 0) memory = made;
    else close(made);
  }
  snprintf(argument, sizeof argument, "--dependency-file=/proc/self/fd/%d", memory);
  return access("/proc/self/fd/0", F_OK) == 0 ? argument : NULL;
}

void observe_in_child(void) {
  if (memory >= 0) fcntl(memory, F_SETFD, 0);
}

bool observe_tell(void) {
  struct stat found;
  if (memory < 0 || fstat(memory, &found) || found.st_size > (32 << 20)) return true;
  char *text = malloc((size_t)found.st_size + 1);
  ssize_t size = text ? pread(memory, text, (size_t)found.st_size, 0) : -1;
  bool told = size < 0 || put('y', text, (size_t)size);
  free(text);
  return told;
}

static int64_t nanos(struct timespec time) { return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec; }

static int64_t clock_of_files(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME_COARSE, &now);
  return nanos(now);
}

/* Whether every change of a file has a time stamp of its own once somebody has looked at the last one
 * (Linux 6.13 and later). */
static bool are_stamps_fine(void) {
  struct stat before, after;
  static int fine = -1;
  if (fine < 0 && memory >= 0) {
    fine = ftruncate(memory, 1) == 0 && fstat(memory, &before) == 0 && pwrite(memory, "", 1, 0) == 1 &&
           fstat(memory, &after) == 0 && pwrite(memory, "", 1, 0) == 1 && fstat(memory, &before) == 0 &&
           nanos(after.st_ctim) != nanos(before.st_ctim);
  }
  return fine > 0;
}

enum { STAMPS_NEVER, STAMPS_TICK, STAMPS_FINE };

static int stamps(const char *path) {
  struct statfs found;
  if (statfs(path, &found)) return STAMPS_NEVER;
  switch ((unsigned long)found.f_type) {
    case 0x01021994: /* tmpfs: a write through a mapping changes none */
    case 0x858458f6: /* ramfs */
      return STAMPS_NEVER;
    case 0xef53:     /* ext4 */
    case 0x58465342: /* xfs */
    case 0x9123683e: /* btrfs */
      return are_stamps_fine() ? STAMPS_FINE : STAMPS_TICK;
    default:
      return STAMPS_TICK;
  }
}

/* u8 0 nothing there, 1 a plain file, 2 the same with its digest, 3 something else; then device, inode,
 * size, mtime, ctime (nanoseconds), mode, links, owner, group, 64 bits each; the digest. */
static unsigned char *output(const char *path, unsigned char *at) {
  struct stat found;
  unsigned char digest[32] = {0}, kind = 0;
  memset(&found, 0, sizeof found);
  if (lstat(path, &found) == 0) {
    kind = S_ISREG(found.st_mode) ? 1 : 3;
    int proof = kind == 1 ? stamps(path) : STAMPS_FINE;
    bool open_tick = proof == STAMPS_TICK && nanos(found.st_ctim) >= clock_of_files();
    off_t limit = proof == STAMPS_NEVER ? SMALL_WITHOUT_STAMPS : SMALL;
    if ((proof == STAMPS_NEVER || open_tick) && found.st_size <= limit) {
      int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
      if (file >= 0 && sha256_file(file, digest)) kind = 2;
      if (file >= 0) close(file);
    } else if (open_tick) { /* after it, a change shows */
      for (int i = 0; i < TICKS && nanos(found.st_ctim) >= clock_of_files(); i++)
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    }
  }
  *at++ = kind;
  uint64_t all[9] = {found.st_dev,
                     found.st_ino,
                     (uint64_t)found.st_size,
                     (uint64_t)nanos(found.st_mtim),
                     (uint64_t)nanos(found.st_ctim),
                     found.st_mode,
                     found.st_nlink,
                     found.st_uid,
                     found.st_gid};
  for (int i = 0; i < 9; i++) at = write_number(at, all[i], 8);
  memcpy(at, digest, sizeof digest);
  return at + sizeof digest;
}

void observe_outputs(const char *names, uint32_t count, unsigned char *at) {
  for (; count > 0; count--, names += strlen(names) + 1) at = output(names, at);
}
