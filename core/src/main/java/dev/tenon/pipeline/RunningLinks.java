package dev.tenon.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which outputs are being written, side outputs included: by a linker, or by a skip that puts
 * copies back and renews times. Of two that write one file at a time, nothing is proved.
 */
final class RunningLinks {
  /** Why a link of which another one wrote an output meanwhile must be done again. */
  static final String OVERLAP = "another link wrote the same output at the same time";

  private final List<Run> running = new ArrayList<>();

  /** A link or a skip that writes. */
  final class Run implements AutoCloseable {
    private final Set<Path> outputs;
    private boolean overlaps;

    private Run(Set<Path> outputs) {
      this.outputs = Set.copyOf(outputs);
    }

    /** Whether another one wrote one of the outputs meanwhile. */
    boolean overlaps() {
      synchronized (running) {
        return overlaps;
      }
    }

    /** It writes no more; may be said again. */
    void end() {
      synchronized (running) {
        running.remove(this);
      }
    }

    @Override
    public void close() {
      end();
    }
  }

  /**
   * @param outputs absolute
   */
  Run begin(Set<Path> outputs) {
    var run = new Run(outputs);
    synchronized (running) {
      for (Run other : running) {
        if (other.outputs.stream().anyMatch(run.outputs::contains)) {
          other.overlaps = true;
          run.overlaps = true;
        }
      }
      running.add(run);
    }
    return run;
  }
}
