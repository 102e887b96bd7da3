# engines: bfd lld mold own
cp "$POOL"/main.o .
shown() { readelf -d "$1" | grep -E 'RPATH|RUNPATH'; }
export LD_RUN_PATH=/opt/x/lib
gcc -B"$B/" main.o -o a
shown a
$L -e main -dynamic-linker /lib64/ld-linux-x86-64.so.2 main.o -o b -L/usr/lib/x86_64-linux-gnu -lc
shown b
twice $CC main.o -o c
shown c
LD_RUN_PATH=/other $CC main.o -o c # only the variable has changed
shown c
LD_RUN_PATH= $CC main.o -o c
shown c
$CC main.o -o c -Wl,-rpath,/mine
shown c
$DRIVER main.o -o d
shown d
unset LD_RUN_PATH
$DRIVER main.o -o d
shown d
