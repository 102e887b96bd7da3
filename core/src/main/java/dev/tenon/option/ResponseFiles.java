package dev.tenon.option;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Response files: {@code @FILE} on a command line stands for the words in FILE.
 *
 * <p>What is written is quoted so that GNU ld, LLD, mold, gcc and clang all read the same words;
 * what is read is cut as the tool does that it was written for.
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

  /** The tool does not go on with such response files, or not with words that a plan can hold. */
  public static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /**
   * Replaces each word {@code @FILE} by the words of FILE, again and again, as drivers do.
   *
   * @throws RefusedException if a file names itself, perhaps through others
   */
  public static List<String> expand(List<String> words, Source source) {
    return new Expansion(source, Quoting.GNU, false).expand(words, true);
  }

  /**
   * The same as a linker does.
   *
   * @throws RefusedException if it refuses what it finds, or takes a word for a file of that name
   */
  public static List<String> expand(List<String> words, Source source, Family linker) {
    Quoting quoting =
        switch (linker) {
          case LLD -> isWindows(words) ? Quoting.WINDOWS : Quoting.LLVM;
          case MOLD -> Quoting.MOLD;
          default -> Quoting.GNU;
        };
    return new Expansion(source, quoting, true).expand(words, true);
  }

  /** LLD goes by the last such option on its command line, wherever it stands, not in files. */
  private static boolean isWindows(List<String> words) {
    boolean windows = false;
    if (words.stream().anyMatch(word -> word.contains("rsp-quoting"))) {
      for (Word word : OptionTable.linker().read(words, Family.LLD)) {
        if (word instanceof Word.Known known && known.option().role() == Role.RESPONSE) {
          windows = "windows".equals(known.value());
        }
      }
    }
    return windows;
  }

  /** The words in the text of a response file as GNU tools read it. */
  public static List<String> split(String text) {
    return Quoting.GNU.split(text);
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

  private static final class Expansion {
    private final Source source;
    private final Quoting quoting;
    private final boolean strict;
    private final List<String> result = new ArrayList<>();
    private final Deque<String> open = new ArrayDeque<>();
    private int files;

    /**
     * @param strict whether a file that cannot be read is for the tool to complain of
     */
    Expansion(Source source, Quoting quoting, boolean strict) {
      this.source = source;
      this.quoting = quoting;
      this.strict = strict;
    }

    List<String> expand(List<String> words, boolean opens) {
      for (var word : words) {
        boolean names = opens && word.startsWith("@") && (strict || word.length() > 1);
        if (!names || !file(word.substring(1))) {
          result.add(word);
        }
      }
      return result;
    }

    private boolean file(String name) {
      if (open.contains(name)) {
        throw new RefusedException("response file " + name + " contains itself");
      }
      var text = name.isEmpty() ? null : source.text(name);
      if (text == null && strict) {
        throw new RefusedException("response file " + name + " cannot be read");
      }
      if (text == null) {
        return false;
      }
      if (++files > MOST_FILES) {
        throw new RefusedException("more than " + MOST_FILES + " response files, at " + name);
      }
      if (quoting != Quoting.GNU && text.indexOf('\0') >= 0) {
        throw new RefusedException("response file " + name + " contains NUL");
      }
      open.push(name);
      expand(quoting.split(text), quoting.nests());
      open.pop();
      return true;
    }
  }
}
