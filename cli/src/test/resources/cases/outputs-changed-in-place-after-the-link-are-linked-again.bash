# engines: bfd lld mold own
cp "$POOL"/main.o "$POOL"/debug.o "$POOL"/ctor.o .
. "$CASES/poke.inc"
change() {
  echo "== $*"
  $CC main.o debug.o -o p
  "$@"
  cksum <p
  $CC main.o debug.o -o p # in the same moment
  cksum <p
  settle
  "$@"
  $CC main.o debug.o -o p
  cksum <p
  settle
}
change strip p
change strip -g p
change objcopy --remove-section=.comment p
change objcopy --add-section=.x=debug.o p
change poke p origin ORIGIN
change truncate -s 100 p
change truncate -s +1 p
change dd if=/dev/zero of=p bs=1 count=1 seek=900 conv=notrunc status=none
change cp main.o p
change mv debug.o p
cp "$POOL"/debug.o .
change ln -sf main.o p
rm -f p
change touch -d '2001-01-01' p
change chmod 600 p
