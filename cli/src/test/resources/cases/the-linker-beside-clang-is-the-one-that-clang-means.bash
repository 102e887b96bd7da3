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
# A directory or prefix of the caller's own, before clang's.
mkdir farm other
gcc -O1 -DREAL='"/usr/bin/ld.bfd"' "$CASES/../dev/tenon/cli/programs/stand-in.c" -o farm/ld.lld
cp farm/ld.lld other/ld
cp farm/ld.lld other/my-ld.lld
link -Bfarm -fuse-ld=lld -Wl,--version
link -B farm -fuse-ld=lld -Wl,--version
link -Bother/my- -fuse-ld=lld -Wl,--version
link -Bnowhere -Bother -Wl,--version
link -Bother -fuse-ld=lld -Wl,--version
COMPILER_PATH=$PWD/farm link -fuse-ld=lld -Wl,--version
ln -s "$(command -v clang-19)" farm/clang
farm/clang $WAY -no-canonical-prefixes -fuse-ld=lld main.o -o p -Wl,--version 2>&1
farm/clang $WAY -fuse-ld=lld main.o -o p -Wl,--version 2>&1
PATH=/nowhere /usr/bin/clang-19 $WAY main.o -o p -fuse-ld=lld
echo "status $?"
