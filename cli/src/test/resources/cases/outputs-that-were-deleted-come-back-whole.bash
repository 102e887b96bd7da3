# engines: bfd lld mold own
# needs: make
# As after "make clean": also what lies beside them, and never what they became since.
cp "$POOL"/main.o "$POOL"/ctor.o "$POOL"/tls.o "$POOL"/merge.o .
link() {
  $CC main.o "$1" -o p -Wl,-Map=map,--dependency-file=dep
  echo "status $?"
  cksum p map dep
  settle
}
link ctor.o
rm p
link ctor.o
rm p map dep
link ctor.o
rm map
link ctor.o
strip p # in place
link ctor.o
rm p
link ctor.o
link tls.o
rm p
link tls.o
link ctor.o # what was kept is not what the linker wrote into since
rm p
link ctor.o
cp "$POOL"/merge.o ctor.o
link ctor.o
cp "$POOL"/ctor.o ctor.o
rm p
link ctor.o
mv p away
link ctor.o
echo scribble >>away
rm p
link ctor.o
ln p second
rm p
link ctor.o
echo scribble >>second
rm p
link ctor.o
rm second away
printf 'p: main.o ctor.o\n\t@%s main.o ctor.o -o p\nclean:\n\t@rm -f p\n' "$CC" >Makefile
for i in 1 2 3; do
  make -s clean
  make -s
  ./p
  cksum p
  settle
done
rm Makefile # it names the folder of linkers
