package dev.tenon.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Overlay file systems: what is written to them lands in a folder of another one, which decides
 * whether time stamps tell of it. In a container that folder is out of sight.
 */
final class Overlays {
  static final String TYPE = "overlay";

  private static final String UPPER = "upperdir=";

  private Overlays() {}

  /**
   * Whether every overlay that is mounted here writes to a file system of another type than these.
   *
   * @param mounts lines as in proc_pid_mountinfo(5)
   */
  static boolean writeElsewhere(List<String> mounts, Set<String> types) {
    return mounts.stream()
        .filter(mount -> mount.contains(" - " + TYPE + " "))
        .allMatch(mount -> writesElsewhere(mount, types));
  }

  static List<String> mounts() {
    try {
      return Files.readAllLines(Path.of("/proc/self/mountinfo"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return List.of("? - " + TYPE + " ? ?"); // of which nothing is known
    }
  }

  private static boolean writesElsewhere(String mount, Set<String> types) {
    for (String option : mount.substring(mount.lastIndexOf(' ') + 1).split(",", -1)) {
      // A relative path is one of whoever mounted it, and an escaped one is not worth a decoder.
      if (option.startsWith(UPPER + "/") && !option.contains("\\")) {
        try {
          Path upper = Path.of(option.substring(UPPER.length()));
          String type = Files.getFileStore(upper).type();
          return !types.contains(type) && !type.equals(TYPE);
        } catch (IOException | InvalidPathException e) {
          return false;
        }
      }
    }
    return false;
  }
}
