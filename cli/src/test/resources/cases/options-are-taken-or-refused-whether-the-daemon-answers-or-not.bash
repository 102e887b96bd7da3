# engines: own bfd lld mold
cp "$POOL"/main.o "$POOL"/undefined.o .
printf 'int v(void);int main(){return v();}' >u.c
printf 'int v(void){return 0;}' >v.c
gcc -c u.c v.c
ar rcs libv.a v.o
try() {
  echo "== $*"
  $CC "$@" -o p
  echo "up $?"
  TENON_HEAD=off TENON_DAEMON=off $CC "$@" -o q
  echo "down $?"
  cmp p q
  if [ "$ENGINE" = own ]; then # off, it is the caller's own linker whatever the engine
    TENON=off $CC "$@" -o r
    echo "off $?"
    cmp q r
  fi
  rm -f p q r ./*.time-trace
}
for o in --gdb-index --icf=all --threads=2 --no-threads -z,nosuch,--fatal-warnings --start-lib --lto-O2 --cref --warn-backrefs \
  --pack-dyn-relocs=relr -z,pack-relative-relocs --no-such-option --print-gc-sections --time-trace --package-metadata=x --perf; do
  try main.o -Wl,$o
done
try -L. -lv u.o
try u.o -L. -lv
try main.o undefined.o
try main.o nowhere.o
