# engines: own
# needs: clang-19
# Debian keeps each LLVM in a directory of its own; on PATH its LLD has another name.
cp "$POOL"/main.o .
case $(cat "$WORLD") in
  bare) WAY= ;;
  *) WAY=-B$B ;;
esac
link() {
  # Where messages name the linker by its path, it is the same one.
  clang-19 $WAY main.o -o p "$@" 2>&1
  echo "status ${PIPESTATUS[0]}"
  settle
}
for linker in lld bfd mold; do
  link -fuse-ld=$linker
  link -fuse-ld=$linker
  link -fuse-ld=$linker -Wl,--version
  link -fuse-ld=$linker -Wl,--no-such-option
  link -fuse-ld=$linker -lnowhere
  rm -f p
  link -fuse-ld=$linker
done
link
link -Wl,-v
PATH=/nowhere /usr/bin/clang-19 $WAY main.o -o p -fuse-ld=lld
echo "status $?"
