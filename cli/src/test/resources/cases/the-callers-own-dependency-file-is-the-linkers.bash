# engines: bfd lld mold own
cp "$POOL"/main.o "$POOL"/ctor.o .
for i in 1 2 3; do
  gcc -B"$B/" main.o -o p -Wl,--dependency-file=a.d && cat a.d
  $L -shared ctor.o -o q --dependency-file b.d && cat b.d
  $L -shared ctor.o -o q --dependency-file=b.d --dependency-file=c.d && cat c.d && ls
  $L -r ctor.o -o r --dependency-file=d.d && ls
  $L -shared ctor.o -o q --dependency-file=no/such/folder/e.d
  echo "status $?"
  $L -shared ctor.o -o q -dependency-file=f.d
  settle
  rm -f ./*.d
done
gcc -B"$B/" main.o -o p -Wl,--dependency-file=a.d
settle
echo touched >a.d
gcc -B"$B/" main.o -o p -Wl,--dependency-file=a.d && cat a.d
