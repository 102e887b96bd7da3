# engines: bfd lld mold own
# with: roundtrip
cp "$POOL"/*.o .
n=0
for words in '--start-group --start-group tiny.o' '--end-group tiny.o' '--start-group tiny.o' '-( tiny.o -( ctor.o -) -)' \
  '--pop-state tiny.o' '--push-state tiny.o' '--push-state --pop-state --pop-state tiny.o' '-pop-state tiny.o' \
  '--start-lib --start-lib tiny.o --end-lib' '--start-lib tiny.o' '--end-lib tiny.o' '-start-lib ctor.o -end-lib tiny.o' \
  '--start-lib --start-group ctor.o --end-group --end-lib tiny.o' '--start-group --start-lib ctor.o --end-lib --end-group tiny.o' \
  '--whole-archive --no-whole-archive --no-whole-archive tiny.o'; do
  n=$((n + 1))
  echo "== $words"
  say $L -o o$n $words
done
