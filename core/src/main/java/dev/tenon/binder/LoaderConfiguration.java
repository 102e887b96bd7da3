package dev.tenon.binder;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The folders in {@code /etc/ld.so.conf} and what it includes (ldconfig(8)). */
final class LoaderConfiguration {
  private static final int DEEPEST = 8;
  private static final int LONGEST = 1 << 20;

  private LoaderConfiguration() {}

  /**
   * @param sysroot in front of all names, or empty
   */
  static List<String> folders(World world, String sysroot, Ledger ledger, String why) {
    List<String> found = new ArrayList<>();
    String own = sysroot + "/usr/etc/ld.so.conf";
    if (!read(own, world, ledger, why, found, 0)) {
      read(sysroot + "/etc/ld.so.conf", world, ledger, why, found, 0);
    }
    return found;
  }

  private static boolean read(
      String file, World world, Ledger ledger, String why, List<String> found, int depth) {
    if (world.kind(file) != World.Kind.FILE) {
      ledger.absence(file, why);
      return false;
    }
    ledger.content(file, why);
    String text;
    try {
      text = new String(world.read(file, 0, LONGEST), StandardCharsets.UTF_8);
    } catch (UncheckedIOException e) {
      return false;
    }
    for (String line : text.lines().toList()) {
      String command = line.replaceFirst("#.*", "").strip();
      if (command.startsWith("include ") || command.startsWith("include\t")) {
        for (String pattern : command.substring(8).strip().split("\\s+")) {
          String place = pattern.startsWith("/") ? pattern : Places.folder(file) + pattern;
          for (String included : matching(place, world, ledger, why)) {
            if (depth < DEEPEST) {
              read(included, world, ledger, why, found, depth + 1);
            }
          }
        }
      } else if (!command.isEmpty() && !command.startsWith("hwcap ")) {
        for (String folder : command.split("[:, \t]+")) {
          found.add(folder);
        }
      }
    }
    return true;
  }

  /** Files that a pattern fits whose last name has the wildcards. */
  private static List<String> matching(String pattern, World world, Ledger ledger, String why) {
    String folder = Places.folder(pattern);
    String name = pattern.substring(folder.length());
    if (name.indexOf('*') < 0 && name.indexOf('?') < 0) {
      return List.of(pattern);
    }
    String listed = folder.substring(0, folder.length() - 1);
    ledger.listing(listed, why);
    var regex = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      regex.append(c == '*' ? "[^/]*" : c == '?' ? "[^/]" : java.util.regex.Pattern.quote("" + c));
    }
    return world.list(listed).stream()
        .filter(entry -> !entry.startsWith(".") && entry.matches(regex.toString()))
        .map(entry -> folder + entry)
        .toList();
  }
}
