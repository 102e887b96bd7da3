package dev.tenon.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was done.
 *
 * @param caller the name and working folder under which Tenon was called
 * @param reads predicted by our own search, observed by the linker, or both
 * @param outputs with size in bytes
 * @param warnings the linker's, a line each
 * @param exit the code that the caller saw
 */
public record Receipt(
    String caller,
    String folder,
    long startedMillis,
    LinkPlan plan,
    Toolchain toolchain,
    Recipe recipe,
    List<Read> reads,
    List<Made> outputs,
    List<String> warnings,
    List<Run> runs,
    int exit) {
  public Receipt {
    reads = List.copyOf(reads);
    outputs = List.copyOf(outputs);
    warnings = List.copyOf(warnings);
    runs = List.copyOf(runs);
  }

  /**
   * @param debugBytes of them in debug sections; -1 if the file was not looked into
   */
  public record Made(String role, String path, long bytes, long debugBytes) {}

  /**
   * One process of the link.
   *
   * @param wallMillis from start to exit
   * @param cpuMillis user and system time of it and its children; -1 if unknown
   * @param peakKib largest resident size seen, in KiB, a lower bound; -1 if unknown
   * @param signal that ended it, or null
   */
  public record Run(
      String step,
      int exit,
      @Nullable Integer signal,
      long wallMillis,
      long cpuMillis,
      long peakKib) {}
}
