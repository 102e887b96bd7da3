/* Runs one child at a time: the real tool with the caller's own arguments, or a command of a link that
 * the daemon performs. */
#include "front.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { OBSERVE = 1, MAY_LEAVE = 2 };

extern char **environ;

static volatile sig_atomic_t caught, child_changed;
static pid_t child;
static bool is_link, may_leave;
static int status;            /* of the child that has ended */
static char *outputs;         /* names, a NUL behind each */
static uint32_t output_count;
static sigset_t before, waiting;
static struct sigaction pipe_before;
/* What ends a process when somebody sends it; the linker may have another mind. */
static const int endings[] = {SIGINT,  SIGTERM, SIGHUP,    SIGQUIT, SIGABRT, SIGXCPU,   SIGXFSZ, SIGSYS,
                              SIGUSR1, SIGUSR2, SIGALRM,   SIGTRAP, SIGPROF, SIGVTALRM, SIGIO};

static void on_ending(int signal) { caught = signal; }
static void on_child(int signal) { (void)signal, child_changed = 1; }

int run_interrupted(void) { return caught; }
bool run_is_busy(void) { return child > 0; }
bool run_is_link(void) { return is_link; }
bool run_may_leave(void) { return may_leave; }
void run_let_leave(void) { may_leave = true; }
bool run_succeeded(void) { return WIFEXITED(status) && WEXITSTATUS(status) == 0; }

/* Signals are taken only where we wait: in run_wait. One that the caller ignores stays ignored. */
void run_prepare(void) {
  struct sigaction action = {.sa_handler = on_ending}, old;
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
    if (sigaction(endings[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
      sigaction(endings[i], &action, NULL);
  }
  action.sa_handler = on_child;
  sigaction(SIGCHLD, &action, NULL);
  action.sa_handler = SIG_IGN; /* the child gets to know that nobody reads, not we */
  sigaction(SIGPIPE, &action, &pipe_before);
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

void run_restore(void) {
  struct sigaction now;
  /* Before anything can arrive: what comes now is for whatever we become. */
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
    if (sigaction(endings[i], NULL, &now) == 0 && now.sa_handler == on_ending)
      signal(endings[i], SIG_DFL);
  }
  signal(SIGCHLD, SIG_DFL);
  sigaction(SIGPIPE, &pipe_before, NULL);
  sigprocmask(SIG_SETMASK, &before, NULL);
}

static void add(unsigned char *at, uint64_t value, int bytes) { write_number(at, value, bytes); }

/* The number of the error that kept it from starting, 0 if none did. */
static int start(const char *path, char **argv) {
  volatile int error = 0;
  pid_t parent = getpid();
  /* The child borrows our memory until it is another program: no page is copied, and what kept it
   * from becoming one is ours to read. */
  child = vfork();
  if (child == 0) {
    run_restore();
    /* A client that is killed takes its child with it, as if the linker itself were killed. */
    prctl(PR_SET_PDEATHSIG, is_link ? SIGKILL : SIGTERM);
    if (getppid() != parent) _exit(1);
    streams_in_child();
    if (is_link) observe_in_child();
    if (strchr(path, '/')) execv(path, argv);
    else execvp(path, argv);
    error = errno;
    _exit(127);
  }
  if (child < 0) error = errno;
  if (!error) return 0;
  if (child > 0) waitpid(child, NULL, 0);
  child = 0;
  return error;
}

static bool started(int error) {
  unsigned char code[4];
  streams_in_parent();
  if (error) {
    streams_close();
    add(code, (uint64_t)error, 4);
    return put('F', code, sizeof code);
  }
  add(code, (uint64_t)child, 4);
  return put('S', code, sizeof code);
}

/* Texts of a frame behind so many numbers; false if they are not whole. */
static bool has_texts(const struct frame *frame, uint32_t numbers, uint32_t count) {
  const unsigned char *at = frame->data + 4 * numbers, *end = frame->data + frame->size;
  if (frame->size < 4 * numbers || count > frame->size) return false;
  for (; count > 0; count--) {
    const unsigned char *nul = at < end ? memchr(at, 0, (size_t)(end - at)) : NULL;
    if (!nul) return false;
    at = nul + 1;
  }
  return true;
}

/* u32 flags, arguments to add, outputs; then these. The real tool with the caller's own arguments. */
bool run_link(const struct call *call, const struct frame *frame) {
  if (child || frame->size < 12) return false;
  uint32_t flags = number(frame->data), more = number(frame->data + 4);
  output_count = number(frame->data + 8);
  if (more > 64 || output_count > 4096 || !has_texts(frame, 3, more + output_count)) return false;
  if (!streams_are_open() && !streams_open()) return false;
  char **argv = calloc((size_t)call->argc + more + 4, sizeof *argv);
  if (!argv) return false;
  char *text = (char *)frame->data + 12, *first = text;
  int count = 0, from = 0;
  argv[count++] = (char *)tool_name(call);
  if (call->argc > 1 && strcmp(call->argv[0], "-flavor") == 0) { /* LLD wants it first */
    argv[count++] = call->argv[from++];
    argv[count++] = call->argv[from++];
  }
  int own = count;
  const char *observe = flags & OBSERVE ? observe_argument() : NULL;
  if (observe) argv[count++] = (char *)observe;
  for (uint32_t i = 0; i < more; i++, text += strlen(text) + 1) argv[count++] = text;
  int added = count - own;
  size_t size = frame->size - 12 - (size_t)(text - first);
  outputs = malloc(size + 1);
  if (!outputs) return false;
  memcpy(outputs, text, size);
  for (; from < call->argc; from++) argv[count++] = call->argv[from];
  is_link = true;
  may_leave = flags & MAY_LEAVE;
  int error = start(call->tool, argv);
  if (error == E2BIG) { /* they were just short enough without ours */
    unsetenv(GUARD);
    memmove(argv + own, argv + own + added, (size_t)(count - own - added + 1) * sizeof *argv);
    error = start(call->tool, argv);
  }
  free(argv);
  if (error) is_link = false;
  return started(error);
}

/* u32 arguments, variables to remove, variables to set; then each with a NUL. Changes our environment. */
bool run_command(const struct frame *frame) {
  if (child || frame->size < 12) return false;
  uint32_t arguments = number(frame->data), removed = number(frame->data + 4),
           set = number(frame->data + 8);
  if (arguments == 0 || arguments > frame->size || removed > frame->size || set > frame->size ||
      !has_texts(frame, 3, arguments + removed + set))
    return false;
  char **argv = calloc((size_t)arguments + 1, sizeof *argv);
  char *at = (char *)frame->data + 12;
  if (!argv || !streams_open()) return false;
  for (uint32_t i = 0; i < arguments; i++, at += strlen(at) + 1) argv[i] = at;
  for (uint32_t i = 0; i < removed; i++, at += strlen(at) + 1) unsetenv(at);
  for (uint32_t i = 0; i < set; i++, at += strlen(at) + 1) putenv(strdup(at));
  is_link = false;
  int error = start(argv[0], argv);
  free(argv);
  return started(error);
}

/* u32 exit code or 128 + signal, u64 microseconds of CPU, u64 KiB of the largest resident size, u32
 * outputs; then what each output is. */
static bool ended(const struct rusage *usage) {
  uint32_t count = is_link ? output_count : 0;
  size_t size = 24 + (size_t)count * OUTPUT_BYTES;
  unsigned char *data = malloc(size);
  uint64_t micros = (uint64_t)(usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * 1000000 +
                    (uint64_t)(usage->ru_utime.tv_usec + usage->ru_stime.tv_usec);
  tokens_give_back();
  if (!data) return false;
  add(data, (uint32_t)(WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status)), 4);
  add(data + 4, micros, 8);
  add(data + 12, (uint64_t)usage->ru_maxrss, 8);
  add(data + 20, count, 4);
  bool told = !is_link || observe_tell();
  if (count) observe_outputs(outputs, count, data + 24);
  told = told && put('W', data, size);
  free(data);
  return told;
}

bool run_attend(void) {
  struct pollfd wait[3] = {{.fd = talk_socket(), .events = POLLIN}};
  unsigned open = 1 + streams_poll(wait + 1);
  bool lost = false;
  if (run_wait(wait, open, -1) < 0) {
    if (errno != EINTR) return false;
  } else if (wait[0].revents && !talk_receive()) {
    lost = true;
    talk_end();
  }
  if (is_link && caught) { /* whether it is to end is the linker's to say */
    kill(child, caught);
    caught = 0;
  }
  lost |= !streams_carry();
  if (child_changed) {
    struct rusage usage;
    child_changed = 0;
    if (wait4(child, &status, WNOHANG, &usage) == child) {
      child = 0;
      lost |= !streams_carry();
      /* It wrote to us and ended well before it could see that nobody reads. */
      if (streams_are_unread() && run_succeeded() && pipe_before.sa_handler != SIG_IGN)
        status = SIGPIPE;
      streams_close(); /* also where a process that the child left keeps them open */
      lost |= !ended(&usage);
    }
  }
  return !lost;
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
  streams_close();
  tokens_give_back();
}

void run_die(int with) {
  struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none); /* the linker has left one if it was to */
  signal(with, SIG_DFL);
  sigset_t all;
  sigemptyset(&all);
  sigprocmask(SIG_SETMASK, &all, NULL);
  kill(getpid(), with);
  _exit(128 + with);
}

void run_broken_pipe(void) {
  if (pipe_before.sa_handler != SIG_IGN) run_die(SIGPIPE);
}

void run_exit_as_child(void) {
  tokens_give_back();
  if (WIFSIGNALED(status)) run_die(WTERMSIG(status));
  _exit(WEXITSTATUS(status));
}
