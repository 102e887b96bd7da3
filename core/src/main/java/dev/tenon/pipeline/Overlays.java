package dev.tenon.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Overlay file systems: their files lie in directories of others, which decide whether time stamps
 * tell of a change. In a container those are out of sight.
 */
final class Overlays {
  static final String TYPE = "overlay";

  /**
   * What is read through, as mount(8) and newer kernels write it; what is written goes to upper.
   */
  private static final Pattern LAYERS = Pattern.compile("(?:lowerdir|datadir|upperdir)\\+?=(.*)");

  private Overlays() {}

  /**
   * Whether all layers of every overlay that is mounted here lie on file systems of such types.
   *
   * @param mounts lines as in proc_pid_mountinfo(5)
   */
  static boolean lieOn(Predicate<String> types, List<String> mounts) {
    return mounts.stream()
        .filter(mount -> mount.contains(" - " + TYPE + " "))
        .allMatch(mount -> {
          List<String> layers = layers(mount.substring(mount.lastIndexOf(' ') + 1));
          return !layers.isEmpty() && layers.stream().allMatch(layer -> lies(layer, types));
        });
  }

  static List<String> mounts() {
    try {
      return Files.readAllLines(Path.of("/proc/self/mountinfo"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return List.of("? - " + TYPE + " ? ?"); // of which nothing is known
    }
  }

  private static List<String> layers(String options) {
    var layers = new ArrayList<String>();
    for (String option : options.split(",", -1)) {
      var matcher = LAYERS.matcher(option);
      if (matcher.matches()) {
        layers.addAll(List.of(matcher.group(1).split(":", -1)));
      }
    }
    return layers;
  }

  private static boolean lies(String layer, Predicate<String> types) {
    // A relative path is one of whoever mounted it, and an escaped one is not worth a decoder.
    if (!layer.startsWith("/") || layer.contains("\\")) {
      return false;
    }
    try {
      return types.test(Files.getFileStore(Path.of(layer)).type());
    } catch (IOException | InvalidPathException e) {
      return false;
    }
  }
}
