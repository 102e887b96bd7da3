# find_jdk: $jdk becomes the folder of a JDK 25 or later; false when there is none.

# is_25 FOLDER: by its own release file, so that no JVM is started to ask.
is_25() {
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
  while IFS='="' read -r key _ value _; do
    [ "$key" = JAVA_VERSION ] || continue
    major=${value%%[!0-9]*}
    [ "${major:-0}" -ge 25 ]
    return
  done <"$1/release"
  return 1
}

find_jdk() {
  for jdk in "${TENON_JAVA_HOME-}" "${JAVA_HOME-}" /usr/lib/jvm/*; do
    [ "$jdk" ] && is_25 "$jdk" && return 0
  done
  jdk=$(command -v java) && jdk=$(readlink -f "$jdk") && jdk=${jdk%/bin/java} && is_25 "$jdk"
}
