/* The folder in which front and head meet: one per user, closed to everybody else. */
#include "front.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

const char *place(const char **reason) {
  static char folder[PATH_MAX];
  const char *own = getenv("TENON_RUNTIME"), *session = getenv("XDG_RUNTIME_DIR");
  struct stat found;
  if (own && own[0] == '/') {
    snprintf(folder, sizeof folder, "%s", own);
  } else if (session && session[0] == '/' && access(session, W_OK) == 0) {
    snprintf(folder, sizeof folder, "%s/tenon", session);
  } else {
    snprintf(folder, sizeof folder, "/tmp/tenon-%u", (unsigned)geteuid());
  }
  if (mkdir(folder, 0700) != 0 && errno != EEXIST) {
    *reason = "the folder for the head's socket cannot be made";
    return NULL;
  }
  /* Whoever could write there could pose as the head. */
  if (lstat(folder, &found) != 0 || !S_ISDIR(found.st_mode) || found.st_uid != geteuid() ||
      (found.st_mode & 077) != 0) {
    *reason = "the folder for the head's socket is not ours alone";
    return NULL;
  }
  return folder;
}

/* Why a call did not pass through the head, for `tenon doctor`: a line each, one write. */
void note(const char *name, const char *reason) {
  const char *ignored, *folder = place(&ignored);
  char path[PATH_MAX + 16], line[512];
  if (!folder) return;
  snprintf(path, sizeof path, "%s/aside.log", folder);
  int file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) return;
  struct stat found;
  if (fstat(file, &found) == 0 && found.st_size > (1 << 20) && ftruncate(file, 0) != 0) return;
  int size = snprintf(line, sizeof line, "%lld\t%d\t%s\t%s\n", (long long)time(NULL), (int)getpid(),
                      name, reason);
  if (size > 0 && (size_t)size < sizeof line && write(file, line, (size_t)size) < 0) {
    /* A full disk: there is nobody to tell. */
  }
  close(file);
}
