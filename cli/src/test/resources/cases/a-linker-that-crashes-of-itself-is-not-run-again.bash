# engines: own
cp "$POOL"/main.o .
ulimit -c 0
cat >crash.c <<'C'
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
int main(int argc, char **argv) {
  if (argc == 2 && argv[1][0] == '-') return puts("GNU ld 2.40"), 0;
  FILE *count = fopen("count", "a");
  fputs("run\n", count);
  fclose(count);
  FILE *half = fopen("out", "w");
  fputs("half of an output", half);
  fclose(half);
  abort();
}
C
gcc crash.c -o crash
meant "$PWD/crash"
ends "$MEANT/ld" -o out main.o
cat count out
say gcc -B"$MEANT/" main.o -o out
cat count out
