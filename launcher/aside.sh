# Replaces the shell by the real linker or compiler with the caller's own words; sourced with $home,
# $name, $tenon_lc and the words. Returns only for verbs that have no real tool behind them.

# seek NAME...: $found becomes the first of these on PATH that is not this launcher.
# A name that ends in - stands for the highest version, as in ld.lld-19.
seek() {
  for want; do
    case $want in
      */*) found=$want && [ -x "$found" ] && return 0 ;;
    esac
    rest=$PATH:
    while [ "$rest" ]; do
      folder=${rest%%:*}
      rest=${rest#*:}
      found=${folder:-.}/$want
      case $want in
        *-)
          best=0
          for file in "$found"[0-9]*; do
            version=${file##*-}
            case $version in
              *[!0-9]*) ;;
              *) [ "$version" -le $best ] || best=$version ;;
            esac
          done
          found=$found$best
          ;;
      esac
      [ -x "$found" ] && ! [ -d "$found" ] && ! [ "$found" -ef "$home/tenon" ] && return 0
    done
  done
  return 1
}

# must_seek NAME...: the same, or the end.
must_seek() {
  seek "$@" && return 0
  echo "error[T0401]: none of these is installed: $*" >&2
  echo "help: install one, or put its folder on PATH" >&2
  exit 4
}

case $name-${1-} in
  tenon-ld) name=ld && shift ;;
  tenon-cc) name=tenon-cc && shift ;;
  tenon-c++) name=tenon-c++ && shift ;;
esac

# An engine given as a word is ours to obey and not to hand on.
engine=${TENON_ENGINE-}
case "$name $*" in
  tenon\ *) ;;
  *\ --engine=*)
    count=$#
    while [ "$count" -gt 0 ]; do
      case $1 in
        --engine=*) engine=${1#--engine=} ;;
        *) set -- "$@" "$1" ;;
      esac
      shift
      count=$((count - 1))
    done
    ;;
esac

case $name:$engine in
  tenon:*) return 0 ;;
  tenon-cc:*) if [ "${TENON_CC-}" ]; then must_seek "$TENON_CC"; else must_seek cc gcc clang; fi ;;
  tenon-c++:*) if [ "${TENON_CXX-}" ]; then must_seek "$TENON_CXX"; else must_seek c++ g++ clang++; fi ;;
  *:*/*) found=$engine ;;
  *:bfd | ld.bfd:) must_seek ld.bfd ;;
  *:gold) must_seek ld.gold gold ;;
  *:lld | ld.lld:*) must_seek ld.lld ld.lld- ;;
  *:mold | ld.mold:*) must_seek ld.mold mold ;;
  ld.tenon:*) must_seek ld ld.bfd ;;
  *) must_seek "$name" ld.bfd ;;
esac

# A script between us and the real tool could send us here again for ever.
TENON_ASIDE=$((${TENON_ASIDE-0} + 1))
if [ "$TENON_ASIDE" -gt 8 ]; then
  echo "error[T0004]: $found leads back to Tenon" >&2
  echo "help: put the folder of the real tool before that of $found on PATH" >&2
  exit 4
fi
export TENON_ASIDE
if [ "${tenon_lc+set}" ]; then LC_ALL=$tenon_lc; else unset LC_ALL; fi
exec "$found" "$@"
