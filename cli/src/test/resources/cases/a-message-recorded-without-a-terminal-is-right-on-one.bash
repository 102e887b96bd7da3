# engines: bfd lld mold
# needs: script
cp "$POOL"/*.o .
link() { $L -shared -o a nested.o execstack.o ctor.o -rpath /x -z nosuch; }
link 2>&1 | cat
settle
link 2>&1 | cat
settle
export -f link
export L
script -qec 'bash -c link' /dev/null </dev/null
settle
script -qec 'bash -c link' /dev/null </dev/null
settle
link
