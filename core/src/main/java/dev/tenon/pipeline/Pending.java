package dev.tenon.pipeline;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Outputs of links that run, or are not written down yet. */
final class Pending {
  /** How many links of each. */
  private final Map<Path, Integer> outputs = new HashMap<>();

  synchronized void add(Path output) {
    outputs.merge(output, 1, Integer::sum);
  }

  /** Once for each time that it was added. */
  synchronized void remove(Path output) {
    if (outputs.computeIfPresent(output, (_, count) -> count == 1 ? null : count - 1) == null) {
      notifyAll();
    }
  }

  synchronized boolean contains(Path output) {
    return outputs.containsKey(output);
  }

  /**
   * Whether an output is pending still after some time.
   *
   * @param millis to wait at most
   */
  synchronized boolean contains(Path output, long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    try {
      for (long left; outputs.containsKey(output) && (left = end - System.nanoTime()) > 0; ) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return outputs.containsKey(output);
  }
}
