# engines: bfd lld mold own
# Where it writes to decides whether time stamps tell; in a container nobody sees where that is.
. "$CASES/poke.inc"
D=$(mktemp -d /tmp/tenon-case.XXXXXX)
trap 'cd /; umount "$D"/*/all "$D/memory" 2>/dev/null; rm -rf "$D"' EXIT
mkdir -p "$D/memory" "$D/disk"
mount -t tmpfs none "$D/memory" 2>/dev/null || skip "nothing can be mounted here"
for place in memory disk; do
  at=$D/$place
  mkdir "$at/upper" "$at/work" "$at/lower"
  for how in absolute relative; do
    mkdir -p "$at/all"
    case $how in
      absolute) options=lowerdir=$at/lower,upperdir=$at/upper,workdir=$at/work ;;
      relative) options=lowerdir=lower,upperdir=upper,workdir=work ;;
    esac
    (cd "$at" && mount -t overlay none -o $options all) || skip "no overlay can be mounted here"
    (
      cd "$at/all" || exit
      compile m 'const char s[]="AAAA"; int puts(const char*); int main(){puts(s);return 0;}'
      twice $CC m.o -o p
      ./p
      poke m.o AAAA BBBB
      $CC m.o -o p && ./p
      settle
      $CC m.o -o p && ./p
      settle
      poke p BBBB CCCC
      $CC m.o -o p && ./p
      settle
      poke m.o BBBB DDDD
      $CC m.o -o p && ./p
    )
    # For a moment after a link, the daemon still reads what it made.
    for i in $(seq 10000); do ! umount "$at/all" 2>/dev/null || break; done
    rm -rf "$at"/upper/* "$at"/work/*
  done
done
