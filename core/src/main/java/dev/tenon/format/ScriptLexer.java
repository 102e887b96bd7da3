package dev.tenon.format;

import java.util.ArrayList;
import java.util.List;

/** Cuts a linker script into words and punctuation; comments go. */
final class ScriptLexer {
  /**
   * @param isQuoted whether it stood in double quotes, and so is a name whatever it looks like
   */
  record Token(String text, boolean isQuoted, long offset) {
    boolean is(String punctuation) {
      return !isQuoted && text.equals(punctuation);
    }

    boolean isPunctuation() {
      return !isQuoted && text.length() == 1 && PUNCTUATION.indexOf(text.charAt(0)) >= 0;
    }

    /** Whether it begins as an assignment's operator does. */
    boolean isOperator() {
      return !isQuoted && text.matches("([-+*/&|^]|<<|>>)?=(?!=).*");
    }
  }

  static final String PUNCTUATION = "(){};,";

  private ScriptLexer() {}

  static List<Token> tokens(String text, String file) {
    int nul = text.indexOf('\0');
    if (nul >= 0) {
      throw new BadFile(file, null, nul, "text expected, not NUL");
    }
    List<Token> found = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if (text.startsWith("/*", at)) {
        at = after(text, file, at, "*/", 2);
      } else if (c == '#') {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (c == '"') {
        int end = after(text, file, at, "\"", 1);
        found.add(new Token(text.substring(at + 1, end - 1), true, at));
        at = end;
      } else if (PUNCTUATION.indexOf(c) >= 0) {
        found.add(new Token(String.valueOf(c), false, at));
        at++;
      } else {
        int end = wordEnd(text, at);
        found.add(new Token(text.substring(at, end), false, at));
        at = end;
      }
    }
    return found;
  }

  private static int wordEnd(String text, int from) {
    int end = from;
    while (end < text.length()) {
      char c = text.charAt(end);
      if (Character.isWhitespace(c)
          || c == '"'
          || PUNCTUATION.indexOf(c) >= 0
          || text.startsWith("/*", end)) {
        break;
      }
      end++;
    }
    return end;
  }

  private static int after(String text, String file, int from, String close, int skip) {
    int end = text.indexOf(close, from + skip);
    if (end < 0) {
      throw new BadFile(file, null, from, "`" + close + "` expected before the end");
    }
    return end + close.length();
  }
}
