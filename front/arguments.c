/* What the caller's arguments mean, as far as the client must know. */
#include "front.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

bool is_driver(const char *name) {
  return strcmp(name, "tenon-cc") == 0 || strcmp(name, "tenon-c++") == 0;
}

static bool begins(const char *text, const char *with) {
  return strncmp(text, with, strlen(with)) == 0;
}

static bool is_among(const char *text, const char *const *list) {
  for (; *list; list++) {
    if (strcmp(text, *list) == 0) return true;
  }
  return false;
}

/* Without these a driver links. Only what it prints about itself would show us otherwise. */
static const char *const no_link[] = {"-c", "-S", "-E", "-M", "-MM", "-fsyntax-only", "-###",
                                      "--version", "--help", "-v", "-V", NULL};

bool driver_links(const struct call *call) {
  for (int i = 0; i < call->argc; i++) {
    const char *argument = call->argv[i];
    if (is_among(argument, no_link) || begins(argument, "-dump") || begins(argument, "-print-") ||
        begins(argument, "--print-") || begins(argument, "--help="))
      return false;
  }
  return true;
}

/* Whether the name begins there, behind an option at most, and is not the end of another: x/proc/. */
static bool is_start(const char *argument, const char *at) {
  char before = at > argument ? at[-1] : 0;
  bool in_name = (before >= 'a' && before <= 'z') || (before >= 'A' && before <= 'Z') ||
                 (before >= '0' && before <= '9') || before == '_' || before == '-';
  return !in_name || (argument[0] == '-' && at - argument <= 3);
}

/* Names that lead somewhere else in another process, so that the daemon would look at its own. */
bool names_depend_on_caller(const struct call *call) {
  static const char *const names[] = {"/proc/", "/dev/fd", "/dev/std", NULL};
  for (int i = 0; i < call->argc; i++) {
    for (const char *const *name = names; *name; name++) {
      const char *found = call->argv[i];
      for (; (found = strstr(found, *name)); found++) {
        if (is_start(call->argv[i], found)) return true;
      }
    }
  }
  return false;
}

/* Whether a directory is our bin, by any name. */
static bool is_own_bin(const char *path, const struct stat *bin) {
  struct stat found;
  return *path && stat(path, &found) == 0 && found.st_dev == bin->st_dev && found.st_ino == bin->st_ino;
}

/* The directory that GCC would have found in place of ours: it searches the same list. */
static char *next_in_library_path(const char *rest, const struct stat *bin) {
  for (const char *at = getenv("LIBRARY_PATH"); at; at++) {
    const char *end = strchrnul(at, ':');
    char *path = malloc((size_t)(end - at) + strlen(rest) + 1);
    if (!path) return NULL;
    sprintf(path, "%.*s", (int)(end - at), at);
    struct stat found;
    if (*path && !is_own_bin(path, bin) && stat(path, &found) == 0) return strcat(path, rest);
    free(path);
    if (!*end) return NULL;
    at = end;
  }
  return NULL;
}

/* Takes out what is not the caller's: --engine=NAME is ours, and GCC makes a -L of the directory that
 * leads it to us with -B. */
void arguments_prepare(struct call *call) {
  char **kept = calloc((size_t)call->argc + 1, sizeof *kept), path[PATH_MAX];
  struct stat bin;
  int count = 0;
  if (!kept) return;
  snprintf(path, sizeof path, "%s/bin", call->home);
  bool is_gccs = getenv("COLLECT_GCC") && !is_driver(call->name) && stat(path, &bin) == 0;
  for (int i = 0; i < call->argc; i++) {
    char *argument = call->argv[i];
    if (begins(argument, "--engine=")) {
      call->engine = argument + 9;
      continue;
    }
    bool search = is_gccs && begins(argument, "-L");
    if (search && argument[2]) {
      if (is_own_bin(argument + 2, &bin)) continue;
    } else if (search && i + 1 < call->argc && is_own_bin(call->argv[i + 1], &bin)) {
      const char *slash = strrchr(call->argv[i + 1], '/');
      char *other = next_in_library_path(slash && strcmp(slash, "/.") == 0 ? "." : "", &bin);
      i++;
      if (other) {
        kept[count++] = argument;
        kept[count++] = other;
      }
      continue;
    }
    kept[count++] = argument;
  }
  call->argv = kept;
  call->argc = count;
}

/* Well-formed by RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF. */
bool is_utf8(const char *text) {
  const unsigned char *at = (const unsigned char *)text;
  while (*at) {
    unsigned char c = *at++;
    if (c < 0x80) continue;
    int more = c >= 0xc2 && c <= 0xdf ? 1 : (c & 0xf0) == 0xe0 ? 2 : c >= 0xf0 && c <= 0xf4 ? 3 : 0;
    if (!more) return false;
    if ((c == 0xe0 && *at < 0xa0) || (c == 0xed && *at > 0x9f) || (c == 0xf0 && *at < 0x90) ||
        (c == 0xf4 && *at > 0x8f))
      return false;
    for (; more; more--) {
      if ((*at++ & 0xc0) != 0x80) return false;
    }
  }
  return true;
}
