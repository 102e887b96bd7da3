# engines: bfd lld mold own
cp "$POOL"/main.o .
# Closed before the linker begins: it sees that when it prints.
for option in -Wl,-t -Wl,-M -Wl,--trace-symbol=main; do
  for round in 1 2; do
    rm -f p
    { sleep .1; $CC main.o -o p $option 2>/dev/null; echo "status $?" >status; } | (exec <&-; sleep .5)
    cat status
    settle
  done
done
# And where a pipe is ignored.
(
  trap '' PIPE
  { sleep .1; $CC main.o -o p -Wl,-t 2>/dev/null; echo "status $?" >status; } | (exec <&-; sleep .5)
  cat status
)
