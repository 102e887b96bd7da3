# needs: musl-gcc
# engines: bfd lld mold own
printf 'int puts(const char*); int main(){puts("hi");return 0;}\n' >a.c
for o in '' -static '-static -no-pie' '-static-pie -fPIE'; do
  musl-gcc $o -B"$B/" a.c -o p && ./p
  musl-gcc $o -B"$B/" a.c -o p -Wl,-Map=map && ./p && grep -c musl map
  case $(cat "$WORLD") in
    bare) musl-gcc $o a.c -o q ;;
    *) TENON_ENGINE= TENON_CC=musl-gcc "$B/tenon-cc" $o a.c -o q ;;
  esac
  ./q
  readelf -l q | grep -E 'interp|STACK' -A1
  rm -f map
done
