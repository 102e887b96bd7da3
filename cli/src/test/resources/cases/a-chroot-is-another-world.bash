# engines: own
# needs: chroot mount
[ "$(id -u)" = 0 ] || skip "only root can change its root"
jail=$(mktemp -d /tmp/tenon-jail.XXXXXX)
place=/srv/tenon-case
[ ! -e $place ] || skip "$place exists"
undo() { # the last mounted first
  for m in $mounts; do umount "$m"; done
  rm -rf $place
  rmdir "$jail"/{usr,bin,lib,lib64,etc,dev,proc,root,home,tmp,work} 2>/dev/null
  rm -rf --one-file-system "$jail"
}
mounts=
trap undo EXIT
for d in usr bin lib lib64 etc dev proc root home tmp work; do
  [ -e /$d ] || continue
  if [ -L /$d ]; then
    cp -a /$d "$jail/$d"
  else
    mkdir "$jail/$d"
    mount --bind /$d "$jail/$d" || skip "no mount"
    mounts="$jail/$d $mounts"
  fi
done
mkdir -p $place "$jail$place"
for r in host:$place jail:"$jail$place"; do
  (cd "${r#*:}" && compile m "int puts(const char*); int main(){puts(\"${r%%:*}\");return 0;}")
done
cd $place
for i in 1 2; do
  $CC m.o -o p && ./p
  settle
  chroot "$jail" /bin/sh -c "cd $place && PATH=$PATH $CC m.o -o p && ./p"
  settle
  ./p
done
cd /
