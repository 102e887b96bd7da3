package dev.tenon.pipeline;

import dev.tenon.keep.UpToDate;
import dev.tenon.model.Read;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a link that need not wait for its turn will read, unless what changed matters to that. It is
 * enough to start the linker by; what is really read is searched for when the caller has its
 * answer, and proved as always: a file that was not looked at before the start must be the one that
 * it was.
 */
record Likely(List<Read> reads, long bytes) {
  /** Null if there is nothing to go by, or more depends on it than how the linker is observed. */
  static @Nullable Likely of(UpToDate.Verdict.Needed needed, Request request) {
    List<Read> reads = needed.likely();
    if (reads == null || request.memory().cheap() != Long.MAX_VALUE) {
      return null;
    }
    long bytes = 0;
    for (Read read : reads) {
      Read.Proof proof = read.proof();
      boolean isPlain =
          switch (read.aspect()) {
            case ABSENCE -> true;
            case LISTING -> false; // a name that comes after the linker has looked would not show
            case CONTENT, REJECTED -> proof != null && !read.why().startsWith("version-script");
          };
      if (!isPlain) {
        return null;
      }
      bytes += proof == null || proof.identity() == null ? 0 : proof.identity().size();
    }
    return bytes < Turn.WORTH_COUNTING ? new Likely(reads, bytes) : null;
  }

  /** What was named on the command line: few files, and those that were written last. */
  List<Read> inputs() {
    return reads.stream().filter(read -> read.why().equals("input")).toList();
  }
}
