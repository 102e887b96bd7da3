# engines: bfd lld mold own
cp "$POOL"/main.o .
cat >p.c <<'C'
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
extern char *program_invocation_short_name;
__attribute__((constructor)) static void f(void) {
  if (strstr(program_invocation_short_name, "ld")) fprintf(stderr, "loaded %s\n", TEXT);
}
C
gcc -shared -fPIC -DTEXT='"one"' -o one.so p.c
gcc -shared -fPIC -DTEXT='"two"' -o two.so p.c
cp one.so now.so
link() {
  LD_PRELOAD=$1 $CC main.o -o p 2>err
  echo "status $?"
  # The bare linker of the harness has a program before it, into which it is loaded too.
  grep -o "loaded .*" err | sort -u
  rm err
  settle
}
link ""
link "$PWD/now.so"
link "$PWD/now.so"
cp two.so new.so && mv new.so now.so
link "$PWD/now.so"
link ""
link "$PWD/one.so:$PWD/two.so"
