# engines: bfd lld mold
# Names in archives, scripts and libraries are bytes. One that is no text leads to a file all the same.
printf 'int f(void);int _start(void){return f();}\n' >m.c
gcc -c m.c
member() { # FILE VALUE
  printf 'int f(void){return %s;}\n' "$2" >f.c
  gcc -fPIC -c f.c -o "$1"
}
d=$'d\xff' n=$'f\xff.o'
mkdir "$d"
value=1
for round in 1 2 3; do
  [ $round = 2 ] || value=$((value + 1))
  member "$n" $value
  rm -f thin.a
  ar rcT thin.a "$n"
  say $L -o a m.o thin.a
  printf 'INPUT(%s)\n' "$n" >script
  say $L -o b m.o script
  member g.o $((value + 40))
  gcc -shared -nostdlib -o "$d/libneeded.so" g.o -Wl,-soname,libneeded.so
  [ -e libuses.so ] || gcc -shared -nostdlib -o libuses.so -L"$d" -lneeded \
    -Wl,-rpath,"$PWD/$d" -Wl,--no-as-needed -x c /dev/null
  say $L -o c m.o libuses.so
  settle
done
