/* Runs a command in a folder and writes down how it ended and what it said.
   usage: observe FOLDER STREAMS UMASK REPORT COMMAND...
   STREAMS: apart (a pipe each), together (one pipe for both), file (one file for both), terminal.
   REPORT gets the status as wait(2) gives it, REPORT.1 and REPORT.2 what was written. The pipes are
   read until nobody holds them, as make and ninja do: a process left behind would hold them up. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void die(const char *what) {
  perror(what);
  exit(99);
}

static int report(const char *name, const char *end, int flags) {
  char path[4096];
  snprintf(path, sizeof path, "%s%s", name, end);
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | flags, 0644);
  if (fd < 0) die(path);
  return fd;
}

static void make_pipe(int *in, int *out) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) die("pipe");
  *in = ends[0];
  *out = ends[1];
}

int main(int argc, char **argv) {
  if (argc < 6) return 98;
  const char *streams = argv[2], *name = argv[4];
  int to[2] = {report(name, ".1", 0), report(name, ".2", 0)};
  int from[2] = {-1, -1}, child[2] = {-1, -1};
  if (strcmp(streams, "apart") == 0) {
    make_pipe(&from[0], &child[0]);
    make_pipe(&from[1], &child[1]);
  } else if (strcmp(streams, "together") == 0) {
    make_pipe(&from[0], &child[0]);
    child[1] = child[0];
  } else if (strcmp(streams, "terminal") == 0) {
    struct winsize size = {.ws_row = 31, .ws_col = 97};
    if (openpty(&from[0], &child[0], NULL, NULL, &size) != 0) die("openpty");
    fcntl(from[0], F_SETFD, FD_CLOEXEC);
    fcntl(child[0], F_SETFD, FD_CLOEXEC);
    child[1] = child[0];
  } else {
    child[0] = child[1] = report(name, ".1", O_APPEND);
  }
  pid_t pid = fork();
  if (pid < 0) die("fork");
  if (pid == 0) {
    if (strcmp(streams, "terminal") == 0) { /* as a shell in a window has it */
      setsid();
      ioctl(child[0], TIOCSCTTY, 0);
    }
    int nothing = open("/dev/null", O_RDONLY);
    if (dup2(nothing, 0) < 0 || dup2(child[0], 1) < 0 || dup2(child[1], 2) < 0) die("dup2");
    if (nothing > 2) close(nothing);
    if (chdir(argv[1]) != 0) die(argv[1]);
    umask((mode_t)strtol(argv[3], NULL, 8));
    execvp(argv[5], argv + 5);
    die(argv[5]);
  }
  close(child[0]);
  if (child[1] != child[0]) close(child[1]);
  struct pollfd polled[2] = {{from[0], POLLIN, 0}, {from[1], POLLIN, 0}};
  while (polled[0].fd >= 0 || polled[1].fd >= 0) {
    if (poll(polled, 2, 120000) == 0) {
      fprintf(stderr, "observe: still held open after two minutes of silence\n");
      kill(pid, SIGKILL);
      return 97;
    }
    for (int i = 0; i < 2; i++) {
      if (polled[i].fd < 0 || !polled[i].revents) continue;
      char bytes[65536];
      ssize_t size = read(polled[i].fd, bytes, sizeof bytes);
      if (size <= 0 || write(to[i], bytes, (size_t)size) != size) polled[i].fd = -1;
    }
  }
  int status;
  if (waitpid(pid, &status, 0) != pid) die("waitpid");
  FILE *file = fdopen(report(name, "", 0), "w");
  fprintf(file, "%d\n", status);
  return fclose(file);
}
