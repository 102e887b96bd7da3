package dev.tenon.pipeline;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Outputs whose last link runs, or is not written down yet. */
final class Pending {
  private final Set<Path> outputs = new HashSet<>();

  synchronized void add(Path output) {
    outputs.add(output);
  }

  synchronized void remove(Path output) {
    if (outputs.remove(output)) {
      notifyAll();
    }
  }

  synchronized boolean contains(Path output) {
    return outputs.contains(output);
  }

  /**
   * Whether an output is pending still after some time.
   *
   * @param millis to wait at most
   */
  synchronized boolean contains(Path output, long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    try {
      for (long left; outputs.contains(output) && (left = end - System.nanoTime()) > 0; ) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return outputs.contains(output);
  }
}
