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
 * What one link saw of files: each is looked at once, nearly all before it began. A file that
 * changes afterwards has another identity than the one that is remembered here, which is what
 * whoever compares wants.
 */
final class Glances {
  private final Map<String, Optional<FileIdentity>> seen = new HashMap<>();
  private final Map<String, Optional<FileIdentity>> late = new HashMap<>();
  private boolean began;

  /** Null if nothing is there. */
  @Nullable FileIdentity look(String path) {
    Optional<FileIdentity> known = seen.get(path);
    if (known == null) {
      known = (began ? late : seen).computeIfAbsent(path, Glances::first);
    }
    return known.orElse(null);
  }

  /** The link has begun: what is looked at for the first time from now on may have been another. */
  void began() {
    began = true;
  }

  /** Whether it was looked at in time. */
  boolean has(String path) {
    return seen.containsKey(path);
  }

  private static Optional<FileIdentity> first(String path) {
    try {
      return Optional.ofNullable(Identities.of(Path.of(path)));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
