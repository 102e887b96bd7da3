package dev.tenon.setup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines of ours in texts of others. Everything else in the text stays byte for byte. */
final class Edits {
  static final String BEGIN = "# >>> tenon setup >>>";
  static final String END = "# <<< tenon setup <<<";

  private Edits() {}

  /**
   * A text with something of ours in it.
   *
   * @param was what {@code put} took the place of
   */
  record Done(String text, String was, String put) {}

  /** What became of our text when it was to be taken out. */
  sealed interface Taken {
    record Out(String text) implements Taken {}

    /** Somebody removed it before. */
    record Gone() implements Taken {}

    /** Somebody changed it. */
    record Changed() implements Taken {}
  }

  static Done append(String text, List<String> lines, String newline) {
    return insert(text, text.length(), text.length(), lines, newline);
  }

  /** The lines, marked, in place of what stands from {@code start} to {@code end}. */
  static Done insert(String text, int start, int end, List<String> lines, String newline) {
    var put = new StringBuilder();
    if (start > 0 && text.charAt(start - 1) != '\n') {
      put.append(newline);
    }
    put.append(BEGIN).append(newline);
    lines.forEach(line -> put.append(line).append(newline));
    put.append(END).append(newline);
    return new Done(
        text.substring(0, start) + put + text.substring(end),
        text.substring(start, end),
        put.toString());
  }

  static Taken remove(String text, String put, String was) {
    int at = text.indexOf(put);
    if (at < 0) {
      return text.contains(BEGIN) || text.contains(END) ? new Taken.Changed() : new Taken.Gone();
    }
    if (text.indexOf(put, at + 1) >= 0) {
      return new Taken.Changed();
    }
    String before = text.substring(0, at);
    String after = text.substring(at + put.length());
    // What somebody wrote behind us must not end up on a line of others.
    String whole = before + was;
    boolean joins =
        !after.isEmpty() && !whole.isEmpty() && whole.charAt(whole.length() - 1) != '\n';
    return new Taken.Out(whole + (joins ? newline(text) : "") + after);
  }

  /** How the text ends its lines. */
  static String newline(String text) {
    return text.contains("\r\n") ? "\r\n" : "\n";
  }

  /** A word as a POSIX shell reads it, always quoted. */
  static String sh(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  /** A word as fish reads it, always quoted. */
  static String fish(String word) {
    return "'" + word.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  /** Why a path cannot stand where it has to, or null. */
  static @Nullable String unusable(String path) {
    for (char c : new char[] {':', ';', '\n', '\r'}) {
      if (path.indexOf(c) >= 0) {
        String shown = c == '\n' || c == '\r' ? "a line feed" : "`" + c + "`";
        return "the path `" + path + "` has " + shown + " in it";
      }
    }
    return null;
  }
}
