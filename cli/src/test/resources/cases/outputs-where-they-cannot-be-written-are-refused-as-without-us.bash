# engines: bfd lld mold own
# needs: setpriv
[ "$(id -u)" = 0 ] || skip "only root can become somebody else"
umask 022
cp "$POOL"/main.o .
chmod 755 . "$TMPDIR"
up=$PWD
while [ "$up" != / ]; do chmod o+x "$up"; up=$(dirname "$up"); done
other=$(mktemp -d /tmp/tenon-other.XXXXXX)
mkdir "$other/run" "$other/state"
chmod 700 "$other/run"
chown -R 65534 "$other"
as() {
  setpriv --reuid=65534 --regid=65534 --clear-groups env TENON_RUNTIME="$other/run" TENON_STATE="$other/state" \
    HOME="$other" TMPDIR="$other" "$@"
}
trap 'case $(cat "$WORLD") in tenon) as "$B/tenon" daemon stop >/dev/null 2>&1 ;; esac; rm -rf "$other"' EXIT
mkdir -m 1777 sticky
mkdir -m 755 closed
mkdir -m 777 open
for d in sticky closed open; do
  cp main.o $d
  echo older >$d/mine
  echo older >$d/shared
  echo older >$d/shut
  chmod 644 $d/mine
  chmod 666 $d/shared
  chmod 000 $d/shut
  for name in mine shared shut fresh; do
    (
      cd $d || exit
      as $CC main.o -o $name
      echo "$d/$name: $?"
      stat -c '%n %u %a' $name
      as $CC main.o -o $name
      echo "again: $?"
    )
  done
  ls -A $d
done
