# engines: own
# As Nix, Spack and EasyBuild put one there.
mkdir path other
cp "$POOL"/main.o "$POOL"/ctor.o .
printf '#!/bin/sh\nexec /usr/bin/ld.bfd "$@" -rpath /wrapped\n' >path/ld
printf '#!/bin/sh\nexec /usr/bin/ld.bfd "$@" -rpath /other\n' >other/ld
chmod +x path/ld other/ld
shown() { readelf -d "$1" | grep -E 'RPATH|RUNPATH'; }
export PATH=$PWD/path:$PWD/other:$PATH
twice $CC main.o -o a
shown a
twice $DRIVER main.o -o b
shown b
case $(cat "$WORLD") in
  bare) gcc main.o -o c && ld -shared ctor.o -o d ;;
  *) COMPILER_PATH=$B gcc main.o -o c && PATH=$B:$PATH ld -shared ctor.o -o d ;;
esac
shown c
shown d
sed -i s/wrapped/changed/ path/ld # it is part of what a link is made of
$CC main.o -o a
shown a
settle
mv path/ld path/gone
$CC main.o -o a
shown a
settle
PATH=$PWD/path:${PATH#*:*:} $CC main.o -o a
shown a
