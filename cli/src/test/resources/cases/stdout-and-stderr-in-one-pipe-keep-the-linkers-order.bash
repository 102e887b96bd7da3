# engines: bfd lld mold own
# streams: together file terminal
# Lists on stdout, warnings and errors on stderr, in one command.
cp "$POOL"/*.o .
$L -o a -e main main.o merge.o debug.o debugz.o undefined.o -t -M 2>&1
$L -o b -shared -t warns.o warned.o common2.o common.o --warn-common -L"$POOL" -larchive 
$L -o c -r -t --print-map ctor.o tls.o -y ctor_works
printf 'SECTIONS { .text : { . = 0x1ffffff; *(.text*) } }\n' >far.ld
$L -o d -T far.ld -M tiny.o undefined.o
gcc -B"$B/" main.o nested.o execstack.o -Wl,-t,--print-gc-sections,--gc-sections -o e
gcc -B"$B/" main.o undefined.o -Wl,-M,-t -v -o f
echo done
