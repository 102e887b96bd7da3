# engines: bfd lld mold own
compile main 'int v(void); int printf(const char*,...); int main(){printf("%d\n",v());return 0;}'
compile v1 'int v(void){return 111;}'
compile v2 'int v(void){return 222;}'
for o in v1 v1 v2 v1; do
  $CC -o p main.o /proc/self/fd/7 7<$o.o && ./p
  settle
  $CC -o q main.o /dev/fd/7 7<$o.o && ./q
  settle
  $CC -o r main.o /dev/stdin <$o.o && ./r
  settle
  $L -r -o s main.o /proc/self/fd/0 <$o.o && nm -C s | wc -l && cksum <s
  settle
  cat $o.o | $L -r -o t main.o /dev/stdin
  echo "from a pipe: $?"
  $CC -o u main.o <(cat $o.o)
  echo "process substitution: $?"
  $L -shared -o v v1.o --version-script=/dev/stdin <<<"V$o { global: v; };" && readelf -V v | grep -c "V$o"
  settle
  $L -r -T /dev/fd/8 -o w v1.o 8<<<"SECTIONS { .text.$o : { *(.text) } }" && readelf -S w | grep -c "text.$o"
  settle
done
