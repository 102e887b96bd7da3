package dev.tenon.pipeline;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Made before a link looks at anything, so that what changes from then on shows.
 *
 * @param told an empty file for the linker to write its reads to; null if there is no room for one,
 *     which is no reason to give the link up
 * @param mark time by the clock that files get theirs from; 0 if it could not be told
 */
record Beginning(@Nullable Path told, long mark, Glances glances) {
  /** For another attempt, with the same file. */
  Beginning again() {
    long now = told == null ? 0 : DependencyFiles.empty(told);
    return new Beginning(now == 0 ? null : told, now, new Glances());
  }
}
