package dev.tenon.binder;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Files that a pattern with wildcards in any of its components fits, as glob(3) finds them, noting
 * every folder that was listed and every name that was looked for in vain.
 */
final class Glob {
  private final World world;
  private final Ledger ledger;
  private final String why;
  private final List<String> found = new ArrayList<>();

  private Glob(World world, Ledger ledger, String why) {
    this.world = world;
    this.ledger = ledger;
    this.why = why;
  }

  /** In the order of the C library; a pattern without wildcards fits itself if that is there. */
  static List<String> matching(String pattern, World world, Ledger ledger, String why) {
    var glob = new Glob(world, ledger, why);
    glob.expand("", pattern);
    glob.found.sort(Comparator.naturalOrder());
    return glob.found;
  }

  /**
   * @param before what was expanded, with a slash at its end if it is a folder
   * @param rest of the pattern
   */
  private void expand(String before, String rest) {
    int start = wildcard(rest);
    if (start < 0) {
      literal(before + unescaped(rest));
      return;
    }
    int begin = rest.lastIndexOf('/', start) + 1;
    int end = rest.indexOf('/', start);
    String folder = before + unescaped(rest.substring(0, begin));
    String name = rest.substring(begin, end < 0 ? rest.length() : end);
    String more = end < 0 ? "" : rest.substring(end + 1);
    for (String entry : entries(folder)) {
      if (fits(name, entry)) {
        if (end < 0) {
          found.add(folder + entry);
        } else {
          expand(folder + entry + "/", more);
        }
      }
    }
  }

  private void literal(String path) {
    if (world.kind(path) == World.Kind.ABSENT) {
      ledger.absence(path, why);
    } else {
      found.add(path);
    }
  }

  private List<String> entries(String folder) {
    String path = folder.length() > 1 ? folder.substring(0, folder.length() - 1) : folder;
    switch (world.kind(path)) {
      case FOLDER -> ledger.listing(path, why);
      case ABSENT -> ledger.absence(path, why);
      case FILE, OTHER -> ledger.rejected(path, why);
    }
    return world.list(path);
  }

  /** The first character of a pattern that stands for others, or -1. */
  private static int wildcard(String pattern) {
    for (int i = 0; i < pattern.length(); i++) {
      switch (pattern.charAt(i)) {
        case '\\' -> i++;
        case '*', '?', '[' -> {
          return i;
        }
        default -> {}
      }
    }
    return -1;
  }

  private static String unescaped(String text) {
    return text.replaceAll("\\\\(.)", "$1");
  }

  /** Whether a name fits a component; a period at its beginning fits nothing but itself. */
  private static boolean fits(String pattern, String name) {
    if (name.startsWith(".") && !pattern.startsWith(".") && !pattern.startsWith("\\.")) {
      return false;
    }
    return Pattern.compile(regex(pattern), Pattern.DOTALL).matcher(name).matches();
  }

  private static String regex(String pattern) {
    var regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      int end = c == '[' ? end(pattern, i) : -1;
      if (end > 0) {
        regex.append(set(pattern.substring(i + 1, end)));
        i = end;
      } else if (c == '\\' && i + 1 < pattern.length()) {
        regex.append(Pattern.quote(pattern.substring(++i, i + 1)));
      } else {
        regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote("" + c));
      }
    }
    return regex.toString();
  }

  /** Where a set ends; -1 if it does not, and the bracket stands for itself. */
  private static int end(String pattern, int start) {
    int i = start + 1;
    if (i < pattern.length() && (pattern.charAt(i) == '!' || pattern.charAt(i) == '^')) {
      i++;
    }
    for (int first = i; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == ']' && i > first) {
        return i;
      } else if (c == '\\') {
        i++;
      } else if (c == '[' && pattern.startsWith("[:", i)) {
        int close = pattern.indexOf(":]", i + 2);
        i = close < 0 ? i : close + 1;
      }
    }
    return -1;
  }

  private static String set(String inner) {
    boolean isNegated = inner.startsWith("!") || inner.startsWith("^");
    var regex = new StringBuilder(isNegated ? "[^" : "[");
    for (int i = isNegated ? 1 : 0; i < inner.length(); i++) {
      int close = inner.startsWith("[:", i) ? inner.indexOf(":]", i + 2) : -1;
      if (close > 0) {
        regex.append("\\p{").append(named(inner.substring(i + 2, close))).append('}');
        i = close + 1;
        continue;
      }
      if (inner.charAt(i) == '-' && i > (isNegated ? 1 : 0) && i + 1 < inner.length()) {
        regex.append('-');
        continue;
      }
      if (inner.charAt(i) == '\\' && i + 1 < inner.length()) {
        i++;
      }
      regex.append(String.format("\\x{%x}", (int) inner.charAt(i)));
    }
    return regex.append(']').toString();
  }

  /** POSIX's classes of characters by Java's names. */
  private static String named(String name) {
    return switch (name) {
      case "alpha", "digit", "alnum", "upper", "lower", "punct", "space", "blank", "cntrl" ->
          Character.toUpperCase(name.charAt(0)) + name.substring(1);
      case "xdigit" -> "XDigit";
      case "print" -> "Print";
      default -> "Graph";
    };
  }
}
