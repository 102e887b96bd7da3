package dev.tenon.setup;

import dev.tenon.model.BadRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the statements of a TOML text lie (toml.io, version 1.0), so that one can be changed and
 * the rest be left as it is. Values are not interpreted.
 */
final class Toml {
  /**
   * A table's header or a key with its value.
   *
   * @param start of its first line
   * @param end behind its last line's line feed, or the end of the text
   * @param value where the value begins; -1 for a header
   * @param path of the table, with the key behind it if there is one
   * @param keys how many of the path's names the key has; 0 for a header
   */
  record Statement(int start, int end, int value, List<String> path, int keys) {
    boolean isHeader() {
      return keys == 0;
    }
  }

  private final String text;
  private final List<Statement> found = new ArrayList<>();
  private List<String> table = List.of();
  private int at;

  private Toml(String text) {
    this.text = text;
    this.at = text.startsWith("\ufeff") ? 1 : 0;
  }

  /**
   * @throws BadRecord naming the line that is not understood
   */
  static List<Statement> read(String text) {
    var toml = new Toml(text);
    while (toml.statement()) {}
    return toml.found;
  }

  private boolean statement() {
    int line = at;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\n') {
        at++;
        line = at;
      } else if (c == ' ' || c == '\t' || c == '\r') {
        at++;
      } else if (c == '#') {
        toEndOfLine();
      } else if (c == '[') {
        header(line);
        return true;
      } else {
        assignment(line);
        return true;
      }
    }
    return false;
  }

  private void header(int line) {
    boolean isArray = text.startsWith("[[", at);
    at += isArray ? 2 : 1;
    table = names();
    need(']');
    if (isArray) {
      need(']');
    }
    restOfLine();
    found.add(new Statement(line, at, -1, table, 0));
  }

  private void assignment(int line) {
    List<String> key = names();
    need('=');
    blanks();
    int value = at;
    value();
    restOfLine();
    var path = new ArrayList<>(table);
    path.addAll(key);
    found.add(new Statement(line, at, value, List.copyOf(path), key.size()));
  }

  private List<String> names() {
    var names = new ArrayList<String>();
    do {
      blanks();
      names.add(name());
      blanks();
    } while (accept('.'));
    return List.copyOf(names);
  }

  private String name() {
    int start = at;
    if (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
      string();
      return text.substring(start + 1, at - 1);
    }
    while (at < text.length() && isBare(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw bad("a key is expected");
    }
    return text.substring(start, at);
  }

  private static boolean isBare(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '-'
        || c == '_';
  }

  private void value() {
    int depth = 0;
    int start = at;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      switch (c) {
        case '"', '\'' -> {
          string();
          at--;
        }
        case '[', '{' -> depth++;
        case ']', '}' -> depth--;
        case '#' -> {
          if (depth == 0) {
            checkValue(start);
            return;
          }
          toEndOfLine();
          at--;
        }
        case '\n' -> {
          if (depth == 0) {
            checkValue(start);
            return;
          }
        }
        default -> {}
      }
      if (depth < 0) {
        throw bad("a bracket is closed that was not opened");
      }
    }
    if (depth > 0) {
      throw bad("a bracket is not closed");
    }
    checkValue(start);
  }

  private void checkValue(int start) {
    if (text.substring(start, at).isBlank()) {
      throw bad("a value is expected");
    }
  }

  private void string() {
    char quote = text.charAt(at);
    String triple = String.valueOf(quote).repeat(3);
    boolean isLong = text.startsWith(triple, at);
    at += isLong ? 3 : 1;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (quote == '"' && c == '\\') {
        at++;
      } else if (isLong ? text.startsWith(triple, at) : c == quote) {
        at += isLong ? 3 : 1;
        // Up to two quotes may stand before the closing three.
        while (isLong && at < text.length() && text.charAt(at) == quote) {
          at++;
        }
        return;
      } else if (c == '\n' && !isLong) {
        break;
      }
    }
    throw bad("a string is not closed");
  }

  /** Nothing but a comment may follow on the line. */
  private void restOfLine() {
    blanks();
    if (at < text.length() && text.charAt(at) == '#') {
      toEndOfLine();
    }
    if (at < text.length() && text.charAt(at) == '\r') {
      at++;
    }
    if (at < text.length() && text.charAt(at) != '\n') {
      throw bad("the end of the line is expected");
    }
    at = Math.min(at + 1, text.length());
  }

  private void toEndOfLine() {
    while (at < text.length() && text.charAt(at) != '\n') {
      at++;
    }
  }

  private void blanks() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
  }

  private boolean accept(char c) {
    boolean is = at < text.length() && text.charAt(at) == c;
    at += is ? 1 : 0;
    return is;
  }

  private void need(char c) {
    blanks();
    if (!accept(c)) {
      throw bad("`" + c + "` is expected");
    }
  }

  private BadRecord bad(String expectation) {
    long line =
        1 + text.substring(0, Math.min(at, text.length())).chars().filter(c -> c == '\n').count();
    return new BadRecord("line " + line, expectation);
  }

  /** The text of a string value, or null if it is another value or has escapes in it. */
  static @Nullable String string(String value) {
    String text = value.strip();
    if (text.length() < 2 || text.startsWith("\"\"\"") || text.startsWith("'''")) {
      return null;
    }
    char quote = text.charAt(0);
    int end = text.indexOf(quote, 1);
    boolean plain = (quote == '"' || quote == '\'') && end > 0;
    String inside = plain ? text.substring(1, end) : "";
    return plain && !(quote == '"' && inside.contains("\\")) ? inside : null;
  }

  /** A basic string. */
  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
