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
#include <sys/syscall.h>
#include <unistd.h>

#define HEADER 5
#define MOST (64u << 20)
#define MOST_GROUPS 1024

extern char **environ;

static int head = -1;
static unsigned char *in;
static size_t in_at, in_end, in_room;

void talk(int socket) { head = socket; }
int talk_socket(void) { return head; }

uint32_t number(const unsigned char *data) {
  return data[0] | (uint32_t)data[1] << 8 | (uint32_t)data[2] << 16 | (uint32_t)data[3] << 24;
}

unsigned char *write_number(unsigned char *at, uint64_t value, int bytes) {
  for (int i = 0; i < bytes; i++) at[i] = (unsigned char)(value >> 8 * i);
  return at + bytes;
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

/* The daemon is gone; what runs goes on without it. */
void talk_end(void) {
  if (head >= 0) close(head);
  head = -1;
}

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
  unsigned char small[256], *frame = size + HEADER <= sizeof small ? small : malloc(size + HEADER);
  if (!frame) return false;
  *write_number(frame, size, 4) = (unsigned char)type;
  if (size) memcpy(frame + HEADER, data, size);
  bool sent = head >= 0 && send_all(frame, size + HEADER); /* at once: to be woken twice takes longer */
  if (frame != small) free(frame);
  return sent;
}

static unsigned char *add(unsigned char *at, const char *text) {
  size_t size = strlen(text) + 1;
  memcpy(at, text, size);
  return at + size;
}

/* Where names lead the same way and the same may be opened: the mount namespace, the root directory in
 * it, groups and capabilities. */
static bool world(char *text, size_t room) {
  struct stat root;
  struct { uint32_t version; int process; } asked = {0x20080522, 0}; /* capget(2), version 3 */
  struct { uint32_t effective, permitted, inheritable; } may[2];
  static gid_t groups[MOST_GROUPS];
  int count = getgroups(MOST_GROUPS, groups);
  if (count < 0 || syscall(SYS_capget, &asked, may) != 0) return false;
  char space[64];
  ssize_t length = readlink("/proc/self/ns/mnt", space, sizeof space - 1);
  if (stat("/", &root) != 0) return false;
  space[length > 0 ? length : 0] = 0;
  int end = snprintf(text, room, "%s %llx:%llx %u %08x%08x", space, (unsigned long long)root.st_dev,
                     (unsigned long long)root.st_ino, (unsigned)getegid(), may[1].effective,
                     may[0].effective);
  for (int i = 0; i < count; i++)
    end += snprintf(text + end, room - (size_t)end, " %u", (unsigned)groups[i]);
  return length > 0;
}

/* u32 protocol, umask, pid, arguments, variables, how our streams are; u64 our beginning; build, world,
 * name, directory, its device and inode, engine, real tool, the arguments, the variables, each with a NUL. */
bool put_request(const struct call *call) {
  static char folder[PATH_MAX], space[256 + 11 * MOST_GROUPS], place[64];
  if (!getcwd(folder, sizeof folder) || folder[0] != '/' || !is_utf8(folder)) return false;
  if (!world(space, sizeof space)) return false;
  struct stat here;
  if (stat(".", &here) != 0) return false;
  snprintf(place, sizeof place, "%llx:%llx", (unsigned long long)here.st_dev,
           (unsigned long long)here.st_ino);
  const char *texts[] = {BUILD, space, call->name, folder, place, call->engine, call->tool};
  size_t size = 32;
  uint32_t variables = 0;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) size += strlen(texts[i]) + 1;
  for (int i = 0; i < call->argc; i++) size += strlen(call->argv[i]) + 1;
  for (char **variable = environ; *variable; variable++, variables++) size += strlen(*variable) + 1;
  if (size > MOST) return false;
  unsigned char *data = malloc(size + HEADER), *at = data;
  if (!data) return false;
  mode_t mask = umask(0);
  umask(mask);
  at = write_number(at, size, 4);
  *at++ = 'Q';
  uint32_t numbers[] = {PROTOCOL, mask, (uint32_t)getpid(), (uint32_t)call->argc, variables,
                        streams_kind()};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) at = write_number(at, numbers[i], 4);
  at = write_number(at, (uint64_t)call->mark, 8);
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) at = add(at, texts[i]);
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
