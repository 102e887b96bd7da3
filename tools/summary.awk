# Reads Surefire's TEST-*.xml: prints each test that failed and each that was skipped with its
# reason, then the totals of all modules. False when a test failed or none was run.
function attribute(name,   at) {
  at = match($0, " " name "=\"[^\"]*\"")
  return at ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : ""
}
function plain(text) {
  gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&quot;/, "\"", text)
  gsub(/&#10;/, " ", text); gsub(/&apos;/, "'", text); gsub(/&amp;/, "\\&", text)
  return text
}
/<testsuite / {
  tests += attribute("tests"); failures += attribute("failures")
  errors += attribute("errors"); skipped += attribute("skipped")
}
/<testcase / { test = attribute("classname") ": " attribute("name") }
/<skipped/ {
  reason = attribute("message")
  sub(/.*Exception: */, "") # some messages stand in the text, after the name of the exception
  while (reason == "") {
    line = $0
    sub(/]]>.*/, "", line)
    if (line !~ /^[ \t]*at / && line !~ /^[ \t]*(<.*)?$/) reason = line
    if (/<\/skipped>|\/>/ || (getline) <= 0) break
  }
  sub(/^Assumption failed: (assumption is not true)?/, "", reason)
  sub(/\([A-Za-z, ]*\)/, "", test)
  skips[++count] = plain(test) " -- " (reason == "" ? "no reason given" : plain(reason))
}
/^(.*CDATA\[)?fuzzed: / {
  line = plain($0)
  sub(/.*fuzzed: /, "", line); sub(/ \(.*/, "", line); sub(/]]>.*/, "", line)
  fuzzed = fuzzed (fuzzed == "" ? "" : ", ") line
}
/<failure|<error/ {
  failed = test
  sub(/\([A-Za-z, ]*\)/, "", failed)
  fails[++broken] = plain(failed)
}
END {
  print ""
  if (broken > 0) print "Failed (" broken "):"
  for (i = 1; i <= broken; i++) print "  " fails[i]
  if (count > 0) print "Skipped (" count "):"
  for (i = 1; i <= count; i++) print "  " skips[i]
  if (fuzzed != "") print "Changed inputs: " fuzzed
  printf "Tests run: %d, Failures: %d, Errors: %d, Skipped: %d\n", tests, failures, errors, skipped
  exit (tests == 0 || failures + errors > 0)
}
