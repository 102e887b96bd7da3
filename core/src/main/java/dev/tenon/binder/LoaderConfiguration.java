package dev.tenon.binder;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The folders in {@code /etc/ld.so.conf} and what it includes, as GNU ld reads them: a list with
 * colons up to the first blank of each line. Names of folders are meant under the system root,
 * patterns of {@code include} are not, even if they begin with a slash.
 */
final class LoaderConfiguration {
  /** A file that includes itself is read until no more files can be opened. */
  private static final int DEEPEST = 64;

  private static final int LONGEST = 1 << 20;

  private final World world;
  private final String sysroot;
  private final Ledger ledger;
  private final String why;
  private final List<String> found = new ArrayList<>();

  private LoaderConfiguration(World world, String sysroot, Ledger ledger, String why) {
    this.world = world;
    this.sysroot = sysroot;
    this.ledger = ledger;
    this.why = Conditions.CONFIGURATION + why;
  }

  /**
   * @param sysroot absolute, or empty
   * @param why what the folders are looked for
   */
  static List<String> folders(World world, String sysroot, Ledger ledger, String why) {
    var all = new LoaderConfiguration(world, sysroot, ledger, why);
    if (!all.read(sysroot + "/usr/etc/ld.so.conf", 0)) {
      all.read(sysroot + "/etc/ld.so.conf", 0);
    }
    return all.found;
  }

  private boolean read(String file, int depth) {
    switch (world.kind(file)) {
      case ABSENT -> {
        ledger.absence(file, why);
        return false;
      }
      case FOLDER -> {
        ledger.rejected(file, why);
        return true;
      }
      case FILE, OTHER -> ledger.content(file, why);
    }
    try {
      String text = new String(world.read(file, 0, LONGEST), StandardCharsets.UTF_8);
      text.lines().forEach(line -> line(line.replaceFirst("#.*", "").strip(), file, depth));
      return true;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private void line(String line, String file, int depth) {
    if (line.matches("include\\s.*")) {
      for (String pattern : line.substring("include".length()).strip().split("\\s+")) {
        String place = pattern.startsWith("/") ? pattern : Places.folder(file) + pattern;
        for (String included : Glob.matching(place, world, ledger, why)) {
          if (depth < DEEPEST) {
            read(included, depth + 1);
          }
        }
      }
    } else if (!line.isEmpty()) {
      for (String folder : line.split("[\\s=]", 2)[0].split(":", -1)) {
        found.add(folder.startsWith("/") ? sysroot + folder : folder);
      }
    }
  }
}
