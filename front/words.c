/* What the words of a compiler driver ask for, as far as the front must know: compiles never wait for
 * the head. */
#include "front.h"
#include <string.h>

bool is_driver(const char *name) {
  return strcmp(name, "tenon-cc") == 0 || strcmp(name, "tenon-c++") == 0;
}

static bool begins(const char *word, const char *with) {
  return strncmp(word, with, strlen(with)) == 0;
}

static bool is_among(const char *word, const char *const *list) {
  for (; *list; list++) {
    if (strcmp(word, *list) == 0) return true;
  }
  return false;
}

/* Options whose value is the next word and must not be taken for an input. */
static const char *const with_value[] = {
    "-o",       "-L",        "-l",      "-I",      "-D",        "-U",       "-B",       "-T",
    "-u",       "-z",        "-e",      "-include", "-isystem", "-iquote",  "-idirafter", "-imacros",
    "-Xlinker", "-Xassembler", "-Xpreprocessor", "-Xclang", "-MF",   "-MT",      "-MQ",      "-A",
    "-aux-info", "-target",  "--param", "-arch",   "-dumpbase", "-dumpdir", "-isysroot", "-iprefix",
    "-mllvm",   "--sysroot", "-wrapper", "-specs", "-F",        "-framework", NULL};

static const char *const no_link[] = {"-c", "-S", "-E", "-M", "-MM", "-fsyntax-only", NULL};
static const char *const queries[] = {"-###", "--version", "--help", "-v", "-V", NULL};
static const char *const sources[] = {"c",   "cc",  "cp",  "cpp", "cxx", "c++", "C",  "CPP", "i", "ii",
                                      "s",   "S",   "sx",  "m",   "mm",  "M",   "f",  "F",   "f90",
                                      "F90", "for", "f95", "d",   "go",  "adb", "ads", "cppm", NULL};

enum use driver_use(const struct call *call) {
  bool any = false, source = false;
  for (int i = 0; i < call->argc; i++) {
    const char *word = call->argv[i];
    if (is_among(word, no_link)) return COMPILE;
    if (is_among(word, queries) || begins(word, "-dump") || begins(word, "-print-") ||
        begins(word, "--print-") || begins(word, "--help="))
      return QUERY;
    if (begins(word, "-x")) {
      source = true;
      if (!word[2]) i++;
    } else if (is_among(word, with_value)) {
      i++;
    } else if (strcmp(word, "-") == 0) {
      source = true;
    } else if (word[0] != '-') {
      any = true;
      const char *base = strrchr(word, '/');
      const char *suffix = strrchr(base ? base : word, '.');
      if (word[0] != '@' && suffix && is_among(suffix + 1, sources)) source = true;
    } else if (begins(word, "-l")) {
      any = true;
    }
  }
  return source ? COMPILE_AND_LINK : any ? LINK : QUERY;
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
