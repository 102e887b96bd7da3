# engines: bfd lld mold own
# GNU ld and mold do not say that a map could not be written.
D=$(mktemp -d /tmp/tenon-case.XXXXXX)
trap 'umount "$D"; rm -rf "$D"' EXIT
mount -t tmpfs -o size=100k none "$D" 2>/dev/null || skip "no small disk can be mounted here"
cp "$POOL"/main.o .
link() {
  gcc -B"$B/" main.o -o p -Wl,-Map="$D/m" >/dev/null 2>&1
  echo "status $? $(cat "$D/m" 2>/dev/null | cksum)"
  settle
}
for left in 0 4; do # blocks
  dd if=/dev/zero of="$D/fill" bs=1k count=200 2>/dev/null
  truncate -s -$((left * 1024)) "$D/fill"
  link
  link
  rm "$D/fill"
  link
  rm -f p
  link
  rm -f p "$D/m"
done
