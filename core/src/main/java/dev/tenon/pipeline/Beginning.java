package dev.tenon.pipeline;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Made before a link looks at anything, so that what changes from then on shows.
 *
 * @param clock an empty file of ours that tells the time by the clock that files get theirs from;
 *     null if there is no room for one, which is no reason to give the link up
 * @param mark that time; 0 if it could not be told
 */
record Beginning(@Nullable Path clock, long mark, Glances glances) {
  /** For another attempt. */
  Beginning again() {
    long now = clock == null ? 0 : DependencyFiles.empty(clock);
    return new Beginning(now == 0 ? null : clock, now, new Glances());
  }
}
