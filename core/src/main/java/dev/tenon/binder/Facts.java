package dev.tenon.binder;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What may be added to a linker's own arguments, told by its {@code --help}.
 *
 * @param isElf whether the program is an executable that knows the option by itself, and not a
 *     script or a wrapper, which is not asked anything and gets nothing
 * @param dependencyFile whether it knows {@code --dependency-file=FILE}
 * @param threads the option in front of a number of threads, {@code --threads=} or {@code
 *     --thread-count=}; null if it knows none (GNU ld), also where {@code --threads} takes no
 *     number (gold)
 */
public record Facts(boolean isElf, boolean dependencyFile, @Nullable String threads) {
  /** Of a program that is not asked or does not answer. */
  static final Facts NONE = new Facts(false, false, null);

  /** GNU ld and gold put a blank in front of a value, LLD and mold an equals sign. */
  private static final Pattern DEPENDENCY_FILE =
      Pattern.compile("(^|\\s)--dependency-file[= ][<A-Z]");

  private static final List<String> THREADS = List.of("--threads", "--thread-count");

  static Facts of(String help) {
    String threads = null;
    for (String option : THREADS) {
      var pattern = Pattern.compile("(^|\\s)" + option + "[= ](<|[A-Z]+\\b)", Pattern.MULTILINE);
      if (threads == null && pattern.matcher(help).find()) {
        threads = option + "=";
      }
    }
    return new Facts(true, DEPENDENCY_FILE.matcher(help).find(), threads);
  }

  /** As one word, for a memo. */
  String text() {
    return (isElf ? "elf" : "")
        + ";"
        + (dependencyFile ? "deps" : "")
        + ";"
        + (threads == null ? "" : threads);
  }

  static Facts parse(String text) {
    String[] parts = text.split(";", -1);
    return parts.length != 3
        ? NONE
        : new Facts(!parts[0].isEmpty(), !parts[1].isEmpty(), parts[2].isEmpty() ? null : parts[2]);
  }
}
