# engines: own
cp "$POOL"/main.o "$POOL"/throws.o .
seen() { # where a driver's linker looks; the folder of linkers itself holds no library
  "$@" -Wl,--verbose -o a main.o -lm 2>&1 | grep -o 'attempt to open.*'
  "$@" -Wl,-t -o a main.o -lm
  "$@" -Wl,-Map=map -o a main.o -lm && grep LOAD map
  rm -f map
}
seen $CC
seen $DRIVER
g++ ${CC#gcc} main.o throws.o -Wl,-t -o b
ls "$B" | grep -E '\.(a|so|o|la|ld|specs)$|^lib|^include|^crt'
for name in libplanted.a libplanted.so planted; do $CC main.o -l$name -o c; done
echo done
