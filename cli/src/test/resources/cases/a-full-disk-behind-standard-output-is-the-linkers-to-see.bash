# engines: bfd lld mold own
[ "$(id -u)" = 0 ] || skip "only root can mount"
mkdir full
mount -t tmpfs -o size=8k tmpfs full 2>/dev/null || skip "nothing can be mounted"
cp "$POOL"/main.o .
for stream in 1 2; do
  for round in 1 2; do
    rm -f full/out p
    if [ $stream = 1 ]; then $CC main.o -o p -Wl,-M >full/out 2>err; else $CC main.o -o p -Wl,--verbose 2>full/out; fi
    echo "status $?"
    ls p 2>/dev/null
    settle
  done
done
umount full
