/* The way of one call: what needs no daemon goes straight to the real tool; else the daemon is asked
 * whether the link can be skipped; and when anything is wrong with it, the real tool runs all the same. */
#include "front.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

/* A daemon that does not even say that it has the request is too busy to be waited for. */
#define ACKNOWLEDGED_MILLIS 40
/* The link is done: what the daemon still has to say, or to open, does not take long. */
#define LAST_WORD_MILLIS 3000

static enum wish wish(void) {
  const char *text = getenv("TENON_DAEMON");
  if (!text) text = getenv("TENON_HEAD");
  return !text                        ? WITH_DAEMON
         : strcmp(text, "off") == 0  ? WITHOUT_DAEMON
         : strcmp(text, "wait") == 0 ? WAIT_FOR_DAEMON
                                     : WITH_DAEMON;
}

/* A link that the daemon performs: it removes what was half made. */
_Noreturn static void die(void) {
  int signal = run_interrupted();
  unsigned char data[4];
  write_number(data, (uint64_t)signal, 4);
  put('K', data, sizeof data);
  run_end(signal);
  talk_until_closed(1000);
  run_die(signal);
}

/* Does what one frame says; a reason to fall back, or NULL. */
static const char *obey(const struct call *call, const struct frame *frame) {
  switch (frame->type) {
    case 'A':
    case 'H':
      return NULL;
    case 'L':
      return run_link(call, frame) ? NULL : "the daemon asked for what cannot be run";
    case 'G':
      run_let_leave();
      return NULL;
    case 'R':
      return run_command(frame) ? NULL : "the daemon asked for what cannot be run";
    case 'P':
      if (frame->size > 0) stream_write(frame->data[0] == 2 ? 2 : 1, frame->data + 1, frame->size - 1);
      return NULL;
    case 'J': {
      int got = frame->size == 4 ? tokens_take((int)number(frame->data)) : -1;
      unsigned char data[4];
      write_number(data, (uint32_t)got, 4);
      return put('T', data, sizeof data) ? NULL : "the daemon is gone";
    }
    case 'X':
      tokens_give_back();
      if (run_is_link()) run_exit_as_child();
      exit(frame->size == 4 ? (int)number(frame->data) : 1);
    case 'B':
      return ""; /* nothing for us: the real tool takes our place */
    case 'D': {
      static char reason[256];
      snprintf(reason, sizeof reason, "%.*s", (int)frame->size, (char *)frame->data);
      return reason;
    }
    default:
      return "the daemon speaks another protocol";
  }
}

/* While the linker runs and after it, nothing that the daemon does or fails to do changes the result. */
_Noreturn static void finish_link(const struct call *call) {
  struct frame frame;
  bool lost = false;
  for (;;) {
    if (run_is_busy()) {
      if (!lost && has_frame() && get(&frame, 0) == FRAME && frame.type != 'X') obey(call, &frame);
      else lost |= !run_attend();
    } else if (lost || (run_succeeded() && run_may_leave()) || run_interrupted()) {
      run_exit_as_child();
    } else { /* an explanation, or another try that the user asked for */
      lost = get(&frame, LAST_WORD_MILLIS) != FRAME || obey(call, &frame) != NULL;
    }
  }
}

static const char *converse(const struct call *call, enum wish wish) {
  struct frame frame;
  int patience = wish == WAIT_FOR_DAEMON ? SILENT_MILLIS : ACKNOWLEDGED_MILLIS;
  const char *reason = put_request(call) ? NULL : "the daemon did not take the request";
  /* While it thinks. */
  if (!reason && !streams_open()) reason = "no pipe could be made";
  observe_argument();
  tool_guard(call);
  while (!reason) {
    if (run_is_link()) finish_link(call);
    if (run_interrupted()) die();
    if (run_is_busy() && !has_frame()) {
      if (!run_attend()) reason = "the daemon is gone";
      continue;
    }
    switch (get(&frame, patience)) {
      case FRAME:
        patience = SILENT_MILLIS;
        if ((frame.type == 'R' || frame.type == 'P') && !run_is_busy())
          streams_close(); /* not this kind of link */
        reason = obey(call, &frame);
        break;
      case SILENCE:
        reason = "the daemon is busy";
        break;
      case INTERRUPTED:
        die();
      case LOST:
        reason = "the daemon is gone";
    }
  }
  return reason;
}

/* With fewer the linker might lack the one that we add. */
#define LEAST_FILES 256

/* Limits under which a link may fail that did not fail before: it is to fail again. */
static bool is_limited(void) {
  static const int limits[] = {RLIMIT_FSIZE, RLIMIT_AS, RLIMIT_DATA, RLIMIT_CPU};
  struct rlimit found;
  if (getrlimit(RLIMIT_NOFILE, &found) == 0 && found.rlim_cur < LEAST_FILES) return true;
  for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
    if (getrlimit(limits[i], &found) == 0 && found.rlim_cur != RLIM_INFINITY) return true;
  }
  return false;
}

/* What is no text would be another text for the daemon. */
static bool all_utf8(const struct call *call) {
  for (char **variable = environ; *variable; variable++) {
    if (!is_utf8(*variable)) return false;
  }
  for (int i = 0; i < call->argc; i++) {
    if (!is_utf8(call->argv[i])) return false;
  }
  return is_utf8(call->tool);
}

/* Whether new files get rights that no mode tells of: those of the directory of the output. */
static bool has_default_rights(const struct call *call) {
  char folder[PATH_MAX];
  const char *output = "";
  for (int i = 0; i < call->argc; i++) {
    const char *argument = call->argv[i];
    if (strcmp(argument, "-o") == 0 && i + 1 < call->argc) output = call->argv[i + 1];
    else if (strncmp(argument, "-o", 2) == 0) output = argument + 2;
    else if (strncmp(argument, "--output=", 9) == 0) output = argument + 9;
  }
  const char *slash = strrchr(output, '/');
  size_t length = slash ? (size_t)(slash - output) + 1 : 0;
  if (length >= sizeof folder) return true;
  memcpy(folder, output, length);
  strcpy(folder + length, slash ? "" : ".");
  return getxattr(folder, "system.posix_acl_default", NULL, 0) > 0;
}

/* DIRECTORY/bin/front is DIRECTORY. */
static const char *home(void) {
  static char path[PATH_MAX];
  ssize_t size = readlink("/proc/self/exe", path, sizeof path - 1);
  for (int up = 0; size > 0 && up < 2; up++) {
    path[size] = 0;
    char *end = strrchr(path, '/');
    size = end ? end - path : 0;
    path[size] = 0;
  }
  return path;
}

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_REALTIME_COARSE, &time);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/* With less, a file that is written to may find the disk full. */
#define LEAST_BYTES (256ull << 20)

/* What refuses to be written to is to refuse the linker: /dev/full, a pipe that nobody reads, a disk
 * that is nearly full, what was opened to be read. */
static bool may_refuse(int stream) {
  struct stat found;
  struct statfs disk;
  struct pollfd pipe = {.fd = stream, .events = POLLOUT};
  int flags = fcntl(stream, F_GETFL);
  if (fstat(stream, &found) != 0 || flags < 0 || (flags & O_ACCMODE) == O_RDONLY) return true;
  switch (found.st_mode & S_IFMT) {
    case S_IFCHR:
      return !isatty(stream) && found.st_rdev != makedev(1, 3);
    case S_IFREG:
      return fstatfs(stream, &disk) != 0 ||
             (unsigned long long)disk.f_bavail * (unsigned long long)disk.f_bsize < LEAST_BYTES;
    default:
      return poll(&pipe, 1, 0) > 0 && (pipe.revents & (POLLERR | POLLHUP)) != 0;
  }
}

/* A caller without one of them would have its files opened under that number. */
static bool has_streams(void) {
  return fcntl(0, F_GETFD) >= 0 && !may_refuse(1) && !may_refuse(2);
}

int main(int argc, char **argv) {
  const char *base = strrchr(argv[0], '/'), *engine = getenv("TENON_ENGINE"), *off = getenv("TENON");
  struct call call = {.name = base ? base + 1 : argv[0],
                      .zeroth = argv[0],
                      .argc = argc - 1,
                      .argv = argv + 1,
                      .home = home(),
                      .engine = engine ? engine : "",
                      .mark = now()};
  if (strcmp(call.name, "tenon") == 0) {
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/tenon", call.home);
    argv[0] = path;
    execv(path, argv);
    fprintf(stderr, "error[T0402]: %s: %s\n", path, strerror(errno));
    return 4;
  }
  arguments_prepare(&call);
  call.tool = real_tool(&call);
  enum wish with = wish();
  /* A driver finds us again, as its linker; what the real tool starts is left alone. */
  bool alone = (off && strcmp(off, "off") == 0) || is_driver(call.name) || with == WITHOUT_DAEMON ||
               getenv(GUARD) || !call.tool || is_script(call.tool) || !has_streams() || is_limited();
  if (alone) fall_back(&call, NULL);
  if (names_depend_on_caller(&call)) fall_back(&call, "an argument means the caller's own descriptors");
  if (!all_utf8(&call)) fall_back(&call, "an argument or variable is not UTF-8");
  if (has_default_rights(&call)) fall_back(&call, "the directory of the output has a default ACL");
  const char *reason = NULL, *guard = getenv(GUARD);
  int daemon = connect_daemon(&call, with, &reason);
  if (daemon < 0) fall_back(&call, reason);
  talk(daemon);
  run_prepare();
  reason = converse(&call, with);
  run_end(SIGTERM);
  talk_end();
  if (run_interrupted()) run_die(run_interrupted());
  run_restore();
  if (guard) setenv(GUARD, guard, 1);
  else unsetenv(GUARD);
  fall_back(&call, *reason ? reason : NULL);
}
