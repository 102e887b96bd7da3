package dev.tenon.explain;

import java.util.ArrayList;
import java.util.List;

/** A command line as people want to see it after a failure (MSG-01). */
public final class CommandLine {
  private static final int LONG = 4000;

  private CommandLine() {}

  /**
   * Objects are counted, libraries of one folder that stand together share its name, and a line
   * that is still long is cut.
   */
  public static String folded(List<String> argv) {
    var words = new ArrayList<String>();
    for (int i = 0; i < argv.size(); ) {
      int end = i;
      String kind = kind(argv.get(i));
      while (!kind.isEmpty() && end < argv.size() && kind.equals(kind(argv.get(end)))) {
        end++;
      }
      if (end - i < 2) {
        words.add(quoted(argv.get(i++)));
      } else {
        List<String> run = argv.subList(i, end);
        words.add(kind.equals(".o") ? "<" + run.size() + " object files>" : braces(kind, run));
        i = end;
      }
    }
    String line = String.join(" ", words);
    return line.length() <= LONG ? line : line.substring(0, LONG) + " …";
  }

  /** What words must have in common to be folded: nothing, {@code .o}, or folder and ending. */
  private static String kind(String word) {
    if (word.startsWith("-")) {
      return "";
    }
    if (word.endsWith(".o")) {
      return ".o";
    }
    int slash = word.lastIndexOf('/');
    boolean library = word.endsWith(".rlib") || word.endsWith(".a");
    return library && slash >= 0
        ? word.substring(0, slash) + "/*" + word.substring(word.lastIndexOf('.'))
        : "";
  }

  private static String braces(String kind, List<String> run) {
    int star = kind.lastIndexOf('*');
    String folder = kind.substring(0, star);
    String ending = kind.substring(star + 1);
    var names = new ArrayList<String>();
    for (String word : run) {
      names.add(word.substring(folder.length(), word.length() - ending.length()));
    }
    return folder + "{" + String.join(",", names) + "}" + ending;
  }

  private static String quoted(String word) {
    return word.isEmpty()
            || word.chars().anyMatch(c -> c <= ' ' || "'\"\\$`*?;&|<>()".indexOf(c) >= 0)
        ? "'" + word.replace("'", "'\\''") + "'"
        : word;
  }
}
