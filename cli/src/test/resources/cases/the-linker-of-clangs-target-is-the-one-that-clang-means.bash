# engines: own
# needs: clang-19 x86_64-w64-mingw32-ld
case $(cat "$WORLD") in
  bare) WAY= ;;
  *) WAY=-B$B ;;
esac
echo 'int main(void) { return 0; }' >m.c
echo 'int nowhere(void); int main(void) { return nowhere(); }' >u.c
link() { # TARGET OPTION...
  # shellcheck disable=SC2086 # two words, or one
  clang-19 $WAY "$@" -nostdlib -Wl,-e,main,--no-insert-timestamp 2>&1
  echo "status $?"
  settle
}
for target in --target=x86_64-w64-mingw32 '-target x86_64-w64-mingw32' --target=no-such-system; do
  link $target m.c -o m.exe
  link $target m.c -o m.exe
  link $target u.c -o u.exe
  link $target m.c -o m.exe -fuse-ld=bfd
  link $target m.c -o m.exe -Wl,--version
done
ln -s "$(command -v clang-19)" x86_64-w64-mingw32-clang
./x86_64-w64-mingw32-clang $WAY -nostdlib m.c -o n.exe -Wl,-e,main,--no-insert-timestamp,-v
