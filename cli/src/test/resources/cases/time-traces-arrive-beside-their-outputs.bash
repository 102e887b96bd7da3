# engines: lld
cp "$POOL"/main.o .
for i in 1 2 3; do
  gcc -B"$B/" main.o -o x -Wl,--time-trace
  ls
  gcc -B"$B/" main.o -o x -Wl,--time-trace=named.json,--time-trace-granularity=0
  ls
  rm ./*.time-trace named.json
  settle
done
(mkdir d && cd d && gcc -B"$B/" ../main.o -Wl,--time-trace && ls && rm a.out.time-trace)
