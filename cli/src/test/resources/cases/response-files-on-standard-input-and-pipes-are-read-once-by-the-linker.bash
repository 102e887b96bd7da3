# engines: bfd lld mold own
cp "$POOL"/*.o .
echo 'ctor.o' >list
for i in 1 2; do
  say $L -r -o a main.o @/dev/stdin <list
  nm a
  $DRIVER -o b main.o @/dev/stdin <list && ./b
  gcc -B"$B/" -o c main.o @/dev/stdin <list && ./c
  say $L -r -o d main.o @/dev/fd/5 5<list
  nm d
  cat list | say $L -r -o e main.o @/dev/stdin
  nm e
  say $L -r -o f main.o @<(cat list)
  nm f
  $CC -o g main.o @<(cat list) && ./g
  settle
  echo 'tls.o' >list # the same words, another content
done
