# engines: bfd lld mold own
[ "$(id -u)" = 0 ] || skip "only root can give files away"
cp "$POOL"/main.o .
shown() { stat -c '%n %u:%g %a' "$@"; }
link() {
  $CC main.o -o p
  echo "status $?"
  shown p*
  settle
}
link
link
chown 65534:65534 p
link
chmod 600 p
link
chmod 4711 p
link
chmod 444 p
link
echo >>p
chgrp 12345 p
link
umask 077
link
rm p
link
umask 022
link
mkdir g
chgrp 12345 g
chmod 2775 g
$CC main.o -o g/p
shown g/p
settle
$CC main.o -o g/p
shown g/p
settle
rm g/p
$CC main.o -o g/p
shown g/p
rm -f p p2
ln -s elsewhere p
link
link
shown elsewhere 2>&1
touch -d 2001-01-01 p
link
setfacl -m u:12345:rwx p 2>/dev/null
link
$CC main.o -o p -Wl,-Map=map,--dependency-file=dep
chmod 600 map dep
chown 65534 map dep
settle
$CC main.o -o p -Wl,-Map=map,--dependency-file=dep
shown map dep
