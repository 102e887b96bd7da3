/* Slots of a make jobserver. A process that make runs holds one slot already; each byte read from the
 * jobserver is one more, and is written back when the child has ended. */
#include "front.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOST 64

static char held[MOST];
static int count, back = -1;

/* The value of the last --jobserver-auth (before make 4.2: --jobserver-fds) in MAKEFLAGS. */
static const char *auth(void) {
  const char *flags = getenv("MAKEFLAGS"), *value = NULL;
  for (const char *at = flags; at && (at = strstr(at, "--jobserver-")); at++) {
    if (strncmp(at, "--jobserver-auth=", 17) == 0) value = at + 17;
    else if (strncmp(at, "--jobserver-fds=", 16) == 0) value = at + 16;
  }
  return value;
}

static bool are_ends_of_one_pipe(int in, int out) {
  struct stat from, to;
  int reads = fcntl(in, F_GETFL), writes = fcntl(out, F_GETFL);
  return reads >= 0 && writes >= 0 && (reads & O_ACCMODE) != O_WRONLY &&
         (writes & O_ACCMODE) != O_RDONLY && fstat(in, &from) == 0 && fstat(out, &to) == 0 &&
         S_ISFIFO(from.st_mode) && S_ISFIFO(to.st_mode) && from.st_dev == to.st_dev &&
         from.st_ino == to.st_ino;
}

/* Slots to be had at once, at most so many; -1 if there is no jobserver that we may use. */
int tokens_take(int most) {
  const char *value = auth();
  int in, out;
  char path[4096];
  struct stat from_end;
  if (!value || count > 0) return value ? 0 : -1;
  if (strncmp(value, "fifo:", 5) == 0) {
    size_t size = strcspn(value + 5, " ");
    snprintf(path, sizeof path, "%.*s", (int)size, value + 5);
    back = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (back >= 0 && (fstat(back, &from_end) || !S_ISFIFO(from_end.st_mode))) {
      close(back);
      back = -1;
    }
  } else if (sscanf(value, "%d,%d", &in, &out) == 2 && in >= 0 && out >= 0) {
    /* Where make did not hand them on, the numbers are free and may be anybody's. */
    if (!are_ends_of_one_pipe(in, out)) return -1;
    /* Opened anew: O_NONBLOCK on the descriptor that all share would be seen by all. */
    snprintf(path, sizeof path, "/proc/self/fd/%d", out);
    back = open(path, O_WRONLY | O_CLOEXEC);
    snprintf(path, sizeof path, "/proc/self/fd/%d", in);
  }
  if (back < 0) return -1;
  int from = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (from < 0) return -1;
  if (most > MOST) most = MOST;
  if (most > 0) {
    ssize_t got = read(from, held, (size_t)most);
    count = got > 0 ? (int)got : 0;
  }
  close(from);
  return count;
}

void tokens_give_back(void) {
  if (count > 0 && write(back, held, (size_t)count) != count) {
    /* The jobserver is gone, and with it who could use the slot. */
  }
  count = 0;
  if (back >= 0) close(back);
  back = -1;
}
