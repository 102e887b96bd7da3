# engines: lld
cp "$POOL"/main.o .
mkfifo in.o
ulimit -c 0
# While LLD reads from the FIFO. That can be opened for writing as soon as somebody reads.
for signal in TERM ABRT XCPU XFSZ SYS USR1 USR2 ALRM VTALRM PROF INT QUIT HUP; do
  perl -MFcntl -e '
    my ($signal, @command) = @ARGV;
    my $linker = fork // die;
    exec { $command[0] } @command or exit 99 if !$linker;
    for (1 .. 3000) {
      last if sysopen F, "in.o", O_WRONLY | O_NONBLOCK;
      select undef, undef, undef, .01;
    }
    kill $signal, $linker;
    my $gone = 0;
    for (1 .. 300) { # it ends, or says something and reads on
      last if ($gone = waitpid $linker, 1) || -s "err" || $signal eq "USR1" && $_ > 20;
      select undef, undef, undef, .01;
    }
    my $status = $?;
    close F;
    waitpid $linker, 0 and $status = $? if !$gone;
    printf "%s wait status %d\n", $signal, $status & ~128;' $signal "$L" main.o in.o -o p 2>err
  grep -c 'PLEASE submit' err
  ls
  settle
done
