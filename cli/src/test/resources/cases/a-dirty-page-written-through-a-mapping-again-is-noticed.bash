# engines: bfd lld mold own
. "$CASES/poke.inc"
for i in 1 2 3; do
  compile m 'const char s[]="AAAA"; int puts(const char*); int main(){puts(s);return 0;}'
  poke m.o AAAA BBBB # the page is dirty from here on: later writes need not change the time
  $CC m.o -o p && ./p
  settle
  poke m.o BBBB CCCC
  $CC m.o -o p && ./p
  settle
  poke p CCCC DDDD
  $CC m.o -o p && ./p
  poke p CCCC EEEE
  $CC m.o -o p && ./p
  settle
done
