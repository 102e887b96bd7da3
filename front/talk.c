/* Frames: four bytes of length (little-endian), a byte of type, the payload. Whatever arrives while we
 * send is kept, so that two full pipes never wait for each other. */
#include "front.h"
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEADER 5
#define MOST (64u << 20)

extern char **environ;

static int head = -1;
static unsigned char *in;
static size_t in_at, in_end, in_room;

void talk(int socket) { head = socket; }
int talk_socket(void) { return head; }

uint32_t number(const unsigned char *data) {
  return data[0] | (uint32_t)data[1] << 8 | (uint32_t)data[2] << 16 | (uint32_t)data[3] << 24;
}

static void write_number(unsigned char *data, uint32_t value) {
  for (int i = 0; i < 4; i++) data[i] = (unsigned char)(value >> 8 * i);
}

/* Reads what is there: 1 for some, 0 for nothing yet, -1 for the end. */
static int receive(void) {
  if (in_at > 0) {
    memmove(in, in + in_at, in_end - in_at);
    in_end -= in_at;
    in_at = 0;
  }
  if (in_room - in_end < 1 << 14) {
    unsigned char *more = realloc(in, in_room = in_room * 2 + (1 << 15));
    if (!more) return -1;
    in = more;
  }
  ssize_t size = recv(head, in + in_end, in_room - in_end, MSG_DONTWAIT);
  if (size > 0) in_end += (size_t)size;
  return size > 0 ? 1 : size < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : -1;
}

bool talk_receive(void) { return receive() >= 0; }

/* Until the head closes, but not for ever. */
void talk_until_closed(int millis) {
  struct pollfd wait = {.fd = head, .events = POLLIN};
  while (in_at = in_end = 0, poll(&wait, 1, millis) > 0 && receive() >= 0) continue;
}

static bool send_all(const unsigned char *data, size_t size) {
  while (size > 0) {
    ssize_t sent = send(head, data, size, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) {
      data += sent;
      size -= (size_t)sent;
    } else if (sent < 0 && errno == EAGAIN) {
      struct pollfd wait = {.fd = head, .events = POLLIN | POLLOUT};
      if (run_wait(&wait, 1, SILENT_MILLIS) == 0) return false;
      if ((wait.revents & POLLIN) && receive() < 0) return false;
    } else if (sent == 0 || errno != EINTR) {
      return false;
    }
  }
  return true;
}

bool put(char type, const void *data, size_t size) {
  unsigned char header[HEADER];
  write_number(header, (uint32_t)size);
  header[4] = (unsigned char)type;
  return send_all(header, HEADER) && send_all(data, size);
}

static unsigned char *add(unsigned char *at, const char *text) {
  size_t size = strlen(text) + 1;
  memcpy(at, text, size);
  return at + size;
}

/* u32 protocol, umask, pid, words, variables; build, mount namespace, name, folder, the words, the
 * variables, each with a NUL. */
bool put_request(const struct call *call) {
  static char folder[PATH_MAX], space[64];
  if (!getcwd(folder, sizeof folder) || folder[0] != '/' || !is_utf8(folder)) return false;
  ssize_t length = readlink("/proc/self/ns/mnt", space, sizeof space - 1);
  space[length > 0 ? length : 0] = 0;
  size_t size = 20 + strlen(BUILD) + strlen(space) + strlen(call->name) + strlen(folder) + 4;
  uint32_t variables = 0;
  for (int i = 0; i < call->argc; i++) size += strlen(call->argv[i]) + 1;
  for (char **variable = environ; *variable; variable++, variables++) size += strlen(*variable) + 1;
  if (size > MOST) return false;
  unsigned char *data = malloc(size + HEADER), *at = data;
  if (!data) return false;
  mode_t mask = umask(0);
  umask(mask);
  write_number(at, (uint32_t)size);
  at[4] = 'Q';
  at += HEADER;
  uint32_t numbers[] = {PROTOCOL, mask, (uint32_t)getpid(), (uint32_t)call->argc, variables};
  for (int i = 0; i < 5; i++, at += 4) write_number(at, numbers[i]);
  at = add(add(add(add(at, BUILD), space), call->name), folder);
  for (int i = 0; i < call->argc; i++) at = add(at, call->argv[i]);
  for (char **variable = environ; *variable; variable++) at = add(at, *variable);
  bool sent = send_all(data, size + HEADER);
  free(data);
  return sent;
}

bool has_frame(void) {
  return in_end - in_at >= HEADER && in_end - in_at - HEADER >= number(in + in_at);
}

enum received get(struct frame *frame, int millis) {
  while (!has_frame()) {
    struct pollfd wait = {.fd = head, .events = POLLIN};
    if (run_interrupted()) return INTERRUPTED;
    int ready = run_wait(&wait, 1, millis);
    if (ready == 0) return SILENCE;
    if (ready < 0 && errno == EINTR) continue;
    if (receive() < 0) return LOST;
    if (in_end - in_at >= HEADER && number(in + in_at) > MOST) return LOST;
  }
  frame->size = number(in + in_at);
  frame->type = (char)in[in_at + 4];
  frame->data = in + in_at + HEADER;
  in_at += HEADER + frame->size;
  return FRAME;
}
