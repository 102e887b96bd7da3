# engines: bfd lld mold own
# The daemon belongs to the same user and may more: root with all capabilities, here.
[ "$(id -u)" = 0 ] || skip "only root can give rights up"
command -v setpriv >/dev/null || skip "no setpriv"
cp "$POOL"/main.o .
chown 65534 main.o
chmod 600 main.o
link() {
  "$@" $CC main.o -o p 2>err
  echo "status $? $(ls p 2>/dev/null)"
  settle
}
link
link
link setpriv --bounding-set -all --inh-caps -all
rm -f p
link setpriv --bounding-set -all --inh-caps -all
link
chown 0:12345 main.o
chmod 040 main.o
link setpriv --bounding-set -all --inh-caps -all --groups 12345
link setpriv --bounding-set -all --inh-caps -all --clear-groups
link setpriv --bounding-set -all --inh-caps -all --clear-groups --regid 12345
link
