package dev.tenon.option;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Response files: {@code @FILE} on a command line stands for the words in FILE.
 *
 * <p>The quoting is GNU's, which GNU ld, LLD, mold, gcc and clang read: words are separated by
 * white space; between {@code "} or {@code '} white space is part of the word; a backslash takes
 * away the meaning of the character after it, also between quotes of either kind.
 */
public final class ResponseFiles {
  /** libiberty gives up here as well; a file that names itself gets this far. */
  private static final int MOST_FILES = 2000;

  private ResponseFiles() {}

  /** Where the text of response files comes from. */
  @FunctionalInterface
  public interface Source {
    /**
     * The text of the file {@code name}, relative to the caller's working folder also when another
     * response file names it; null if it cannot be read, which leaves {@code @name} as a word.
     */
    @Nullable String text(String name);
  }

  /** Response files contain each other, or there are too many. */
  public static final class TooManyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyException(String message) {
      super(message);
    }
  }

  /**
   * Replaces each word {@code @FILE} by the words of FILE, again and again.
   *
   * @throws TooManyException if a file names itself, perhaps through others
   */
  public static List<String> expand(List<String> words, Source source) {
    return new Expansion(source).expand(words);
  }

  /** The words in the text of a response file. A NUL ends the text. */
  public static List<String> split(String text) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    int end = text.indexOf('\0');
    end = end < 0 ? text.length() : end;
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        inWord = true;
        if (++i < end) {
          word.append(text.charAt(i));
        }
      } else if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        inWord = true;
      } else if (!isSpace(c)) {
        word.append(c);
        inWord = true;
      } else if (inWord) {
        words.add(word.toString());
        word.setLength(0);
        inWord = false;
      }
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }

  /**
   * The text of a response file with these words, one a line, which every reader named above turns
   * into the same words; except that LLD and clang leave out empty words.
   *
   * <p>A word that begins with {@code @} means a response file here just as on the command line
   * (except to mold 1.10, which reads no nested files): a file of such a name must be given as
   * {@code ./@name}, see {@link #fileWord}.
   *
   * @throws IllegalArgumentException if a word contains NUL, which no command line can
   */
  public static String quote(List<String> words) {
    var text = new StringBuilder();
    for (var word : words) {
      quote(word, text);
      text.append('\n');
    }
    return text.toString();
  }

  private static void quote(String word, StringBuilder text) {
    if (word.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("NUL in a word");
    }
    if (!word.isEmpty() && word.chars().allMatch(ResponseFiles::isPlain)) {
      text.append(word);
      return;
    }
    // White space goes between quotes because readers differ in what a backslash before a newline
    // means; a backslash before these two characters means the same to all.
    text.append('"');
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\');
      }
      text.append(c);
    }
    text.append('"');
  }

  /**
   * A path as a word that cannot be taken for an option, for a response file, or, as GNU ld takes
   * what begins with {@code =}, for a file below the sysroot.
   */
  public static String fileWord(String path) {
    return path.startsWith("@") || path.startsWith("-") || path.startsWith("=")
        ? "./" + path
        : path;
  }

  private static boolean isPlain(int c) {
    return c > ' ' && c != '"' && c != '\'' && c != '\\' && c != 0x7f;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static final class Expansion {
    private final Source source;
    private final List<String> result = new ArrayList<>();
    private final Deque<String> open = new ArrayDeque<>();
    private int files;

    Expansion(Source source) {
      this.source = source;
    }

    List<String> expand(List<String> words) {
      for (var word : words) {
        var name = word.length() > 1 && word.charAt(0) == '@' ? word.substring(1) : null;
        if (name == null || !file(name)) {
          result.add(word);
        }
      }
      return result;
    }

    private boolean file(String name) {
      if (open.contains(name)) {
        throw new TooManyException("response file " + name + " contains itself");
      }
      var text = source.text(name);
      if (text == null) {
        return false;
      }
      if (++files > MOST_FILES) {
        throw new TooManyException("more than " + MOST_FILES + " response files, at " + name);
      }
      open.push(name);
      expand(split(text));
      open.pop();
      return true;
    }
  }
}
