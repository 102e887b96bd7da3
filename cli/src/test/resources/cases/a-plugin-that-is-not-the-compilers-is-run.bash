# engines: bfd own
cat >plug.c <<'C'
#include <stdlib.h>
#include <string.h>
struct tv { int tag; union { int val; const char *s; int (*addf)(const char*); int (*reg)(int(*)(void)); int (*m)(int, const char *, ...); } u; };
static int (*add)(const char*);
static int (*message)(int, const char *, ...);
static int all(void){ if (message) message(0, "adding"); const char *f = getenv("ADDED"); return add(strdup(f ? f : "v1.o")); }
int onload(struct tv*t){ int (*reg)(int(*)(void))=0; for(;t->tag;t++){ if(t->tag==6) reg=t->u.reg; if(t->tag==10) add=t->u.addf; if(t->tag==11) message=t->u.m; } return reg?reg(all):0; }
C
gcc -shared -fPIC -o plug.so plug.c
compile main 'extern int v(void) __attribute__((weak)); int printf(const char*,...); int main(){printf("%d\n",v?v():0);return 0;}'
compile v1 'int v(void){return 111;}'
compile v2 'int v(void){return 222;}'
for i in 1 2 3; do
  $CC -o p main.o -Wl,-plugin,"$PWD/plug.so" && ./p
  settle
done
ADDED=v2.o $CC -o p main.o -Wl,-plugin,"$PWD/plug.so" && ./p # nobody knows what a plugin reads
settle
compile v1 'int v(void){return 333;}'
$CC -o p main.o -Wl,-plugin,"$PWD/plug.so" && ./p
$CC -o p main.o -Wl,-plugin,"$PWD/nowhere.so"
$L -r -o q main.o -plugin ./plug.so -plugin-opt=x
# Nor is one that only bears the name of GCC's.
printf '#include <stdio.h>\nint onload(void *t) { FILE *f = fopen("said", "a"); fputs("loaded\\n", f); return fclose(f); }\n' >say.c
gcc -shared -fPIC -o liblto_plugin.so say.c
for i in 1 2 3; do
  say $L -r -o r main.o -plugin ./liblto_plugin.so
  cat said
  settle
done
