package dev.tenon.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Who uses a file, as far as the kernel lets this user see. */
final class OpenFiles {
  private OpenFiles() {}

  /** Those of the files that some process has open or mapped; all if that cannot be found out. */
  static Set<Path> of(Collection<Path> files) {
    var used = new HashSet<Path>();
    try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        descriptors(process, files, used);
        maps(process, files, used);
      }
    } catch (IOException e) {
      used.addAll(files);
    }
    return used;
  }

  private static void descriptors(Path process, Collection<Path> files, Set<Path> used) {
    try (var descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        Path file = Files.readSymbolicLink(descriptor);
        if (files.contains(file)) {
          used.add(file);
        }
      }
    } catch (IOException e) {
      // It is gone, or somebody else's, who does not write our files.
    }
  }

  private static void maps(Path process, Collection<Path> files, Set<Path> used) {
    try {
      for (String line : Files.readAllLines(process.resolve("maps"))) {
        int at = line.indexOf('/');
        if (at > 0 && files.contains(Path.of(line.substring(at)))) {
          used.add(Path.of(line.substring(at)));
        }
      }
    } catch (IOException e) {
      // As above.
    }
  }
}
