# engines: bfd lld mold own
mkdir first second
compile m 'int printf(const char*,...); int v(void); int main(){printf("%d\n",v());return 0;}'
for n in 1 2 3; do compile v$n "int v(void){return $n;}"; done
lib() { rm -f "$1"; ar rcD "$1" "$2"; }
go() {
  $CC m.o -Lfirst -Lsecond -lv -o p
  echo "status $?"
  [ -f p ] && ./p
  settle
}
lib second/libv.a v1.o
go
go
lib first/libv.a v2.o
go
gcc -shared -fPIC v3.c -o first/libv.so -Wl,-rpath,. -Wl,-soname,"$PWD/first/libv.so"
go
rm first/libv.so
go
mv first gone
go
ln -s gone first
go
echo 'INPUT(../second/libv.a)' >second/script
rm gone/libv.a
cp second/script gone/libv.so
go
rm -r first
go
rm second/libv.a
go
lib second/libv.a v3.o
go
mkdir first
ar rcTD first/libv.a v2.o # thin: what it names lies elsewhere
go
go
compile v2 'int v(void){return 22;}'
go
rm v2.o
go
