# engines: bfd lld mold own
cp "$POOL"/*.o .
for i in 1 2; do
  say $L -e main -Map=m1 -o b1 main.o undefined.o
  say $L -e main -Map=m2 -o b2 main.o undefined.o --dependency-file=d2 --cref
  say $L -e main -Map=m3 -o b3 main.o undefined.o --noinhibit-exec
  say $L -shared -Map=m4 -o b4 ctor.o duplicate.o merge.o
  say $L -T "$POOL/overflow.ld" -Map=m5 -o b5 main.o ctor.o
  say gcc -B"$B/" main.o undefined.o -Wl,-Map=m6 -o b6
  ls
done
rm -f b* m* d2
echo older >b1
say $L -e main -o b1 main.o undefined.o
ls
