# engines: bfd lld mold
# Neither the name nor a format that is told hides that an archive's members are files of their own;
# what stands in a thin archive's place later counts as well.
printf 'int f(void);int _start(void){return f();}\n' >m.c
gcc -c m.c
member() { # VALUE
  printf 'int f(void){return %s;}\n' "$1" >f.c
  gcc -c f.c -o f.o
}
member 1
ar rcT built-in.o f.o
ar rcT libthin.so f.o
ar rcT thin.a f.o
ar rcT thin f.o
mkdir folder
ar rcT folder/nested.o thin.a
value=1
for round in 1 2 3; do
  [ $round = 2 ] || value=$((value + 1))
  member $value
  say $L -o a m.o built-in.o
  say $L -o b m.o libthin.so
  say $L -o c m.o thin
  say $L -o d m.o folder/nested.o
  [ "$ENGINE" = mold ] || say $L -o e m.o --whole-archive built-in.o
  [ "$ENGINE" != bfd ] || say $L -o f m.o -b elf64-x86-64 thin.a
  [ "$ENGINE" = mold ] || say $L -o g m.o --format=elf built-in.o
  say $L -o h m.o -L. -l:built-in.o
  # Libraries and scripts under an object's name lead to others.
  mkdir -p first second
  gcc -shared -nostdlib -o second/libdeep.so f.o -Wl,-soname,libdeep.so
  [ -e shared.o ] || gcc -shared -nostdlib -o shared.o -Lsecond -Wl,--no-as-needed -ldeep -x c /dev/null
  [ $round != 3 ] || cp second/libdeep.so first
  say $L -o i m.o shared.o -rpath-link first -rpath-link second
  printf 'SEARCH_DIR(%s)\n' "$PWD/first" >search.o
  say $L -o j m.o -L"$PWD/first" search.o -L"$PWD/second" -ldeep
  settle
done
