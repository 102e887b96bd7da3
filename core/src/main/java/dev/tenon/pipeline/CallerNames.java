package dev.tenon.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Names that lead somewhere else in every process: {@code /proc/self/cwd/a.o}, {@code /dev/stdin},
 * and whatever leads there by a symbolic link. What we find there is ours, not the caller's.
 */
final class CallerNames {
  /** Symbolic links that lead to others, as Linux bounds them. */
  private static final int MOST_LINKS = 40;

  private final Map<Path, Boolean> known = new HashMap<>();

  /**
   * @param path absolute; need not lead to anything
   */
  boolean has(Path path) {
    return has(path, MOST_LINKS);
  }

  private boolean has(Path path, int links) {
    Boolean found = known.get(path);
    if (found == null) {
      Path parent = path.getParent();
      found =
          path.startsWith("/proc")
              || path.startsWith("/dev/fd")
              || parent != null && has(parent, links)
              || leadsThere(path, links);
      known.put(path, found);
    }
    return found;
  }

  private boolean leadsThere(Path path, int links) {
    try {
      if (!Files.isSymbolicLink(path)) {
        return false;
      }
      Path target = path.resolveSibling(Files.readSymbolicLink(path));
      return links == 0 || has(target, links - 1) || has(target.normalize(), links - 1);
    } catch (IOException | InvalidPathException e) {
      return true;
    }
  }
}
