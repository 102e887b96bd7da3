# engines: lld mold
# Asked for by the environment and by option.
cp "$POOL"/main.o .
list() {
  for tar in *.tar; do
    [ -f "$tar" ] || continue
    echo "$tar: $(tar tf "$tar" | sort | tr '\n' ' ')"
    # GCC makes a -L of the -B that stands for Tenon, which is taken away with Tenon.
    tar xOf "$tar" --wildcards '*/response.txt' 2>/dev/null | grep -vF -e "-L$B" -e "-L ${B#/}"
    rm "$tar"
  done
}
for i in 1 2 3; do
  LLD_REPRODUCE=r.tar MOLD_REPRO=1 gcc -B"$B/" main.o -o p
  list
  settle
done
for i in 1 2 3; do
  case $ENGINE in lld) o=--reproduce=r.tar ;; *) o=--repro ;; esac
  $L -r main.o -o q $o
  list
  gcc -B"$B/" main.o -o p -Wl,$o
  list
  settle
done
MOLD_DEBUG=1 $L -r main.o -o q 2>&1 | grep -c dependency
MOLD_DEBUG=1 gcc -B"$B/" main.o -o p 2>&1 | grep -c dependency
