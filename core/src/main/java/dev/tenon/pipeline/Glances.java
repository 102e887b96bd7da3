package dev.tenon.pipeline;

import dev.tenon.keep.Identities;
import dev.tenon.model.FileIdentity;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one link saw of files before it began: each is looked at once. A file that changes
 * afterwards has another identity than the one that is remembered here, which is what whoever
 * compares wants.
 */
final class Glances {
  private final Map<String, Optional<FileIdentity>> seen = new HashMap<>();

  /** Null if nothing is there. */
  @Nullable FileIdentity look(String path) {
    return seen.computeIfAbsent(path, Glances::first).orElse(null);
  }

  private static Optional<FileIdentity> first(String path) {
    try {
      return Optional.ofNullable(Identities.of(Path.of(path)));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
