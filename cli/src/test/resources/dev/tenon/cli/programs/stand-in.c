/* Stands where Tenon's names stand and becomes REAL, named as its caller would name that: by its path,
   or, with KEEPS, as it was found on PATH. GNU ld and LLD show their name in messages. */
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv) {
  (void)argc;
#ifdef KEEPS
  if (strchr(argv[0], '/'))
#endif
    argv[0] = REAL;
  execv(REAL, argv);
  return 127;
}
