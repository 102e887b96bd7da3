package dev.tenon.binder;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How GNU ld reads lists of folders in which libraries look for libraries ({@code -rpath}, {@code
 * LD_LIBRARY_PATH}, {@code DT_RUNPATH} and others), learnt by watching GNU ld 2.40: nothing but a
 * colon parts them, an empty one is the working folder, and of the loader's words {@code $ORIGIN}
 * and {@code $LIB} are known, with or without each of the braces, where a slash or the end follows.
 * {@code $PLATFORM} stands for itself.
 */
final class RunPaths {
  private static final Pattern WORD = Pattern.compile("\\$\\{?(ORIGIN|LIB)\\}?(?=/|$)");

  private RunPaths() {}

  static List<String> split(String list) {
    return list.isEmpty() ? List.of() : List.of(list.split(":", -1));
  }

  /** Absolute folders of a list below the system root; that is so for some lists only. */
  static List<String> under(String sysroot, List<String> folders) {
    return folders.stream()
        .map(folder -> folder.startsWith("/") ? sysroot + folder : folder)
        .toList();
  }

  /**
   * @param origin folder of the library that needs another, as it was found, absolute; symbolic
   *     links in it stay
   */
  static String expanded(String folder, String origin, boolean is64) {
    return folder.indexOf('$') < 0
        ? folder
        : WORD.matcher(folder)
            .replaceAll(found ->
                Matcher.quoteReplacement(
                    found.group(1).equals("ORIGIN") ? origin : is64 ? "lib64" : "lib"));
  }
}
