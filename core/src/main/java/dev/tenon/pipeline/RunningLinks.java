package dev.tenon.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which outputs are being written: of two links that write one at a time, nothing is proved. */
final class RunningLinks {
  private final Map<Path, List<Run>> running = new HashMap<>();

  /** A linker that runs. */
  static final class Run {
    private boolean overlaps;

    /** Whether another one wrote the same output meanwhile. */
    boolean overlaps() {
      return overlaps;
    }
  }

  synchronized Run begin(Path output) {
    var run = new Run();
    List<Run> others = running.computeIfAbsent(output, _ -> new ArrayList<>());
    for (Run other : others) {
      other.overlaps = true;
      run.overlaps = true;
    }
    others.add(run);
    return run;
  }

  synchronized void end(Path output, Run run) {
    List<Run> others = running.get(output);
    if (others != null && others.remove(run) && others.isEmpty()) {
      running.remove(output);
    }
  }
}
