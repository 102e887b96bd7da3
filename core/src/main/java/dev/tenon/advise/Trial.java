package dev.tenon.advise;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One linker with one treatment of debug information.
 *
 * @param engine what {@code TENON_ENGINE} and {@code -fuse-ld} call it
 * @param name family and version
 * @param isNow whether it is the one in use
 * @param measured null if it refused
 * @param refusal the first line of why, or null
 * @param ignored options of the plan that have no effect with it, as they are spelt
 * @param differences from what the linker in use makes
 */
public record Trial(
    String engine,
    String name,
    String path,
    boolean isNow,
    Variant variant,
    @Nullable Measured measured,
    @Nullable String refusal,
    List<String> ignored,
    List<Difference> differences) {
  public Trial {
    ignored = List.copyOf(ignored);
    differences = List.copyOf(differences);
  }

  /**
   * @param wallMillis median over the rounds, from start to exit
   * @param cpuMillis mean over the rounds; the kernel counts in ticks of 10 ms
   * @param peakKib median of the largest resident size seen; -1 if it ended too soon to be seen
   * @param bytes of the output
   * @param debugBytes of them in debug sections
   */
  public record Measured(
      long wallMillis, long cpuMillis, long peakKib, long bytes, long debugBytes) {}

  boolean breaks() {
    return differences.stream().anyMatch(Difference::breaks);
  }
}
