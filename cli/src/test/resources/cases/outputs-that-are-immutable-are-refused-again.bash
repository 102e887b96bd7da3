# engines: bfd lld mold own
# needs: chattr
cp "$POOL"/main.o .
touch fixed
chattr +i fixed 2>/dev/null || skip "no file can be made immutable here"
chattr -i fixed
link() {
  "$@" 2>&1 | sed 's/mold-\w*/mold-######/;s/\.tmp[0-9a-f]\{7\}/.tmp#######/'
  echo "status ${PIPESTATUS[0]}"
  settle
}
mkdir o
trap 'chattr -i p o 2>/dev/null' EXIT
link $CC main.o -o p
link $CC main.o -o o/p -Wl,-Map=m
chattr +i p o
link $CC main.o -o p
link $CC main.o -o o/p -Wl,-Map=m
chattr -i p o
link $CC main.o -o p
chattr +i m
link $CC main.o -o o/p -Wl,-Map=m
chattr -i m
link $CC main.o -o o/p -Wl,-Map=m
rm -f .mold-* ./*.tmp* o/.mold-* o/*.tmp*
