# engines: bfd lld mold own
cp "$POOL"/main.o .
try() { # MAKEFLAGS; descriptor 3 is read and 4 written by us alone
  mkfifo come
  (printf 'line1\nline2\n' >come) &
  exec 3<come 4>>log
  MAKEFLAGS=$1 $CC main.o -o p
  echo "status $?"
  read -r first <&3
  echo "first $first"
  exec 3<&- 4>&-
  rm come
  echo "log $(cat log)"
  wait
}
try ' -j8 --jobserver-auth=3,4'
try ' -j8 --jobserver-fds=3,4'
try ' -j8 --jobserver-auth=3,4 -- CFLAGS=-O2'
try ' -j --jobserver-auth=fifo:log'
try ' -j --jobserver-auth=fifo:come'
try ' -j --jobserver-auth=fifo:nowhere'
try ' -j8 --jobserver-auth=7,9'
try ' -j8 --jobserver-auth=-2,-2'
try ' -j8 --jobserver-auth=0,1'
