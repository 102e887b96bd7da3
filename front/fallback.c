/* The real tool takes our place, with the caller's own arguments. */
#include "front.h"
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A driver shall find us as its linker: before others that the user's environment or -B names. -B is
 * the way only where another -B would win; GCC makes a -L of it, which arguments_prepare takes away. */
static void lead_driver(const struct call *call, char **argv, int *count) {
  static char prefix[PATH_MAX + 16];
  bool own = false;
  for (int i = 0; i < call->argc; i++) own |= strncmp(call->argv[i], "-B", 2) == 0;
  if (own) {
    snprintf(prefix, sizeof prefix, "-B%s/bin/", call->home);
    argv[(*count)++] = prefix;
    return;
  }
  const char *before = getenv("COMPILER_PATH");
  char *text = malloc(strlen(call->home) + (before ? strlen(before) : 0) + 16);
  if (!text) exit(4);
  sprintf(text, "%s/bin/%s%s", call->home, before && *before ? ":" : "", before ? before : "");
  setenv("COMPILER_PATH", text, 1);
  free(text);
}

_Noreturn static void missing(const struct call *call) {
  if (getenv(GUARD)) {
    fprintf(stderr,
            "error[T0004]: %s resolves to Tenon again\nhelp: put the directory of the real tool before"
            " that of Tenon on PATH\n",
            call->name);
  } else {
    const char *engine = call->engine;
    fprintf(stderr,
            "error[T0401]: no real tool behind `%s` is installed%s%s\nhelp: install one, or put its"
            " directory on PATH\n",
            call->name, *engine ? ": " : "", engine);
  }
  exit(strchr(call->zeroth, '/') && getenv("COLLECT_GCC") ? 1 : 4);
}

void fall_back(const struct call *given, const char *reason) {
  struct call call = *given;
  if (reason) note(call.name, reason);
  if (!call.tool) call.tool = real_tool(&call);
  if (!call.tool) missing(&call);
  const char *off = getenv("TENON");
  bool is_off = off && strcmp(off, "off") == 0;
  char **argv = calloc((size_t)call.argc + 4, sizeof *argv);
  if (!argv) exit(4);
  int count = 1;
  argv[0] = (char *)tool_name(&call);
  if (is_driver(call.name)) {
    if (!is_off && driver_links(&call)) lead_driver(&call, argv, &count);
  } else {
    tool_guard(&call);
  }
  for (int i = 0; i < call.argc; i++) argv[count++] = call.argv[i];
  execv(call.tool, argv);
  if (errno == E2BIG && getenv(GUARD)) { /* it was just short enough without that */
    unsetenv(GUARD);
    execv(call.tool, argv);
  }
  if (errno == ENOEXEC) { /* a script without a first line, as execvp(3) runs it */
    char **shell = calloc((size_t)count + 2, sizeof *shell);
    if (!shell) exit(4);
    shell[0] = (char *)"sh";
    shell[1] = (char *)call.tool;
    memcpy(shell + 2, argv + 1, (size_t)count * sizeof *shell);
    execv("/bin/sh", shell);
  }
  fprintf(stderr, "error[T0402]: %s: %s\n", call.tool, strerror(errno));
  exit(4);
}
