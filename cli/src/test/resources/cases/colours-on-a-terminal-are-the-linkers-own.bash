# engines: lld mold bfd
# streams: terminal together
cp "$POOL"/*.o .
for i in 1 2 3; do
  $L -shared -o a nested.o execstack.o ctor.o
  $L -shared -o w warns.o warned.o ctor.o --warn-common
  settle
done
$L -o b -e main main.o undefined.o duplicate.o ctor.o
$L -o c -e main main.o undefined.o --color-diagnostics=never
$L -o d -e main main.o undefined.o --color-diagnostics=always
gcc -B"$B/" main.o undefined.o -o e
gcc -B"$B/" -fdiagnostics-color=always main.o undefined.o -o f
