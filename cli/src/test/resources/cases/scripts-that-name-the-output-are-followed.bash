# engines: bfd lld mold own
# with: roundtrip
cp "$POOL"/bare.o .
go() {
  mkdir "$1"
  cp bare.o "$1"
  cd "$1" || exit
  printf "$2" >o.ld
  shift 2
  say $L "$@"
  ls
  cd ..
}
go 1 'OUTPUT(prog.bin)\nINPUT(bare.o)\nSECTIONS{ . = 0x500000; .text : {*(.text)} }\n' -T o.ld
go 2 'OUTPUT(prog.bin)\nINPUT(bare.o)\n' o.ld
go 3 'OUTPUT(prog.bin)\nSECTIONS{ . = 0x500000; .text : {*(.text)} }\n' -T o.ld bare.o -o mine
go 4 'OUTPUT("with space")\n' -T o.ld bare.o
go 5 'OUTPUT(one)\nOUTPUT(two)\n' -T o.ld bare.o
go 6 'INCLUDE inner.ld\n' -T o.ld bare.o
echo 'OUTPUT(inner.bin)' >inner.ld
go 7 'INCLUDE ../inner.ld\n' -T o.ld bare.o
go 8 'STARTUP(bare.o)\nOUTPUT(prog.bin)\n' -T o.ld
