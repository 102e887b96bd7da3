package dev.tenon.explain;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What linkers say, each in its own wording, sorted by what is meant (F9: a note that knows one
 * linker's wording falls silent with the next).
 */
final class Complaints {
  private static final int NAMED = 10;

  final Set<String> undefined = new LinkedHashSet<>();
  final Set<String> duplicate = new LinkedHashSet<>();
  final List<String> notPositionIndependent = new ArrayList<>();
  final List<String> refusedOptions = new ArrayList<>();
  boolean noSpace;
  boolean killed;

  static Complaints read(String text) {
    var found = new Complaints();
    text.lines().forEach(found::line);
    return found;
  }

  private void line(String line) {
    between(line, "undefined reference to `", "'", undefined);
    between(line, "undefined symbol: ", "\n", undefined);
    between(line, "undefined hidden symbol: ", "\n", undefined);
    between(line, "multiple definition of `", "'", duplicate);
    between(line, "duplicate symbol: ", "\n", duplicate);
    if (line.contains("recompile with -fPIC") || line.contains("recompile with -fPIE")) {
      notPositionIndependent.add(line.strip());
    }
    if (line.contains("unrecognized option")
        || line.contains("unknown argument")
        || line.contains("unknown command line option")
        || line.contains("unrecognized -z option")) {
      refusedOptions.add(line.strip());
    }
    noSpace |= line.contains("No space left on device") || line.contains("Disk full?");
    killed |= line.contains("terminated with signal") || line.contains("ld terminated");
  }

  private static void between(String line, String before, String after, Set<String> into) {
    int at = line.indexOf(before);
    if (at < 0) {
      return;
    }
    int start = at + before.length();
    int end = line.indexOf(after, start);
    into.add(end < 0 ? line.substring(start).strip() : line.substring(start, end));
  }

  static String list(Set<String> names) {
    String all = String.join(", ", names.stream().limit(NAMED).toList());
    return names.size() > NAMED ? all + " and " + (names.size() - NAMED) + " more" : all;
  }
}
