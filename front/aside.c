/* Finds the real tool behind one of our names and becomes it. */
#include "front.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

extern char **environ;

static struct stat self, launcher;

static bool is_ours(const struct stat *found) {
  return (found->st_dev == self.st_dev && found->st_ino == self.st_ino) ||
         (found->st_dev == launcher.st_dev && found->st_ino == launcher.st_ino);
}

static bool is_program(const char *path) {
  struct stat found;
  return stat(path, &found) == 0 && S_ISREG(found.st_mode) && access(path, X_OK) == 0 &&
         !is_ours(&found);
}

static char *join(const char *folder, size_t length, const char *name) {
  char *path = malloc(length + strlen(name) + 3);
  if (!path) exit(4);
  sprintf(path, "%.*s/%s", length ? (int)length : 1, length ? folder : ".", name);
  return path;
}

/* The first of that name on PATH that is not ours; of a name that ends in - the highest version. */
static char *on_path(const char *name) {
  const char *at = getenv("PATH");
  if (!at) at = "/usr/bin:/bin";
  size_t size = strlen(name);
  bool numbered = name[size - 1] == '-';
  for (;; at++) {
    const char *end = strchrnul(at, ':');
    if (!numbered) {
      char *path = join(at, (size_t)(end - at), name);
      if (is_program(path)) return path;
      free(path);
    }
    for (int version = numbered ? 99 : 0; version > 0; version--) {
      char full[64];
      snprintf(full, sizeof full, "%s%d", name, version);
      char *path = join(at, (size_t)(end - at), full);
      if (is_program(path)) return path;
      free(path);
    }
    if (!*end) return NULL;
    at = end;
  }
}

static char *first_of(const char *const *names) {
  for (; *names; names++) {
    if (strchr(*names, '/')) {
      if (is_program(*names)) return strdup(*names);
    } else {
      char *found = on_path(*names);
      if (found) return found;
    }
  }
  return NULL;
}

#define FIND(...) first_of((const char *const[]){__VA_ARGS__, NULL})

static char *real_tool(const char *name, const char *engine) {
  if (is_driver(name)) {
    bool cxx = name[7] == '+';
    const char *own = getenv(cxx ? "TENON_CXX" : "TENON_CC");
    if (own && *own) return FIND(own);
    return cxx ? FIND("c++", "g++", "clang++") : FIND("cc", "gcc", "clang");
  }
  if (strchr(engine, '/')) return FIND(engine);
  if (*engine && strcmp(engine, "tenon") != 0) name = engine;
  if (strcmp(name, "bfd") == 0 || strcmp(name, "ld.bfd") == 0) return FIND("ld.bfd", "ld");
  if (strcmp(name, "lld") == 0 || strcmp(name, "ld.lld") == 0) return FIND("ld.lld", "ld.lld-");
  if (strcmp(name, "mold") == 0 || strcmp(name, "ld.mold") == 0) return FIND("ld.mold", "mold");
  if (strcmp(name, "ld.tenon") == 0) return FIND("ld", "ld.bfd");
  return FIND(name, "ld", "ld.bfd");
}

_Noreturn static void become(const struct call *call, const char *first) {
  const char *engine = getenv("TENON_ENGINE");
  if (!engine) engine = "";
  char **argv = calloc((size_t)call->argc + 3, sizeof *argv);
  if (!argv) exit(4);
  int count = 1;
  if (first) argv[count++] = (char *)first;
  for (int i = 0; i < call->argc; i++) { /* an engine given as a word is ours and not handed on */
    if (strncmp(call->argv[i], "--engine=", 9) == 0) {
      engine = call->argv[i] + 9;
    } else {
      argv[count++] = call->argv[i];
    }
  }
  if (stat("/proc/self/exe", &self) != 0) memset(&self, 0, sizeof self);
  char *script = join(call->home, strlen(call->home), "tenon");
  if (stat(script, &launcher) != 0) memset(&launcher, 0, sizeof launcher);
  argv[0] = real_tool(call->name, engine);
  if (!argv[0]) {
    fprintf(stderr,
            "error[T0401]: no real tool behind `%s` is installed%s%s\nhelp: install one, or put its"
            " folder on PATH\n",
            call->name, *engine ? ": " : "", engine);
    exit(4);
  }
  /* A script between us and the real tool could send us here again for ever. */
  const char *times = getenv("TENON_ASIDE");
  int depth = (times ? atoi(times) : 0) + 1;
  if (depth > 8) {
    fprintf(stderr,
            "error[T0004]: %s leads back to Tenon\nhelp: put the folder of the real tool before that"
            " of %s on PATH\n",
            argv[0], argv[0]);
    exit(4);
  }
  char text[16];
  snprintf(text, sizeof text, "%d", depth);
  setenv("TENON_ASIDE", text, 1);
  execv(argv[0], argv);
  fprintf(stderr, "error[T0402]: %s: %s\n", argv[0], strerror(errno));
  exit(4);
}

void step_aside(const struct call *call, const char *reason) {
  if (reason) note(call->name, reason);
  become(call, NULL);
}

void step_aside_with(const struct call *call, const char *first) { become(call, first); }
