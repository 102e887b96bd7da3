# engines: bfd lld mold
cp "$POOL"/main.o .
ulimit -s 1024
fits() { # BYTES of arguments
  perl -e '
    my @command = @ARGV; my $left = pop @command;
    for (my $i = 0; $left > 0; $i++) {
      my $size = $left < 60000 ? $left : 60000;
      push @command, "-soname=" . "a" x $size;
      $left -= $size + 17;
    }
    exec { $command[0] } @command or exit 99' "$1" -shared -o p main.o "$2"
}
low=1000 high=300000
while [ $((high - low)) -gt 1 ]; do
  middle=$(((low + high) / 2))
  if fits /bin/true $middle; then low=$middle; else high=$middle; fi
done
# The path of the linker is another one; what it takes is measured as well.
for less in 4000 200 100 70 60 50; do
  fits "$L" $((low - less - ${#L} + 9)) >out 2>&1
  echo "$less: status $?"
done
