/* The way of one call: what needs no head goes straight to the real tool; else the head is asked and
 * obeyed; and when anything is wrong with it, the real tool runs with the caller's own words. */
#include "front.h"
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A head that does not even say that it has the request is too busy to be waited for. */
#define ACKNOWLEDGED_MILLIS 40

static enum wish wish(void) {
  const char *text = getenv("TENON_HEAD");
  return !text                        ? WITH_HEAD
         : strcmp(text, "off") == 0  ? WITHOUT_HEAD
         : strcmp(text, "wait") == 0 ? WAIT_FOR_HEAD
                                     : WITH_HEAD;
}

static void write_out(int to, const unsigned char *data, size_t size) {
  while (size > 0 && !run_interrupted()) {
    struct pollfd wait = {.fd = to, .events = POLLOUT};
    if (run_wait(&wait, 1, -1) < 0) continue;
    ssize_t done = write(to, data, size < PIPE_BUF ? size : PIPE_BUF);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return; /* the caller closed it; the exit code says the rest */
    data += done;
    size -= (size_t)done;
  }
}

_Noreturn static void die(void) {
  int signal = run_interrupted();
  unsigned char number[4] = {(unsigned char)signal, 0, 0, 0};
  put('K', number, sizeof number);
  run_end(signal);
  talk_until_closed(1000); /* it closes when it has removed what was half made */
  run_die(signal);
}

/* Does what one frame says; a reason to step aside, or NULL. */
static const char *obey(const struct call *call, const struct frame *frame) {
  switch (frame->type) {
    case 'A':
    case 'H':
      return NULL;
    case 'R':
      return run_start(frame) ? NULL : "the head asked for what cannot be run";
    case 'B':
      run_become(call, frame);
    case 'P':
      if (frame->size > 0) write_out(frame->data[0] == 2 ? 2 : 1, frame->data + 1, frame->size - 1);
      return NULL;
    case 'J': {
      int got = frame->size == 4 ? tokens_take((int)number(frame->data)) : -1;
      unsigned char data[4] = {(unsigned char)got, got < 0 ? 255 : 0, got < 0 ? 255 : 0,
                               got < 0 ? 255 : 0};
      return put('T', data, sizeof data) ? NULL : "the head is gone";
    }
    case 'X':
      tokens_give_back();
      exit(frame->size == 4 ? (int)number(frame->data) : 1);
    case 'D': {
      static char reason[256];
      snprintf(reason, sizeof reason, "%.*s", (int)frame->size, (char *)frame->data);
      return reason;
    }
    default:
      return "the head speaks another protocol";
  }
}

static const char *converse(const struct call *call, enum wish wish) {
  struct frame frame;
  int patience = wish == WAIT_FOR_HEAD ? SILENT_MILLIS : ACKNOWLEDGED_MILLIS;
  const char *reason = put_request(call) ? NULL : "the head did not take the request";
  while (!reason) {
    if (run_interrupted()) die();
    if (run_is_busy() && !has_frame()) {
      if (!run_attend()) reason = "the head is gone";
      continue;
    }
    switch (get(&frame, patience)) {
      case FRAME:
        patience = SILENT_MILLIS;
        reason = obey(call, &frame);
        break;
      case SILENCE:
        reason = "the head is busy";
        break;
      case INTERRUPTED:
        die();
      case LOST:
        reason = "the head is gone";
    }
  }
  return reason;
}

static bool all_utf8(const struct call *call) {
  for (int i = 0; i < call->argc; i++) {
    if (!is_utf8(call->argv[i])) return false;
  }
  return true;
}

/* FOLDER/bin/front is FOLDER. */
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

int main(int argc, char **argv) {
  const char *base = strrchr(argv[0], '/');
  struct call call = {base ? base + 1 : argv[0], argc - 1, argv + 1, home()};
  const char *off = getenv("TENON");
  bool is_off = off && strcmp(off, "off") == 0;
  if (strcmp(call.name, "tenon") == 0) {
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/tenon", call.home);
    argv[0] = path;
    execv(path, argv);
    fprintf(stderr, "error[T0402]: %s: %s\n", path, strerror(errno));
    return 4;
  }
  if (is_off) step_aside(&call, NULL);
  enum wish with = wish();
  if (is_driver(call.name)) {
    enum use use = driver_use(&call);
    if (use == COMPILE_AND_LINK) { /* the driver finds us again, as its linker */
      static char own[PATH_MAX + 8];
      snprintf(own, sizeof own, "-B%s/bin/", call.home);
      step_aside_with(&call, own);
    }
    if (use != LINK) step_aside(&call, NULL);
  }
  if (getenv("TENON_INSIDE")) step_aside(&call, NULL); /* a compiler that our own linker started */
  if (with == WITHOUT_HEAD) step_aside(&call, NULL);
  if (!all_utf8(&call)) step_aside(&call, "a word is not UTF-8");
  const char *reason = NULL;
  int head = connect_head(&call, with, &reason);
  if (head < 0) step_aside(&call, reason);
  talk(head);
  run_prepare();
  reason = converse(&call, with);
  run_end(SIGTERM);
  close(head);
  if (run_interrupted()) run_die(run_interrupted());
  run_restore();
  step_aside(&call, reason);
}
