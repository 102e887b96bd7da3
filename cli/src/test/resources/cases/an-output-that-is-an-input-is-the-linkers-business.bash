# engines: bfd lld mold own
cp "$POOL"/ctor.o "$POOL"/tls.o .
for i in 1 2; do
  say $L -r -o ctor.o ctor.o tls.o
  cksum <ctor.o
  cp "$POOL"/ctor.o .
  say $L -r -o ./ctor.o tls.o ctor.o
  cksum <ctor.o
  cp "$POOL"/ctor.o .
  ln -f ctor.o twin.o
  say $L -r -o twin.o ctor.o tls.o
  cksum <twin.o
  rm twin.o ctor.o
  cp "$POOL"/ctor.o .
  ln -sf ctor.o alias.o
  say $L -r -o alias.o ctor.o tls.o
  cksum <ctor.o
  cp "$POOL"/ctor.o .
  rm -f alias.o
  ar rc lib.a ctor.o
  say $L -r -o lib.a lib.a tls.o --whole-archive
  cksum <tls.o
  say $L -shared -o libs.so tls.o
  say $L -shared -o libs.so ctor.o libs.so
  say $L -shared -o s.map ctor.o -Map=s.map
  say $L -shared -o script ctor.o -T script
  rm -f lib.a libs.so s.map
done
