/* The child's standard output and error. What comes is passed on at once, and told to the daemon, which
 * repeats it when the link is skipped. A child sees what it would see without us: one pipe where both are
 * one file, so that the order stays, and a terminal where there is one, so that colours stay. */
#include "front.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

#define KCMP_FILE 0 /* of <linux/kcmp.h>, which musl does not bring */

struct stream {
  int from;      /* where we read; -1 when it has ended */
  int childs;    /* the other end */
  int to;        /* our own descriptor */
  bool terminal;
  size_t told;
};
static struct stream streams[2];
static int count;
static bool lost;   /* the daemon is gone */
static bool unread; /* nobody reads what the linker writes */

static bool is_same_file(void) {
  struct stat out, err;
  if (fstat(1, &out) || fstat(2, &err)) return false;
  if (S_ISCHR(out.st_mode) && S_ISCHR(err.st_mode)) return out.st_rdev == err.st_rdev;
  if (out.st_dev != err.st_dev || out.st_ino != err.st_ino) return false;
  /* Opened twice, each has a position of its own; where kcmp(2) is forbidden, that tells. */
  long compared = syscall(SYS_kcmp, getpid(), getpid(), KCMP_FILE, 1, 2);
  if (S_ISREG(out.st_mode) && compared >= 0) return compared == 0;
  return !S_ISREG(out.st_mode) || lseek(1, 0, SEEK_CUR) == lseek(2, 0, SEEK_CUR);
}

unsigned streams_kind(void) {
  return (is_same_file() ? SAME_FILE : 0u) | (isatty(1) ? OUT_TERMINAL : 0u) |
         (isatty(2) ? ERR_TERMINAL : 0u);
}

static bool open_terminal(struct stream *stream) {
  char name[64];
  struct termios modes;
  struct winsize size;
  int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (master < 0) return false;
  int slave = -1;
  if (grantpt(master) == 0 && unlockpt(master) == 0 && ptsname_r(master, name, sizeof name) == 0)
    slave = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (slave < 0) {
    close(master);
    return false;
  }
  if (tcgetattr(stream->to, &modes) == 0) {
    modes.c_oflag &= ~(tcflag_t)OPOST; /* the caller's terminal does that, once */
    tcsetattr(slave, TCSANOW, &modes);
  }
  if (ioctl(stream->to, TIOCGWINSZ, &size) == 0) ioctl(slave, TIOCSWINSZ, &size);
  stream->from = master;
  stream->childs = slave;
  return true;
}

static bool open_one(struct stream *stream, int to) {
  int ends[2];
  *stream = (struct stream){.from = -1, .childs = -1, .to = to, .terminal = isatty(to)};
  if (stream->terminal) {
    if (!open_terminal(stream)) return false;
  } else {
    if (pipe2(ends, O_CLOEXEC)) return false;
    stream->from = ends[0];
    stream->childs = ends[1];
  }
  fcntl(stream->from, F_SETFL, O_NONBLOCK);
  return true;
}

bool streams_open(void) {
  count = is_same_file() ? 1 : 2;
  for (int i = 0; i < count; i++) {
    if (!open_one(&streams[i], i == count - 1 ? 2 : 1)) {
      streams_close();
      return false;
    }
  }
  return true;
}

bool streams_are_open(void) { return count > 0; }

void streams_in_child(void) {
  dup2(streams[0].childs, 1);
  dup2(streams[count - 1].childs, 2);
}

void streams_in_parent(void) {
  for (int i = 0; i < count; i++) {
    close(streams[i].childs);
    streams[i].childs = -1;
  }
}

/* False if nobody reads any more. A signal ends it, unless it is the linker's to say what becomes of
 * that. */
static bool write_all(int to, const unsigned char *data, size_t size) {
  while (size > 0 && (run_is_link() || !run_interrupted())) {
    struct pollfd wait = {.fd = to, .events = POLLOUT};
    if (run_wait(&wait, 1, -1) < 0) continue;
    ssize_t done = write(to, data, size < PIPE_BUF ? size : PIPE_BUF);
    if (done < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (done <= 0) return false;
    data += done;
    size -= (size_t)done;
  }
  return true;
}

void stream_write(int to, const unsigned char *data, size_t size) {
  bool is_read = write_all(to, data, size); /* where the caller closed it, the exit code says the rest */
  if (!is_read && errno == EPIPE && !run_is_link()) run_broken_pipe(); /* as the linker would */
}

static void end(struct stream *stream) {
  close(stream->from);
  stream->from = -1;
}

static void carry(struct stream *stream) {
  unsigned char data[1 << 14];
  for (;;) {
    ssize_t size = read(stream->from, data, sizeof data);
    if (size > 0) {
      /* One byte more than is kept says that there was more. */
      bool fits = !run_is_link() || stream->told + (size_t)size <= TOLD_BYTES + 1;
      size_t told = fits ? (size_t)size : TOLD_BYTES + 1 - stream->told;
      if (told > 0 && !lost) lost = !put(stream->to == 1 ? 'o' : 'e', data, told);
      stream->told += told;
      /* The child is to see that nobody reads, as without us. Of a link that the daemon performs, it
       * prints what it has looked through. */
      if (run_is_link() && !write_all(stream->to, data, (size_t)size)) {
        unread |= errno == EPIPE;
        return end(stream);
      }
    } else if (size < 0 && (errno == EAGAIN || errno == EINTR)) {
      return;
    } else {
      return end(stream);
    }
  }
}

unsigned streams_poll(struct pollfd *into) {
  unsigned open = 0;
  for (int i = 0; i < count; i++) {
    if (streams[i].from >= 0) into[open++] = (struct pollfd){.fd = streams[i].from, .events = POLLIN};
  }
  return open;
}

bool streams_carry(void) {
  for (int i = 0; i < count; i++) {
    if (streams[i].from >= 0) carry(&streams[i]);
  }
  return !lost;
}

bool streams_are_unread(void) { return unread; }

void streams_close(void) {
  for (int i = 0; i < count; i++) {
    if (streams[i].from >= 0) end(&streams[i]);
    if (streams[i].childs >= 0) close(streams[i].childs);
    streams[i].childs = -1;
  }
  count = 0;
}
