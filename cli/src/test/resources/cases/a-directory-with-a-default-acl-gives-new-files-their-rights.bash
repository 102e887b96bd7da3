# engines: bfd lld mold own
command -v setfacl >/dev/null || skip "no setfacl"
mkdir d
setfacl -d -m u::rwx d 2>/dev/null || skip "no ACLs here"
setfacl -b d
cp "$POOL"/main.o .
link() {
  $CC main.o -o "${1-d/p}"
  stat -c '%n %A' d/p
  getfacl -c d/p
  settle
}
link
link
setfacl -d -m u::rwx,g::r,o::-,u:65534:rwx d
link
rm d/p
link
cd d
main=../main.o
$CC "$main" -o p
stat -c %A p
getfacl -c p
cd ..
setfacl -b d
link
setfacl -m u:65534:rwx d/p
link
