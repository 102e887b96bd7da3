/* Runs one child at a time for the head, and carries what it prints there. */
#include "front.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static volatile sig_atomic_t caught, child_changed;
static pid_t child;
static int streams[2] = {-1, -1};
static bool spoke;            /* the child has printed something */
static const char *moves[2]; /* the file that it makes and the name that this is to have; or NULL */
static sigset_t before, waiting;
static const int endings[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

static void on_ending(int signal) { caught = signal; }
static void on_child(int signal) { (void)signal, child_changed = 1; }

int run_interrupted(void) { return caught; }
bool run_is_busy(void) { return child > 0; }

/* Signals are taken only where we wait: in run_wait. One that the caller ignores stays ignored. */
void run_prepare(void) {
  struct sigaction action = {.sa_handler = on_ending}, old;
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
    if (sigaction(endings[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
      sigaction(endings[i], &action, NULL);
  }
  action.sa_handler = on_child;
  sigaction(SIGCHLD, &action, NULL);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGCHLD);
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) sigaddset(&set, endings[i]);
  sigprocmask(SIG_BLOCK, &set, &before);
  waiting = before;
  sigdelset(&waiting, SIGCHLD);
}

int run_wait(struct pollfd *on, unsigned count, int millis) {
  struct timespec time = {millis / 1000, millis % 1000 * 1000000L};
  return ppoll(on, count, millis < 0 ? NULL : &time, &waiting);
}

/* u32 words, variables to remove, variables to set, names of a move (two or none); then each with a
 * NUL. Changes our environment. */
static char **command(const struct frame *frame) {
  if (frame->size < 16 || frame->data[frame->size - 1] != 0) return NULL;
  uint32_t ends[4], total = 0;
  for (int i = 0; i < 4; i++) {
    uint32_t count = number(frame->data + 4 * i);
    if (count > frame->size) return NULL;
    ends[i] = total += count;
  }
  if (ends[0] == 0 || total > frame->size || (total != ends[2] && total != ends[2] + 2)) return NULL;
  char **argv = calloc(ends[0] + 1, sizeof *argv);
  char *at = (char *)frame->data + 16, *end = (char *)frame->data + frame->size;
  if (!argv) return NULL;
  for (uint32_t i = 0; i < total; i++, at += strlen(at) + 1) {
    if (at >= end) return NULL;
    if (i < ends[0]) argv[i] = at;
    else if (i < ends[1]) unsetenv(at);
    else if (i < ends[2]) putenv(strdup(at));
    else moves[i - ends[2]] = strdup(at);
  }
  return argv;
}

void run_restore(void) {
  struct sigaction now;
  /* Before anything can arrive: what comes now is for whatever we become. */
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
    if (sigaction(endings[i], NULL, &now) == 0 && now.sa_handler == on_ending)
      signal(endings[i], SIG_DFL);
  }
  signal(SIGCHLD, SIG_DFL);
  sigprocmask(SIG_SETMASK, &before, NULL);
}

void run_become(const struct call *call, const struct frame *frame) {
  char **argv = command(frame);
  tokens_give_back();
  run_restore();
  if (argv) execvp(argv[0], argv);
  step_aside(call, "the head named a tool that does not start");
}

static void add(unsigned char *at, uint64_t value, int bytes) {
  for (int i = 0; i < bytes; i++) at[i] = (unsigned char)(value >> 8 * i);
}

bool run_start(const struct frame *frame) {
  int out[2], err[2];
  volatile int error = 0;
  char **argv;
  moves[0] = moves[1] = NULL;
  spoke = false;
  if (child || !(argv = command(frame))) return false;
  if (pipe2(out, O_CLOEXEC) || pipe2(err, O_CLOEXEC)) return false;
  pid_t parent = getpid();
  /* The child borrows our memory until it is another program: no page is copied, and what kept it
   * from becoming one is ours to read. */
  child = vfork();
  if (child == 0) {
    run_restore();
    /* A front that is killed takes its child with it. */
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) _exit(1);
    dup2(out[1], 1);
    dup2(err[1], 2);
    execvp(argv[0], argv);
    error = errno;
    _exit(127);
  }
  if (child < 0) error = errno;
  close(out[1]);
  close(err[1]);
  free(argv);
  streams[0] = out[0];
  streams[1] = err[0];
  for (int i = 0; i < 2; i++) fcntl(streams[i], F_SETFL, O_NONBLOCK);
  if (error) {
    if (child > 0) waitpid(child, NULL, 0);
    child = 0;
    close(out[0]);
    close(err[0]);
    streams[0] = streams[1] = -1;
    unsigned char code[4];
    add(code, (uint64_t)error, 4);
    return put('F', code, sizeof code);
  }
  unsigned char pid[4];
  add(pid, (uint64_t)child, 4);
  return put('S', pid, sizeof pid);
}

static bool carry(int i) {
  char data[1 << 14];
  for (;;) {
    ssize_t size = read(streams[i], data, sizeof data);
    if (size > 0) {
      spoke = true;
      if (!put(i ? 'e' : 'o', data, (size_t)size)) return false;
    } else if (size < 0 && (errno == EAGAIN || errno == EINTR)) {
      return true;
    } else {
      close(streams[i]);
      streams[i] = -1;
      return true;
    }
  }
}

/* u32 exit code or 128 + signal, u64 microseconds of CPU, u64 KiB of the largest resident size; and
 * what the file is that was put in its place, if one was. */
static bool ended(int status, const struct rusage *usage) {
  unsigned char data[20 + 8 * IDENTITY];
  uint64_t identity[IDENTITY];
  uint64_t micros = (uint64_t)(usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * 1000000 +
                    (uint64_t)(usage->ru_utime.tv_usec + usage->ru_stime.tv_usec);
  add(data, (uint32_t)(WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status)), 4);
  add(data + 4, micros, 8);
  add(data + 12, (uint64_t)usage->ru_maxrss, 8);
  tokens_give_back();
  bool done = status == 0 && moves[1] && !spoke && !caught && publish(moves[0], moves[1], identity);
  if (!done) return put('W', data, 20);
  for (int i = 0; i < IDENTITY; i++) add(data + 20 + 8 * i, identity[i], 8);
  put('W', data, sizeof data);
  exit(0); /* nothing is left to be said: the caller need not wait for the head */
}

bool run_attend(void) {
  struct pollfd wait[3] = {{.fd = talk_socket(), .events = POLLIN},
                           {.fd = streams[0], .events = POLLIN},
                           {.fd = streams[1], .events = POLLIN}};
  if (run_wait(wait, 3, -1) < 0) {
    if (errno != EINTR) return false;
  } else if (wait[0].revents && !talk_receive()) {
    return false;
  }
  for (int i = 0; i < 2; i++) {
    if (streams[i] >= 0 && !carry(i)) return false;
  }
  if (child_changed) {
    int status;
    struct rusage usage;
    child_changed = 0;
    if (wait4(child, &status, WNOHANG, &usage) == child) {
      child = 0;
      for (int i = 0; i < 2; i++) {
        if (streams[i] >= 0 && !carry(i)) return false;
        if (streams[i] >= 0) close(streams[i]); /* kept open by a process that the child left */
        streams[i] = -1;
      }
      return ended(status, &usage);
    }
  }
  return true;
}

/* Ends the child, by force if it does not listen. */
void run_end(int with) {
  for (int i = 0; child > 0 && i < 200; i++) {
    kill(child, i < 100 ? with : SIGKILL);
    struct timespec moment = {.tv_nsec = i < 5 ? 1000000 : 10000000};
    if (waitpid(child, NULL, WNOHANG) != 0) break;
    nanosleep(&moment, NULL);
  }
  child = 0;
  for (int i = 0; i < 2; i++) {
    if (streams[i] >= 0) close(streams[i]);
    streams[i] = -1;
  }
  tokens_give_back();
}

void run_die(int with) {
  signal(with, SIG_DFL);
  sigset_t all;
  sigemptyset(&all);
  sigprocmask(SIG_SETMASK, &all, NULL);
  raise(with);
  _exit(128 + with);
}
