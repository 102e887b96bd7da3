# engines: mold bfd lld
# mold writes into the file that is there, where somebody else may have it by another name.
cp "$POOL"/main.o "$POOL"/ctor.o "$POOL"/tls.o .
for i in 1 2 3; do
  for o in ctor.o tls.o; do
    $CC main.o $o -o p
    cksum <p
    settle
    ln -f p kept-$o
    rm p
    $CC main.o $o -o p
    cksum <p
    settle
  done
  cksum kept-*
done
stat -c '%n %h' p kept-*
