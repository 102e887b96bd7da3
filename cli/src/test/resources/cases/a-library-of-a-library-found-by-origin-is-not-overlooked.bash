# engines: bfd own lld mold
mkdir -p lib/x86_64-linux-gnu out # $LIB is lib/x86_64-linux-gnu here
echo 'int printf(const char*,...); int b(void); int hook(void){return 5;} int main(){printf("%d\n",b());return 0;}' >m.c
echo 'int c(void){return 1;}' >c1.c
echo 'int hook(void); int c(void){return hook();}' >c2.c
echo 'int c(void); int b(void){return c();}' >b.c
gcc -c m.c
n=0
for path in '$ORIGIN/../lib' '${ORIGIN}/../$LIB/..' "$PWD/lib"; do
  for option in -rpath -rpath-link; do
    n=$((n + 1))
    echo "== $option $path"
    gcc -shared -fPIC -o lib/libc1.so c1.c -Wl,-soname,libc1.so
    gcc -shared -fPIC -o lib/libb1.so b.c -Llib -lc1 -Wl,-soname,libb1.so '-Wl,-rpath,$ORIGIN'
    words=(m.o lib/libb1.so "-Wl,$option,$path" -o out/p$n)
    $CC "${words[@]}"
    settle
    $CC "${words[@]}"
    settle
    gcc -shared -fPIC -o lib/libc1.so c2.c -Wl,-soname,libc1.so
    $CC "${words[@]}"
    echo "status $?"
    LD_LIBRARY_PATH=lib out/p$n
    settle
    rm lib/libc1.so # and now it is missing
    $CC "${words[@]}"
    echo "status $?"
    settle
  done
done
