# Replaces the shell by the JVM; sourced with $java, $cache_of_tenon, $cache_of_head, $classpath, $home, $name and the words.
# The cache is refused when these flags differ from those it was trained with, so there is one copy.
# Whatever a JVM would print by itself goes to stderr or nowhere: stdout carries results only.
case $name-${1-}-${2-} in
  # The head compiles at once and without much thought: what it does takes a millisecond, now and
  # then, with caches that others have emptied. Code that counts how often it runs is slower there,
  # and a better compiler would take longer than all links of a day. bin/digest is what it lacks.
  tenon-daemon-serve)
    kind="-XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=0.1 -Xmx384m -Xmn16m" cache=${cache_of_head-}
    ;;
  *) kind=-XX:TieredStopAtLevel=1 cache=${cache_of_tenon-} ;;
esac
flags="-XX:+UseSerialGC $kind -XX:-UsePerfData
  -XX:+DisplayVMOutputToStderr -XX:+ErrorFileToStderr -Xlog:disable
  -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8"
LC_ALL=C.UTF-8
export LC_ALL
set -- -cp "$classpath" "-Dtenon.name=$name" "-Dtenon.home=$home" "-Dtenon.build=${build-}" \
  ${tenon_lc+"-Dtenon.caller.LC_ALL=$tenon_lc"} \
  ${JAVA_TOOL_OPTIONS+"-Dtenon.caller.JAVA_TOOL_OPTIONS=$JAVA_TOOL_OPTIONS"} \
  ${JDK_JAVA_OPTIONS+"-Dtenon.caller.JDK_JAVA_OPTIONS=$JDK_JAVA_OPTIONS"} \
  ${_JAVA_OPTIONS+"-Dtenon.caller._JAVA_OPTIONS=$_JAVA_OPTIONS"} \
  dev.tenon.cli.Main "$@"
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS # a JVM announces them on stderr
unset TENON_SETTLING
if [ "${TENON_JAVA_HOME-}" ] && [ "$TENON_JAVA_HOME/bin/java" != "$java" ]; then
  java=$TENON_JAVA_HOME/bin/java # the caches belong to another JVM; this one starts without
  cache=
fi
if [ "${cache_to_write-}" ]; then
  exec "$java" $flags "-XX:AOTCacheOutput=$cache_to_write" "$@"
elif [ "$cache" ]; then
  exec "$java" $flags "-XX:AOTCache=$cache" "$@"
else
  exec "$java" $flags "$@"
fi
