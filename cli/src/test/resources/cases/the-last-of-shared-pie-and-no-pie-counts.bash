# engines: bfd lld mold own
# with: roundtrip
cp "$POOL"/*.o .
n=0
for words in '-shared -no-pie' '-no-pie -shared' '-pie -no-pie' '-no-pie -pie' '-shared -pie' '-pie -shared' '-r -shared' \
  '-shared -r' '-r -pie' '-pie -r' '-static -pie' '-shared -static' '-pie -shared -no-pie' '-Bshareable -no-pie'; do
  n=$((n + 1))
  echo "== $words"
  say $L $words -o o$n tiny.o
  say $L tiny.o -o p$n $words
done
