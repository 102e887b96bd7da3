/* Digests files for the daemon, whose JVM compiles quickly and therefore computes slowly: reads names
 * that end with a NUL each from standard input, and answers each with a line, the SHA-256 in hexadecimal
 * or a dash. Ends with its input, or when nobody has asked for a while. */
#define _XOPEN_SOURCE 700
#include "../sha256.h"
#include <fcntl.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define IDLE_MILLIS 30000
#define LAST 19 /* after everybody else */

static bool digest(const char *name, unsigned char value[32]) {
  int file = open(name, O_RDONLY | O_NOCTTY | O_NONBLOCK); /* the end of a pipe is not waited for */
  bool done = file >= 0 && sha256_file(file, value);
  if (file >= 0) close(file);
  return done;
}

static int answer(const char *name) {
  unsigned char value[32];
  char line[66] = "-\n";
  if (digest(name, value)) {
    for (int i = 0; i < 32; i++) sprintf(line + 2 * i, "%02x", value[i]);
    strcat(line, "\n");
  }
  size_t size = strlen(line);
  return write(1, line, size) == (ssize_t)size;
}

int main(int argc, char **argv) {
  static char in[1 << 16];
  size_t held = 0;
  struct pollfd wait = {.fd = 0, .events = POLLIN};
  if (argc > 1 && strcmp(argv[1], "--plain") == 0) sha256_plainly();
  if (argc > 1 && strcmp(argv[1], "--last") == 0) setpriority(PRIO_PROCESS, 0, LAST);
  while (poll(&wait, 1, IDLE_MILLIS) > 0) {
    ssize_t got = read(0, in + held, sizeof in - held);
    if (got <= 0) break;
    held += (size_t)got;
    for (char *end; (end = memchr(in, 0, held));) {
      if (!answer(in)) return 1;
      held -= (size_t)(end + 1 - in);
      memmove(in, end + 1, held);
    }
    if (held == sizeof in) return 1; /* no name is so long */
  }
  return 0;
}
