# engines: bfd lld mold own
cp "$POOL"/ctor.o "$POOL"/main.o .
say $L -r -o /dev/null ctor.o
say $L -r -o /dev/stdout ctor.o >a
cmp -s a ctor.o
echo "empty: $([ -s a ] && echo no || echo yes)"
say $L -r -o /dev/fd/6 ctor.o 6>b
say $L -r -o /proc/self/fd/6 ctor.o 6>c
say $L -r -o /proc/self/cwd/d ctor.o
$L -r -o /dev/stdout ctor.o | cat >e
$L -shared ctor.o -o f -Map=/dev/stdout | grep -c ctor
$L -shared ctor.o -o f -Map=/dev/stderr 2>&1 | grep -c ctor
settle
$L -shared ctor.o -o f -Map=/dev/stdout | grep -c ctor
$L -shared ctor.o -o g --dependency-file=/dev/stdout
$L -shared ctor.o -o g --dependency-file=/dev/fd/9 9>deps
