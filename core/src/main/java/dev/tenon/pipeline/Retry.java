package dev.tenon.pipeline;

import dev.tenon.driver.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** RTY-04: which failures may pass by themselves. */
final class Retry {
  private static final Set<Integer> SIGNALS = Set.of(4, 7, 10, 11);

  private Retry() {}

  static boolean worth(Outcome outcome) {
    if (outcome.runs().isEmpty()) {
      return false;
    }
    Integer signal = outcome.runs().getLast().signal();
    String text = new String(outcome.err().bytes(), StandardCharsets.UTF_8);
    return signal != null && SIGNALS.contains(signal)
        || text.contains("unable to execute command: Segmentation fault: 11")
        || text.contains("unable to execute command: Bus error: 10")
        || text.contains("terminated with signal 11 [Segmentation fault]");
  }
}
