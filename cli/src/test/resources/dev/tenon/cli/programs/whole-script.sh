# Read before one of mold's test scripts. These trace themselves, where the two sides of a pipe do so
# in an order that chance decides, and end at the first command that fails, as many do with another
# linker: a script goes on here, so that all of its links are done, and fails at its end.
exec 9>/dev/null
BASH_XTRACEFD=9
trap() {
  case "$*" in
  -*) builtin trap "$@" ;;
  *ERR) builtin trap 'ended=1; echo "failed at $LINENO: $BASH_COMMAND"' ERR ;;
  *EXIT) builtin trap 'exit ${ended:-0}' EXIT ;;
  *) builtin trap "$@" ;;
  esac
}
