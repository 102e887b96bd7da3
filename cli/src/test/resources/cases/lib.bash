# Read before each case, in an empty working folder. A case says nothing about what is right: it is
# run with the bare linkers and through Tenon, and what it prints, leaves and ends with must be equal.
# A comment "# needs: PROGRAM..." skips it where one is missing; "# engines:", "# streams:" and
# "# with:" say how it is run. From the harness:
#   B       folder of linkers: the bare ones or Tenon's names, under one path
#   ENGINE  the linker that is meant (bfd, lld, mold), or own: what compilers find; TENON_ENGINE is set
#   POOL    compiled objects
#   WORLD   a file that says bare or tenon
L=$B/ld
case $(cat "$WORLD") in
  bare)
    # With ENGINE=own no linker is named: what would run without Tenon.
    DRIVER="gcc -B$B/"
    [ "$ENGINE" != own ] || DRIVER=gcc
    CC=$DRIVER
    settle() { :; }
    ;;
  *)
    CC="gcc -B$B/" DRIVER=$B/tenon-cc
    # Until what was put off is written down, so that the next link may be left undone.
    settle() {
      perl -MIO::Socket::UNIX -e '$s = IO::Socket::UNIX->new($ARGV[0]) and <$s> or die' "$(dirname "$WORLD")/settler"
    }
    ;;
esac

skip() { # why; the harness shows it
  echo "$*"
  exit 77
}

say() { # how a command ends
  "$@"
  echo "status $?"
}

# meant PROGRAM: the program stands where a linker stands; prints the folder to name. Both worlds name the same one.
meant() {
  mkdir -p "$TMPDIR/meant"
  case $(cat "$WORLD") in
    bare) gcc -DREAL="\"$1\"" "$CASES/../dev/tenon/cli/programs/stand-in.c" -o "$TMPDIR/meant/ld" ;;
    *) ln -sfn "$B/ld" "$TMPDIR/meant/ld" ;;
  esac
  export TENON_ENGINE=$1
  MEANT=$TMPDIR/meant
}

ends() { # the same as wait(2) tells it; a shell would print process ids
  perl -e 'system { $ARGV[0] } @ARGV; printf "wait status %d\n", $?' "$@"
}

compile() { # NAME TEXT: a C source and its object
  printf '%s\n' "$2" >"$1.c"
  gcc -O1 -fPIC -c "$1.c" -o "$1.o"
}

twice() { # a link that is right, and the same again, left undone perhaps
  "$@"
  settle
  "$@"
  settle
}
