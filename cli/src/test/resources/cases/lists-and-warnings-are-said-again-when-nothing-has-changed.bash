# engines: bfd lld mold own
# streams: apart together
cp "$POOL"/*.o .
for i in 1 2 3; do
  $L -shared ctor.o warns.o warned.o -o a -t
  $L -shared ctor.o nested.o execstack.o -o b -Map=b.map
  $L -shared ctor.o -o c -M
  $L -shared ctor.o tls.o -o d --cref
  $L -shared ctor.o zoned.o -o e --print-gc-sections --gc-sections
  $L -shared common2.o common.o -o f --warn-common
  $L -shared ctor.o -o g -y ctor_works --verbose
  $L -shared ctor.o -o h --print-memory-usage
  $L -e main main.o undefined.o -o i --noinhibit-exec
  $L -e main main.o undefined.o -o j --warn-unresolved-symbols
  $L -shared ctor.o -o k -v
  $L --version
  $L ctor.o -r -o l -V
  gcc -B"$B/" main.o warns.o warned.o -o m
  settle
done
