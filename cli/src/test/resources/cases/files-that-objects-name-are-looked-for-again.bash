# engines: bfd lld mold
# LLVM's list of libraries, which LLD looks for, and debug information in another file, which GNU ld
# reads for its messages: the command line says nothing of either.
cat >a.s <<'X'
 .globl _start
_start: call foo
 .section ".deplibs","MS",@llvm_dependent_libraries,1
 .asciz "foo"
X
if command -v clang-19 >/dev/null; then clang-19 -c a.s; else clang -c a.s; fi || skip "no clang"
compile f 'int foo(void){return 222;}'
mkdir first second
ar rcD second/libfoo.a f.o
ar rcD a.a a.o
link() {
  say $L "$@" -o p
  readelf -d p | grep NEEDED
  cksum p
  settle
}
for input in a.o "-u _start a.a"; do
  link $input second/libfoo.a -Lfirst -Lsecond
  link $input second/libfoo.a -Lfirst -Lsecond
  say $L -shared -soname libnew.so -o first/libfoo.so f.o
  settle
  link $input second/libfoo.a -Lfirst -Lsecond
  rm first/libfoo.so
  link $input second/libfoo.a -Lfirst -Lsecond
  rm p
done
printf 'char *gets(char *);\nint main(void) {\n  char b[9];\n  return gets(b) != 0;\n}\n' >m.c
gcc -g -O0 -c m.c
printf 'char *gets(char *p) { return p; }\n__asm__(".section .gnu.warning.gets\\n.string \\"gets is bad\\"\\n.text");\n' >l.c
gcc -c l.c
objcopy --only-keep-debug m.o m.debug
objcopy --strip-debug --add-gnu-debuglink=m.debug m.o stripped.o
link stripped.o l.o -e main
link stripped.o l.o -e main
mv m.debug away
link stripped.o l.o -e main
mv away m.debug
link stripped.o l.o -e main
rm p
link stripped.o l.o -e main
