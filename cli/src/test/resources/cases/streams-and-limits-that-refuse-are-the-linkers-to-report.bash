# engines: bfd lld mold own
# The link is right and left undone otherwise; what it says cannot be written.
cp "$POOL"/warn*.o .
# With a warning, so that both streams are written to.
link() { $L -shared warns.o warned.o -o p -t --print-map "$@"; }
for i in 1 2; do
  link >said 2>&1
  echo "status $?"
  settle
done
link 1</dev/null 2>err
echo "status $?"
cat err
touch readable
link 1<readable 2>err
echo "status $?"
cat err
link >of 2>of # opened twice: they write over each other
echo "status $?"
cat of
link >of 2>&1
echo "status $?"
cat of
link >of 2>>of
echo "status $?"
cat of
for limit in 0 1 4; do
  (ulimit -f $limit && ends $L -shared warns.o warned.o -o p)
  (ulimit -f $limit && ends $L -shared warns.o warned.o -o p -Map=m)
  rm -f m p core*
done
$L -shared warns.o warned.o -o p
