# engines: own
cp "$POOL"/main.o .
. "$CASES/dump.inc"
exec 5<main.o 8>side
trap '' USR1
umask 031
export ODD='a b' NAME=ü EMPTY= PWD
for help in plain told; do
  dump $help
  meant "$PWD/dump"
  env >before
  echo "-e main" >w.rsp
  for i in 1 2; do
    "$MEANT/ld" main.o @w.rsp -o out '-rpath=$ORIGIN/../x y' '' -z now 'ü' <main.o
    report direct
    (cd .. && "$MEANT/ld" -o "$OLDPWD/out" -flavor gnu --threads=3)
    report flavor
    PATH=$MEANT:$PATH ld main.o
    report path
    gcc -B"$MEANT/" main.o -o out -Wl,-rpath,/x,--no-such
    report gcc
    exec -a whatever "$MEANT/ld" -o out &
    wait
    report named
  done
done
rm -f dump w.rsp before side
