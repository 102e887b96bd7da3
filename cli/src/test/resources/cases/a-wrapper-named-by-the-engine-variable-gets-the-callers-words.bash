# engines: bfd lld mold
cp "$POOL"/main.o "$POOL"/ctor.o .
printf '#!/bin/sh\nprintf "%%s " "${0##*/}" "$@" | sed "s/--dependency-file=.proc.self.fd.[0-9]* //" >>words; echo >>words\nexec %s "$@"\n' "$(readlink -f "$(dirname "$WORLD")/bare/$ENGINE/ld")" >wrapper
chmod +x wrapper
meant "$PWD/wrapper"
for i in 1 2; do
  say "$MEANT/ld" -shared ctor.o -o a -z now "-rpath=\$ORIGIN"
  say gcc -B"$MEANT/" -no-pie main.o ctor.o -o b && ./b
  echo "-shared ctor.o" >w.rsp
  say "$MEANT/ld" @w.rsp -o c
done
sed 's/-plugin-opt=[^ ]*//; s/[^ ]*\.res//g; s/[^ ]*meant[^ ]*//g' words | grep -v -e '^[^ ]* --\?[vh]' # Tenon may ask who it is
rm words
