# engines: bfd lld mold own
D=$(mktemp -d /dev/shm/tenon-case.XXXXXX)
trap 'rm -rf "$D"' EXIT
[ "$(stat -f -c %T "$D")" = tmpfs ] || skip "/dev/shm is no tmpfs"
. "$CASES/poke.inc"
cd "$D" || exit
for i in 1 2; do
  compile m 'const char s[]="AAAA"; int puts(const char*); int main(){puts(s);return 0;}'
  twice $CC m.o -o p
  poke p AAAA CCCC
  $CC m.o -o p && ./p
  settle
  poke m.o AAAA BBBB
  $CC m.o -o p && ./p
  settle
  ar rc libm.a m.o
  twice $CC libm.a -o q
  poke libm.a BBBB DDDD
  $CC libm.a -o q && ./q
  settle
  $L -r m.o -o r.o
  settle
  poke m.o BBBB EEEE
  $L -r m.o -o r.o && strings r.o | grep -E '^(AAAA|BBBB|EEEE)$'
  echo 'VAAA { global: s; };' >v.map
  twice $L -shared m.o --version-script=v.map -o libv.so
  poke v.map VAAA VBBB
  $L -shared m.o --version-script=v.map -o libv.so && readelf -V libv.so | grep -oE 'V(AAA|BBB)' | sort -u
done
