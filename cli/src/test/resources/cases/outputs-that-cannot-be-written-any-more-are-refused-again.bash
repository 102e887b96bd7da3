# engines: bfd lld mold own
# needs: setpriv
# What lies there is right; a linker would still fail to write it.
[ "$(id -u)" = 0 ] || skip "only root can become somebody else"
other=$(mktemp -d /tmp/tenon-other.XXXXXX)
mkdir "$other/run" "$other/state" "$other/work"
chmod 700 "$other/run"
chown -R 65534 "$other"
chmod 755 "$other" . "$TMPDIR"
up=$PWD
while [ "$up" != / ]; do chmod o+x "$up"; up=$(dirname "$up"); done
as() {
  setpriv --reuid=65534 --regid=65534 --clear-groups env TENON_RUNTIME="$other/run" TENON_STATE="$other/state" \
    HOME="$other" TMPDIR="$other" "$@"
}
settle_as() { # what was put off is written down before a report
  case $(cat "$WORLD") in tenon) as "$B/tenon" log >/dev/null ;; esac
}
trap 'case $(cat "$WORLD") in tenon) as "$B/tenon" daemon stop >/dev/null 2>&1 ;; esac; rm -rf "$other"' EXIT
cp "$POOL"/main.o "$other/work"
cd "$other/work" || exit
link() {
  as "$@" 2>&1 | sed 's/mold-\w*/mold-######/;s/\.tmp[0-9a-f]\{7\}/.tmp#######/'
  echo "status ${PIPESTATUS[0]}"
  settle_as
}
mkdir o
chown 65534 o
link $CC main.o -o o/p -Wl,-Map=o/m
chmod 555 o
link $CC main.o -o o/p -Wl,-Map=o/m
chmod 755 o
rm o/p
chmod 555 o
link $CC main.o -o o/p -Wl,-Map=o/m
chmod 755 o
link $CC main.o -o o/p -Wl,-Map=o/m
chmod 444 o/m
link $CC main.o -o o/p -Wl,-Map=o/m
umask 222
link $CC main.o -o p -Wl,-Map=m
link $CC main.o -o p -Wl,-Map=m
