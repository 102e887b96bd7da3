# engines: own
mkdir 1 2 3
cp "$POOL"/main.o .
bare=$(dirname "$WORLD")/bare
ln -s "$(readlink -f "$bare/bfd/ld.lld")" 1/ld.lld
ln -s "$(readlink -f "$bare/bfd/ld.mold")" 2/ld
ln -s "$(readlink -f "$bare/bfd/ld.bfd")" 3/ld
who() { readelf -p .comment "$1" | grep -oE 'LLD [0-9.]+|mold [0-9.]+' || echo GNU; }
for order in 1:2:3 2:3:1 3:1:2; do
  path=$(sed "s,[0-9],$PWD/&,g" <<<$order):$PATH
  PATH=$path $CC main.o -o a && who a
  PATH=$path $CC -fuse-ld=lld main.o -o b && who b
  PATH=$path $CC -fuse-ld=bfd main.o -o c && who c
  PATH=$path $CC -fuse-ld=mold main.o -o d && who d
  PATH=$path $DRIVER main.o -o e && who e
  PATH=$path $DRIVER -fuse-ld=lld main.o -o f && who f
  case $(cat "$WORLD") in
    bare) PATH=$path gcc main.o -o g ;;
    *) PATH=$path COMPILER_PATH=$B gcc main.o -o g ;;
  esac
  who g
  settle
done
# GCC looks on PATH and nowhere else.
gcc=$(command -v gcc)
case $(cat "$WORLD") in
  bare) env -u PATH "$gcc" main.o -o h ;;
  *) env -u PATH "$gcc" -B"$B" main.o -o h ;;
esac 2>/dev/null || echo "no linker"
rm -r 1 2 3
