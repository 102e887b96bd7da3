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

/* Whether nobody but the user and root can put another folder in the place of one of this path:
   every folder above the last belongs to one of the two, and where others may write the sticky bit
   keeps them from renaming. As dev.tenon.state.StateFolder judges. */
static bool is_guarded(const char *path) {
  char above[PATH_MAX];
  struct stat top, found;
  if (stat("/", &top) != 0) return false; /* root's files, also seen from a user namespace */
  for (const char *end = strchr(path + 1, '/'); end; end = strchr(end + 1, '/')) {
    size_t size = (size_t)(end - path);
    if (size >= sizeof above) return false;
    memcpy(above, path, size);
    above[size] = 0;
    if (lstat(above, &found) != 0) return errno == ENOENT; /* then nothing can be made either */
    if (found.st_uid != geteuid() && found.st_uid != 0 && found.st_uid != top.st_uid) return false;
    /* A group of the user's own name and number is the user alone, as Debian makes them. */
    bool own_group = found.st_gid == geteuid() || found.st_gid == 0;
    mode_t write = own_group ? S_IWOTH : S_IWOTH | S_IWGRP;
    bool others_write = (found.st_mode & write) && !(found.st_mode & S_ISVTX);
    if (!S_ISLNK(found.st_mode) && others_write) return false;
  }
  return true;
}

/* The same for what links on the way lead to. */
static bool is_guarded_behind_links(const char *path) {
  char parent[PATH_MAX], real[PATH_MAX + 2];
  const char *end = strrchr(path, '/');
  if (end == path) return true;
  snprintf(parent, sizeof parent, "%.*s", (int)(end - path), path);
  if (!realpath(parent, real)) return errno == ENOENT;
  strcat(real, "/");
  return is_guarded(real);
}

/* XDG_RUNTIME_DIR stays set for who becomes root: then it is somebody else's. */
static bool is_own_folder(const char *path) {
  struct stat found;
  return stat(path, &found) == 0 && S_ISDIR(found.st_mode) && found.st_uid == geteuid() &&
         access(path, W_OK) == 0;
}

const char *place(const char **reason) {
  static char folder[PATH_MAX];
  const char *own = getenv("TENON_RUNTIME"), *session = getenv("XDG_RUNTIME_DIR");
  struct stat found;
  if (own && own[0] == '/') {
    snprintf(folder, sizeof folder, "%s", own);
  } else if (session && session[0] == '/' && is_own_folder(session)) {
    snprintf(folder, sizeof folder, "%s/tenon", session);
  } else {
    snprintf(folder, sizeof folder, "/tmp/tenon-%u", (unsigned)geteuid());
  }
  /* Whoever could write there could pose as the head. */
  if (!is_guarded(folder) || !is_guarded_behind_links(folder)) {
    *reason = "the folder for the head's socket lies in a folder of another user";
    return NULL;
  }
  if (mkdir(folder, 0700) != 0 && errno != EEXIST) {
    *reason = "the folder for the head's socket cannot be made";
    return NULL;
  }
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
  int file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
  if (file < 0) return;
  struct stat found;
  if (fstat(file, &found) != 0 || !S_ISREG(found.st_mode) ||
      (found.st_size > (1 << 20) && ftruncate(file, 0) != 0)) {
    close(file);
    return;
  }
  int size = snprintf(line, sizeof line, "%lld\t%d\t%s\t%s\n", (long long)time(NULL), (int)getpid(),
                      name, reason);
  if (size > 0 && (size_t)size < sizeof line && write(file, line, (size_t)size) < 0) {
    /* A full disk: there is nobody to tell. */
  }
  close(file);
}
