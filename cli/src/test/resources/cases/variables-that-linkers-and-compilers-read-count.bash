# engines: bfd lld mold own
cp "$POOL"/main.o "$POOL"/throws.o "$POOL"/undefined.o "$POOL"/ctor.o .
mkdir lib
cp "$POOL"/libarchive.a lib
twice $CC main.o -o a # what follows has the same words
for v in LDEMULATION=nosuch GNUTARGET=elf32-i386 LD_SYMBOLIC=1 LDFLAGS=-nosuch LD_OPTIONS=-t MOLD_JOBS=1 MOLD_DEBUG=1 \
  GCC_COMPARE_DEBUG=1 COMPILER_PATH=$PWD/nowhere GCC_EXEC_PREFIX= LIBRARY_PATH=$PWD/lib LD_LIBRARY_PATH=$PWD/lib \
  LC_ALL=C LANG=de_DE.UTF-8 TMPDIR=$PWD/lib COLLECT_GCC_OPTIONS=-x SOURCE_DATE_EPOCH=7; do
  echo "== $v"
  env "$v" $CC main.o -o a
  echo "status $?"
  settle
done
LIBRARY_PATH=$PWD/lib $CC main.o -larchive -o b && ./b
$CC main.o -larchive -o b
echo "without it: $?"
for demangle in 0 1; do
  COLLECT_NO_DEMANGLE=$demangle $CC main.o throws.o -o c
  env -u COLLECT_NO_DEMANGLE $CC main.o throws.o -o c
done
