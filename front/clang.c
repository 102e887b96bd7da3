/* Where clang would look for its linker. It tells the linker nothing of that, so its own arguments are
 * read: without Tenon's -B or COMPILER_PATH among them, what it finds first is what would run. */
#include "front.h"
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What clang was called with, as its parts that say where it looks for a linker. */
struct clang {
  char *arguments, *end;
  char *directory; /* its own */
  char *target;    /* that the user named, or NULL */
};

static bool read_clang(struct clang *clang) {
  static char link[64], exe[PATH_MAX], arguments[1 << 17];
  snprintf(link, sizeof link, "/proc/%d/exe", (int)getppid());
  ssize_t size = readlink(link, exe, sizeof exe - 1);
  if (size <= 0) return false;
  exe[size] = 0;
  char *slash = strrchr(exe, '/');
  if (!slash || (!strstr(slash, "clang") && !strstr(slash, "flang"))) return false;
  *slash = 0;
  snprintf(link, sizeof link, "/proc/%d/cmdline", (int)getppid());
  int file = open(link, O_RDONLY | O_CLOEXEC);
  size = 0;
  for (ssize_t more = 1; file >= 0 && more > 0; size += more > 0 ? more : 0)
    more = read(file, arguments + size, sizeof arguments - 1 - (size_t)size);
  if (file >= 0) close(file);
  *clang = (struct clang){.arguments = arguments, .end = arguments + size, .directory = exe};
  return true;
}

static char *next_argument(const struct clang *clang, char *at) {
  at += strlen(at) + 1;
  return at < clang->end ? at : NULL;
}

/* aarch64-linux-gnu-clang is for aarch64-linux-gnu, -no-canonical-prefixes keeps the directory by which
 * it was called, and --target= wins. */
static void read_target(struct clang *clang) {
  static char called[PATH_MAX], target[256];
  snprintf(called, sizeof called, "%.*s", PATH_MAX - 1, clang->arguments);
  char *slash = strrchr(called, '/'), *name = slash ? slash + 1 : called, *end = strstr(name, "-clang");
  if (end) {
    snprintf(target, sizeof target, "%.*s", (int)(end - name), name);
    clang->target = target;
  }
  for (char *at = clang->arguments; at && at < clang->end; at = next_argument(clang, at)) {
    if (strcmp(at, "-no-canonical-prefixes") == 0 && slash) {
      *slash = 0;
      clang->directory = called;
    }
    if (strncmp(at, "--target=", 9) == 0) clang->target = at + 9;
    if (strcmp(at, "-target") == 0) clang->target = next_argument(clang, at);
  }
}

static char *in_clangs_prefixes(const struct clang *clang, const char *name) {
  for (char *at = clang->arguments; at && at < clang->end; at = next_argument(clang, at)) {
    if (strncmp(at, "-B", 2) != 0) continue;
    char *prefix = at[2] ? at + 2 : next_argument(clang, at);
    char *found = prefix ? tool_behind(prefix, name) : NULL;
    if (found) return found;
  }
  return tool_in_compiler_path(name);
}

/* clang tells its linker nothing of where it looks: behind its own -B, in COMPILER_PATH, and then in its
 * own directory and on PATH, there first for the linker of the target. */
char *clang_linker(const char *name) {
  struct clang clang;
  if (!read_clang(&clang)) return NULL;
  read_target(&clang);
  char *found = in_clangs_prefixes(&clang, name);
  if (!found && clang.target) {
    char of_target[512];
    snprintf(of_target, sizeof of_target, "%s-%s", clang.target, name);
    found = tool_behind(clang.directory, of_target);
    if (!found) found = tool_on_path(of_target);
  }
  return found ? found : tool_behind(clang.directory, name);
}
