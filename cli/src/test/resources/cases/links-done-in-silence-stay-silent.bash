# engines: bfd lld mold own
printf 'int bar; int main(void){return 0;}' >a.c
gcc -c a.c
printf '#include <math.h>\n__asm__(".symver pow, pow@GLIBC_2.29"); int main(int c,char**v){return pow(c+1,2)==4?0:1;}\n' >m.c
gcc -O0 -c m.c
echo 'int a1(void){return 1;}' >l.c
gcc -fPIC -c l.c
echo 'V1 { global: a1; missing; local: *; };' >v.map
quiet() { say gcc -B"$B/" "$@"; }
for i in 1 2; do
  quiet a.o -Wl,--defsym=foo=bar+4 -o 1
  quiet m.o -Wl,--as-needed -lm -o 2
  quiet -shared l.o -Wl,--version-script=v.map -Wl,-soname,l.so -o 3
  quiet -shared l.o -Wl,--version-script=v.map -Wl,-soname,l.so -Wl,--fatal-warnings -o 4
  quiet a.o -Wl,-z,nosuch -o 5
  quiet a.o -Wl,--no-such-option -o 6
  quiet a.o -Wl,-O9 -o 7
  quiet a.o -lm -lm -L/no/such/folder -o 8
  settle
done
