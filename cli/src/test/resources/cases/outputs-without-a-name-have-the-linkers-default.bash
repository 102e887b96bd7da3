# engines: bfd lld mold own
# with: roundtrip
cp "$POOL"/*.o .
go() {
  mkdir "$1"
  (cd "$1" && shift && say "$@" && ls)
}
go 1 $L ../tiny.o
go 2 $L -r ../ctor.o
go 3 gcc -B"$B/" ../main.o
go 4 gcc -B"$B/" -shared ../ctor.o
go 5 $L -shared ../ctor.o --time-trace=t.json
go 6 $L ../tiny.o -Map=
go 7 gcc -B"$B/" ../main.o -Wl,--dependency-file=
