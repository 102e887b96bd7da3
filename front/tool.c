/* Which program would run if Tenon were not there. The same rule holds whether the daemon is up or not:
 * the daemon is told what was found here. */
#include "front.h"
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct stat self, launcher;

/* A wrapper script that we chose may call us again: it then means the next tool, not itself. */
static bool was_chosen(const struct stat *found) {
  char text[64];
  const char *chosen = getenv(GUARD);
  if (!chosen) return false;
  snprintf(text, sizeof text, ",%llx:%llx,", (unsigned long long)found->st_dev,
           (unsigned long long)found->st_ino);
  return strstr(chosen, text) != NULL;
}

static bool is_ours(const struct stat *found) {
  return (found->st_dev == self.st_dev && found->st_ino == self.st_ino) ||
         (found->st_dev == launcher.st_dev && found->st_ino == launcher.st_ino);
}

static bool is_program(const char *path) {
  struct stat found;
  return stat(path, &found) == 0 && S_ISREG(found.st_mode) && access(path, X_OK) == 0 &&
         !is_ours(&found) && !was_chosen(&found);
}

static char *join(const char *directory, size_t length, const char *between, const char *name) {
  char *path = malloc(length + strlen(between) + strlen(name) + 1);
  if (!path) exit(4);
  sprintf(path, "%.*s%s%s", (int)length, directory, between, name);
  return path;
}

/* A program in a directory, or whose name begins with a prefix: clang's -B may be both. */
char *tool_behind(const char *prefix, const char *name) {
  struct stat found;
  bool directory = stat(prefix, &found) == 0 && S_ISDIR(found.st_mode);
  char *path = join(prefix, strlen(prefix), directory ? "/" : "", name);
  if (is_program(path)) return path;
  free(path);
  return NULL;
}

/* The first of that name in a list of directories, or of prefixes as GCC has them (which end with a
 * slash); of a name that ends with - the highest version. */
static char *in_list(const char *at, bool prefixes, const char *name) {
  size_t size = strlen(name);
  bool numbered = name[size - 1] == '-';
  for (; at; at++) {
    const char *end = strchrnul(at, ':');
    size_t length = (size_t)(end - at);
    const char *between = prefixes ? (length && end[-1] == '/' ? "" : "/") : length ? "/" : "./";
    for (int version = numbered ? 99 : 0; version >= 0; version--) {
      char full[64];
      snprintf(full, sizeof full, numbered ? "%s%d" : "%s", name, version);
      if (numbered && version == 0) break;
      char *path = join(at, length, between, full);
      if ((length || !prefixes) && is_program(path)) return path;
      free(path);
      if (!numbered) break;
    }
    if (!*end) return NULL;
    at = end;
  }
  return NULL;
}

char *tool_on_path(const char *name) {
  const char *path = getenv("PATH");
  return in_list(path ? path : "/usr/bin:/bin", false, name);
}

/* As GCC looks in COMPILER_PATH. */
char *tool_in_compiler_path(const char *name) {
  return in_list(getenv("COMPILER_PATH"), true, name);
}

static char *first_of(const char *const *names) {
  for (; *names; names++) {
    char *found = tool_on_path(*names);
    if (found) return found;
  }
  return NULL;
}

#define FIND(...) first_of((const char *const[]){__VA_ARGS__, NULL})

/* By a family's name, as the user gives it to TENON_ENGINE. */
static char *of_family(const char *family) {
  if (strcmp(family, "bfd") == 0) return FIND("ld.bfd");
  if (strcmp(family, "gold") == 0) return FIND("ld.gold", "gold");
  if (strcmp(family, "lld") == 0) return FIND("ld.lld", "ld.lld-");
  if (strcmp(family, "mold") == 0) return FIND("ld.mold", "mold");
  return tool_on_path(family);
}

static char *driver(bool cxx) {
  const char *own = getenv(cxx ? "TENON_CXX" : "TENON_CC");
  if (own && strchr(own, '/')) return is_program(own) ? strdup(own) : NULL;
  if (own && *own) return tool_on_path(own);
  return cxx ? FIND("c++", "g++", "clang++") : FIND("cc", "gcc", "clang");
}

/* As a compiler driver looks for it, where one has called us by a path: in the directories that GCC
 * hands to its linker, or where clang looks, and then on PATH. */
static char *linker(const struct call *call) {
  const char *name = strcmp(call->name, "ld.tenon") == 0 ? "ld" : call->name;
  bool by_path = strchr(call->zeroth, '/') != NULL;
  char *found = by_path && !getenv("COLLECT_GCC") ? clang_linker(name) : NULL;
  if (!found && by_path) found = tool_in_compiler_path(name);
  if (!found && by_path && !getenv("PATH")) return NULL; /* drivers look nowhere else */
  if (!found) found = tool_on_path(name);
  if (found || getenv("COLLECT_GCC")) return found; /* GCC finds none either */
  if (strcmp(name, "ld") == 0) return tool_on_path("ld.bfd");
  if (strcmp(name, "ld.lld") == 0) return tool_on_path("ld.lld-");
  return strcmp(name, "ld.mold") == 0 ? tool_on_path("mold") : NULL;
}

static bool is_family(const char *engine) {
  return *engine && strcmp(engine, "tenon") != 0 && strcmp(engine, "fast") != 0;
}

/* A wrapper may do anything, so nothing is asked of it, nothing is added and nothing is skipped. */
bool is_script(const char *path) {
  char magic[4] = "";
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  bool elf = file >= 0 && read(file, magic, 4) == 4 && memcmp(magic, "\177ELF", 4) == 0;
  if (file >= 0) close(file);
  return !elf;
}

const char *real_tool(const struct call *call) {
  if (stat("/proc/self/exe", &self) != 0) memset(&self, 0, sizeof self);
  char *script = join(call->home, strlen(call->home), "/", "tenon");
  if (stat(script, &launcher) != 0) memset(&launcher, 0, sizeof launcher);
  free(script);
  if (is_driver(call->name)) return driver(call->name[7] == '+');
  if (strchr(call->engine, '/')) {
    struct stat found;
    /* Named, so it is taken also if it is no program: to start it says why. */
    if (stat(call->engine, &found) != 0 || (!is_ours(&found) && !was_chosen(&found)))
      return call->engine;
  } else if (is_family(call->engine)) {
    return of_family(call->engine);
  }
  return linker(call);
}

/* GNU ld begins its messages with it and LLD takes its flavour from it, so it is what the caller would
 * have used: its own where it looked on PATH, else the path. */
const char *tool_name(const struct call *call) {
  bool own = !is_driver(call->name) && !strchr(call->zeroth, '/') && !is_family(call->engine) &&
             !strchr(call->engine, '/') && strcmp(call->zeroth, "ld.tenon") != 0;
  return own ? call->zeroth : call->tool;
}

void tool_guard(const struct call *call) {
  struct stat found;
  const char *before = getenv(GUARD);
  char *text = malloc((before ? strlen(before) : 0) + 64);
  if (!text || stat(call->tool, &found) != 0) return;
  sprintf(text, "%s%llx:%llx,", before ? before : ",", (unsigned long long)found.st_dev,
          (unsigned long long)found.st_ino);
  setenv(GUARD, text, 1);
  free(text);
}
