/* Reaches the head, or starts it for the calls that come later. */
#include "front.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define RESTART_SECONDS 5
#define WAIT_MILLIS 20000

static int attempt(const char *path, const char **reason) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof address.sun_path) {
    *reason = "the name of the head's socket is too long";
    return -1;
  }
  strcpy(address.sun_path, path);
  int head = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (head < 0) {
    *reason = "no socket could be made";
    return -1;
  }
  if (connect(head, (struct sockaddr *)&address, sizeof address) == 0) {
    struct ucred peer;
    socklen_t size = sizeof peer;
    if (getsockopt(head, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == geteuid()) {
      return head;
    }
    *reason = "the head belongs to somebody else";
  } else {
    *reason = errno == EAGAIN ? "the head is busy" : "the head is not up";
  }
  close(head);
  return -1;
}

/* In the grandchild: nothing of the caller's stays open but the lock, which the head holds as long
 * as it lives. */
_Noreturn static void become_head(const struct call *call, const char *folder, int lock) {
  static char path[PATH_MAX + 32], home_of_user[PATH_MAX + 8], runtime[PATH_MAX + 32];
  setsid();
  int null = open("/dev/null", O_RDWR);
  if (null < 0) _exit(1);
  for (int i = 0; i < 3; i++) dup2(null, i);
  if (lock != 3) dup2(lock, 3); /* dup2 leaves close-on-exec off */
  else fcntl(3, F_SETFD, 0);
#ifdef SYS_close_range
  if (syscall(SYS_close_range, 4u, ~0u, 0u) != 0)
#endif
    for (int i = 4; i < 1024; i++) close(i);
  if (chdir("/") != 0) _exit(1);
  umask(077);
  const char *user = getenv("HOME");
  snprintf(home_of_user, sizeof home_of_user, "HOME=%s", user ? user : "/");
  snprintf(runtime, sizeof runtime, "TENON_RUNTIME=%s", folder);
  snprintf(path, sizeof path, "%s/tenon", call->home);
  const char *java = getenv("TENON_JAVA_HOME");
  static char chosen[PATH_MAX + 32];
  snprintf(chosen, sizeof chosen, "TENON_JAVA_HOME=%s", java ? java : "");
  const char *rehearsal = getenv("TENON_REHEARSAL");
  static char rehearses[32];
  snprintf(rehearses, sizeof rehearses, "TENON_REHEARSAL=%.8s", rehearsal ? rehearsal : "");
  char *argv[] = {(char *)"sh", path, (char *)"daemon", (char *)"serve", NULL};
  char *environment[] = {(char *)"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                         home_of_user, runtime, chosen, rehearses, NULL};
  execve("/bin/sh", argv, environment);
  _exit(1);
}

/* Started by whoever gets the lock; a start that failed is not repeated for a while. False if there
   is no use in waiting: nobody can start one here. */
static bool start(const struct call *call, const char *folder) {
  char path[PATH_MAX + 64];
  struct stat found;
  snprintf(path, sizeof path, "%s/%s.lock", folder, BUILD);
  int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (lock < 0) return false;
  if (fstat(lock, &found) != 0 || !S_ISREG(found.st_mode)) {
    close(lock);
    return false;
  }
  bool fresh = found.st_size == 0;
  long long age = (long long)time(NULL) - (long long)found.st_mtime;
  if (flock(lock, LOCK_EX | LOCK_NB) == 0 && (fresh || age < 0 || age > RESTART_SECONDS)) {
    if (pwrite(lock, "1", 1, 0) != 1) {
      close(lock);
      return false; /* a full disk; the head could not work either */
    }
    pid_t child = fork();
    if (child == 0) {
      if (fork() == 0) become_head(call, folder, lock);
      _exit(0);
    }
    if (child > 0) waitpid(child, NULL, 0);
  }
  close(lock);
  return true;
}

int connect_daemon(const struct call *call, enum wish wish, const char **reason) {
  const char *folder = place(reason);
  char path[PATH_MAX + 64];
  if (!folder) return -1;
  snprintf(path, sizeof path, "%s/%s.sock", folder, BUILD);
  int head = attempt(path, reason);
  if (head >= 0 || errno == EAGAIN) return head;
  bool started = start(call, folder);
  for (int i = 0; started && wish == WAIT_FOR_DAEMON && i < WAIT_MILLIS / 5; i++) {
    nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
    head = attempt(path, reason);
    if (head >= 0) return head;
    if (i % 200 == 199) started = start(call, folder);
  }
  return -1;
}
