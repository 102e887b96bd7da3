# First use: finds a JDK, builds the jars, trains the start-up cache, and leaves what it found in
# cli/target/settled.sh. Sourced with $home and the words; sets $java, $cache and $classpath.
# A failure says why; links then go to the real linker, other verbs end.

target=$home/cli/target
work=$home/.tenon

. "$home/launcher/jdk.sh"

# give_up CODE MESSAGE HELP WORD...
give_up() {
  printf 'error[%s]: %s\nhelp: %s\n' "$1" "$2" "$3" >&2
  shift 3
  . "$home/launcher/aside.sh"
  exit 4
}

find_classpath() {
  classpath=$target/tenon-cli.jar
  for jar in "$target"/lib/*.jar; do classpath=$classpath:$jar; done
}

is_settled() {
  [ -f "$settled" ] && ! [ "$target/tenon-cli.jar" -nt "$settled" ] &&
    ! [ "$target/lib/tenon-core.jar" -nt "$settled" ]
}

build() {
  ! [ -t 2 ] || echo "tenon: first use, building; this takes about half a minute" >&2
  JAVA_HOME=$jdk LC_ALL=C.UTF-8 mvn -B -q -Dmaven.test.skip=true -f "$home/pom.xml" -pl cli -am package \
    >"$work/build.log" 2>&1 </dev/null 8>&-
}

# for_compiler: $found becomes a C compiler.
for_compiler() {
  set --
  name=tenon
  . "$home/launcher/aside.sh" # for seek
  seek cc gcc clang
}

# bin/ gets the names that compilers look for: all are the front, or this launcher where nothing
# compiles it. Its build's name keeps fronts and heads of different programs apart.
install_front() (
  build=$({ echo "$home" && cat "$home"/front/*.[ch] "$home"/front/digest/* "$target"/*.jar "$target"/lib/*.jar; } | cksum)
  build=${build%% *}
  mkdir -p "$home/bin" || exit
  link=../tenon
  if for_compiler; then
    compile() { # COMPILER...: one is what callers wait for, the other helps the head
      "$@" -std=c11 -O2 -DBUILD="\"$build\"" "$home"/front/*.c -o "$work/front" &&
        "$@" -std=c11 -O2 "$home"/front/sha256.c "$home"/front/digest/*.c -o "$work/digest"
    }
    # What starts fastest first: glibc begins with questions to the processor, which take a virtual
    # machine longer than all the rest.
    if compile musl-gcc -static || compile "$found" -static || compile "$found"; then
      mv -f "$work/front" "$home/bin/front" && mv -f "$work/digest" "$home/bin/digest"
      link=front
    fi
  fi 2>"$work/front.log" >&2
  for name in ld ld.bfd ld.lld ld.mold ld.tenon tenon-cc tenon-c++ tenon; do
    ln -sf "$link" "$home/bin/$name"
  done
  echo "$build"
) 8>&-

# The training runs are real links, so that the caches hold what every link needs: first one by the
# launcher, which the compiler calls as its linker and which sees in TENON_SETTLING where its cache
# shall be written; then those that a head rehearses, and some by callers.
train() (
  rm -rf "$work/training" "$target"/*.aot*
  mkdir -p "$work/training/bin" && cd "$work/training" || exit
  TENON_STATE=$PWD/state TENON_ENGINE= TENON_DAEMON=wait TENON_RUNTIME=$PWD/head
  export TENON_STATE TENON_ENGINE TENON_DAEMON TENON_RUNTIME
  unset TENON TENON_INSIDE
  ln -s "$home/tenon" bin/ld
  echo 'int main(void) { return 0; }' >a.c
  for_compiler "$@" && "$found" -c a.c || exit
  TENON_SETTLING=$target/tenon.aot "$found" -B"$PWD/bin" a.o -o a
  [ -x "$home/bin/front" ] || exit 0
  mkdir -m 700 head
  (
    name=tenon TENON_SETTLING=$target/head.aot cache_to_write=$target/head.aot
    set -- daemon serve --idle=60
    . "$home/launcher/start.sh"
  ) &
  tell() (name=tenon TENON_SETTLING=- cache_to_write='' && set -- daemon "$1" && . "$home/launcher/start.sh")
  for turn in $(seq 10); do
    touch a.o && "$found" -B"$home/bin" a.o -o a && "$home/bin/tenon-cc" a.o -o b
  done
  for turn in $(seq 200); do
    ! tell status | grep -q '^ready since' || break
  done
  tell stop
  wait
) >"$work/training.log" 2>&1 </dev/null 8>&-

settle() {
  [ -f "$target/tenon-cli.jar" ] || build || return 1
  find_classpath
  build=$(install_front)
  cache=
  train
  rm -rf "$work/training"
  {
    printf '%s\n' "build=$build" "java='$java'"
    for cache in tenon head; do
      place=
      [ -s "$target/$cache.aot" ] && place=\$home/cli/target/$cache.aot
      echo "cache_of_$cache=$place"
    done
    printf '%s' 'classpath=$home/cli/target/tenon-cli.jar'
    for jar in "$target"/lib/*.jar; do printf '%s' ":\$home/cli/target/lib/${jar##*/}"; done
    echo
  } >"$settled.new" && mv -f "$settled.new" "$settled" && . "$settled"
}

find_jdk || give_up T0001 "no JDK 25 was found" \
  "install one, or set TENON_JAVA_HOME to the folder of one" "$@"
java=$jdk/bin/java
cache=

if [ -f "$target/tenon-cli.jar" ] && { [ "${TENON_SETTLING-}" ] || ! [ -w "$target" ]; }; then
  find_classpath # called by the training link, or in a checkout that is not ours to write
  cache_to_write=${TENON_SETTLING-}
else
  [ -f "$target/tenon-cli.jar" ] || command -v mvn >/dev/null ||
    give_up T0002 "Tenon is not built yet and Maven was not found" "install Maven" "$@"
  mkdir -p "$work" && true >>"$work/lock" || give_up T0003 "Tenon is not built yet" \
    "let somebody who may write to $home run it once" "$@"
  exec 8>>"$work/lock"
  flock 8 # parallel first uses wait here for the first of them
  if is_settled; then
    . "$settled"
  elif ! settle; then
    grep ERROR "$work/build.log" | head -n 8 >&2
    give_up T0003 "Tenon could not be built" "all that Maven said is in $work/build.log" "$@"
  fi
  exec 8>&-
fi
