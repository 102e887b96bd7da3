# engines: own
# Status and the half written output are the caller's to see, in place of an older one too.
cp "$POOL"/main.o .
printf '#!/bin/sh\nfor o; do [ "$p" = -o ] && echo half >"$o"; p=$o; done\nkill -9 $$\n' >l
chmod +x l
meant "$PWD/l"
ends "$MEANT/ld" main.o -o out
cat out
echo older >out
ends "$MEANT/ld" main.o -o out
cat out
echo older >out
ends gcc -B"$MEANT/" main.o -o out
ls
