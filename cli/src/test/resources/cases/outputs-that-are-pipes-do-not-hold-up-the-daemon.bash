# engines: bfd lld mold own
cp "$POOL"/ctor.o "$POOL"/tls.o .
for i in 1 2 3; do
  mkfifo pipe
  cat pipe >/dev/null & # what comes through depends on who is first
  $L -r -o pipe ctor.o
  echo "to a FIFO: $?"
  stat -c '%F' pipe
  kill $! 2>/dev/null
  wait 2>/dev/null
  rm -f pipe
done
mkfifo inner
$L -r -o out ctor.o tls.o
rm out
mkfifo out # where a file was
timeout 5 cat out >/dev/null &
$L -r -o out ctor.o tls.o
echo "status $?"
kill $! 2>/dev/null
wait 2>/dev/null
settle
rm -f out
twice $L -r -o out ctor.o tls.o
cksum out
