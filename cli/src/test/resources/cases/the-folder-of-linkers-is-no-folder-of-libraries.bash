# engines: own
cp "$POOL"/main.o "$POOL"/throws.o .
seen() { # where a driver's linker looks
  "$@" -Wl,--verbose -o a main.o -lm 2>&1 | grep -o 'attempt to open.*'
  "$@" -Wl,-t -o a main.o -lm
  "$@" -Wl,-Map=map -o a main.o -lm && grep LOAD map
  rm -f map
}
seen $CC
seen $DRIVER
g++ ${CC#gcc} main.o throws.o -Wl,-t -o b
$CC -print-search-dirs >/dev/null
case $(cat "$WORLD") in
  bare) $CC main.o -lplanted -o c ;;
  *) # A folder that looks like ours, with a library beside the linkers.
    mkdir "$TMPDIR/planted"
    cp -P "$B"/* "$TMPDIR/planted" 2>/dev/null
    cp "$POOL/libarchive.a" "$TMPDIR/planted/libplanted.a"
    $CC main.o -lplanted -o c
    rm -r "$TMPDIR/planted"
    ;;
esac
echo "a library that is nowhere: $?"
