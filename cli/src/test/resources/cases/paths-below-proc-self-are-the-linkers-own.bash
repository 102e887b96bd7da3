# engines: bfd lld mold own
ln -s /proc/self/cwd here
ln -s /proc/self near
ln -s ../../../../../../../proc/self/cwd far
object() { printf 'int v=%s; int _start(void){return v;}\n' "$1" >p.c && gcc -O1 -c p.c -o p.o; }
for x in /proc/self/cwd/p.o /proc/thread-self/cwd/p.o here/p.o near/cwd/p.o far/p.o "-L/proc/self/cwd -l:p.o" "-Lhere -l:p.o" \
  "/proc/self/root$PWD/p.o" "-T /proc/self/cwd/s.ld p.o" "@/proc/self/cwd/w.rsp"; do
  echo "== $x"
  object 1
  echo 'SECTIONS { . = 0x400000; .text : { *(.text) } .data : { *(.data) } }' >s.ld
  echo p.o >w.rsp
  for i in 1 2 3; do
    $L -o out $x
    settle
  done
  cksum <out
  object 2
  echo 'SECTIONS { . = 0x500000; .text : { *(.text) } .data : { *(.data) } }' >s.ld
  $L -o out $x
  cksum <out
  settle
done
