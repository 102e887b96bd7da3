# engines: own
# streams: apart together
cp "$POOL"/main.o .
ulimit -c 0
for signal in SEGV KILL TERM ABRT BUS HUP INT PIPE; do
  # A shell waits for the signal of its child in the foreground, so nothing else may come to it.
  printf '#!/bin/sh\necho said; echo told >&2; kill -%s $$\nexec sleep 9\n' $signal >l
  chmod +x l
  meant "$PWD/l"
  ends "$MEANT/ld" -o b main.o
  gcc -B"$MEANT/" main.o -o c
  echo "gcc: $?"
  ls
done
