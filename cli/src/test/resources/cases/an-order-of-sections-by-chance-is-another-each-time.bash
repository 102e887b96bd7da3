# engines: lld mold
for i in $(seq 60); do echo "int f$i(void) { return $i; }"; done >f.c
gcc -c -ffunction-sections -fPIC f.c
# Whether three links in a row make the same.
same() {
  rm -f f.so
  local seen=
  for i in 1 2 3; do
    $L -shared -o f.so f.o "$@" || echo "status $?"
    seen="$seen$(cksum <f.so)
"
    settle
  done
  echo "$*: $(printf '%s' "$seen" | sort -u | wc -l) of 3"
}
case $ENGINE in
  lld) for seed in 0 0x0 00 1 7 -1; do same "--shuffle-sections=*=$seed"; done ;;
  mold)
    same --shuffle-sections
    for seed in 0 1 7; do same --shuffle-sections=$seed; done
    same --shuffle-sections --shuffle-sections=3
    same --shuffle-sections=3 --shuffle-sections
    same --reverse-sections
    ;;
esac
rm -f f.so
same --build-id=uuid
rm -f f.so
