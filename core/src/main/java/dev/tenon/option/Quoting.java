package dev.tenon.option;

import java.util.ArrayList;
import java.util.List;

/** How a tool cuts the text of a response file into words. */
enum Quoting {
  /**
   * GNU ld's and gcc's: between {@code "} or {@code '} white space is part of the word; a backslash
   * takes away the meaning of the character after it, also between quotes of either kind. A NUL
   * ends the text.
   */
  GNU {
    @Override
    List<String> split(String text) {
      int end = text.indexOf('\0');
      String seen = end < 0 ? text : text.substring(0, end);
      return posix(seen, seen.endsWith("\\"), true, Quoting::isAnySpace);
    }
  },
  /**
   * LLVM's in its POSIX form: as GNU's, but empty words are left out, a backslash at the end is
   * one, and vertical tabs and form feeds are no white space.
   */
  LLVM {
    @Override
    List<String> split(String text) {
      return posix(withoutMark(text), false, false, Quoting::isLlvmSpace);
    }
  },
  /**
   * LLVM's in its Windows form: only {@code "} quotes, and backslashes mean something only in front
   * of it.
   */
  WINDOWS {
    @Override
    List<String> split(String text) {
      return windows(withoutMark(text));
    }
  },
  /**
   * mold's: a word that begins with a quote ends with it; elsewhere quotes are ordinary, and
   * backslashes as for GNU.
   */
  MOLD {
    @Override
    List<String> split(String text) {
      return mold(text);
    }
  };

  /**
   * The words of a text.
   *
   * @throws ResponseFiles.RefusedException if the tool refuses it
   */
  abstract List<String> split(String text);

  /** Whether files that a response file names are opened as well. */
  boolean nests() {
    return this != MOLD;
  }

  private interface Space {
    boolean is(char c);
  }

  private static boolean isAnySpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static boolean isLlvmSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  private static String withoutMark(String text) {
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  private static List<String> posix(
      String text, boolean endsEscaping, boolean keepsEmpty, Space space) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        inWord = true;
        word.append(text.charAt(++i));
      } else if (c == '\\' && endsEscaping) {
        inWord = true;
      } else if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        inWord = true;
      } else if (!space.is(c)) {
        word.append(c);
        inWord = true;
      } else if (inWord) {
        add(words, word, keepsEmpty);
        inWord = false;
      }
    }
    if (inWord) {
      add(words, word, keepsEmpty);
    }
    return words;
  }

  private static List<String> windows(String text) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        int run = i;
        while (run < text.length() && text.charAt(run) == '\\') {
          run++;
        }
        boolean beforeQuote = run < text.length() && text.charAt(run) == '"';
        word.repeat('\\', beforeQuote ? (run - i) / 2 : run - i);
        if (beforeQuote && (run - i) % 2 == 1) {
          word.append('"');
          run++;
        }
        i = run - 1;
      } else if (c == '"') {
        if (quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
          word.append('"');
          i++;
        } else {
          quoted = !quoted;
        }
      } else if (!quoted && isLlvmSpace(c)) {
        add(words, word, false);
      } else {
        word.append(c);
      }
    }
    add(words, word, false);
    return words;
  }

  private static List<String> mold(String text) {
    var words = new ArrayList<String>();
    int i = 0;
    while (i < text.length()) {
      if (isAnySpace(text.charAt(i))) {
        i++;
        continue;
      }
      char first = text.charAt(i);
      boolean quoted = first == '"' || first == '\'';
      var word = new StringBuilder();
      for (i += quoted ? 1 : 0; ; i++) {
        if (i == text.length()) {
          if (quoted) {
            throw new ResponseFiles.RefusedException("a quote is not closed");
          }
          break;
        }
        char c = text.charAt(i);
        if (quoted ? c == first : isAnySpace(c)) {
          break;
        }
        boolean escapes = c == '\\' && i + 1 < text.length();
        word.append(escapes ? text.charAt(++i) : c);
      }
      i += quoted ? 1 : 0;
      words.add(word.toString());
    }
    return words;
  }

  private static void add(List<String> words, StringBuilder word, boolean keepsEmpty) {
    if (keepsEmpty || !word.isEmpty()) {
      words.add(word.toString());
    }
    word.setLength(0);
  }
}
