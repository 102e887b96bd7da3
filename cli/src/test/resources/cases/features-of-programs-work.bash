# engines: bfd lld mold own
cp "$POOL"/*.o .
run() {
  echo "== $*"
  twice $CC "$@" -o p && ./p
}
run main.o oldctor.o ctor.o priority.o
run main.o nested.o
run main.o ifunc.o
run -static main.o ifunc.o
run -static-pie main.o ifunc.o tls.o
run -no-pie main-fixed.o ifunc.o tls.o common.o common2.o
run main.o zoned.o merge.o debugz.o
run main.o lto1.o lto2.o -flto
g++ ${CC#gcc} main.o comdat.o comdat2.o throws.o -o q && ./q
g++ ${CC#gcc} -static main.o comdat.o comdat2.o throws.o -o q && ./q
cat >i.c <<'C'
int printf(const char*,...);
static int two(void){return 2;}
static void*res(void){return (void*)two;}
int f(void) __attribute__((ifunc("res")));
int (*fp)(void)=f;
int main(){printf("%d %d %d\n",f(),fp(),fp==f);return 0;}
C
gcc -fno-pie -c i.c
for o in -no-pie -static; do $CC $o i.o -o r && ./r; done
$CC main.o oldctor.o -nostartfiles -e main -o s
echo "status $?"
