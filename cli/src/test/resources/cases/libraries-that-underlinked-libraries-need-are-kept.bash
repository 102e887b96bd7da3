# engines: bfd lld mold own
echo 'int deep(int); int u(void){return deep(3);}' >u.c
echo 'int deep(int x){return x+1;}' >d.c
gcc -shared -fPIC -o libd.so d.c
gcc -shared -fPIC -o libu.so u.c
gcc -shared -fPIC -o libn.so u.c -L. -ld
compile m 'int printf(const char*,...);int u(void);int main(){printf("%d\n",u());return 0;}'
go() {
  echo "== $*"
  $CC m.o -L. -Wl,-rpath,. "$@" -o p
  echo "status $?"
  [ -f p ] && ./p && readelf -d p | grep NEEDED
  rm -f p
}
go -Wl,--as-needed -lu -ld
go -Wl,--as-needed -ld -lu
go -Wl,--no-as-needed -ld -lu
go -lu
go -ln
go -Wl,--as-needed -ln -ld
go -Wl,--copy-dt-needed-entries -ln
go -Wl,--no-copy-dt-needed-entries -ln
go -Wl,--allow-shlib-undefined -lu
go -Wl,--push-state,--as-needed -lu -ld -Wl,--pop-state
