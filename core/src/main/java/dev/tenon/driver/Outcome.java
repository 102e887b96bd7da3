package dev.tenon.driver;

import dev.tenon.model.Content;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.Receipt;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a recipe.
 *
 * @param exit of the step that failed, 128 + signal as shells say it; 0 when all went well
 * @param out standard output of the steps, at most {@link #KEPT} bytes
 * @param err standard error of the steps, at most {@link #KEPT} bytes
 * @param fault why a step could not be started or an output not be published; null otherwise
 * @param published the outputs that are in place, also those that nobody announced, primary last
 */
public record Outcome(
    int exit,
    List<Receipt.Run> runs,
    Content out,
    Content err,
    @Nullable Fault fault,
    List<Published> published) {
  public static final int KEPT = 1 << 20;

  /**
   * A file in its place.
   *
   * @param output announced, or with a role of its own if the linker made it unasked
   * @param stamp its time of last change in nanoseconds since 1970, which only a change of its
   *     content by somebody else changes; -1 if it was written in place
   */
  public record Published(LinkPlan.Output output, Path path, long stamp) {}

  /** Trouble of our own making or of the machine's, as opposed to a linker's complaint. */
  public sealed interface Fault {
    record NotFound(String program, String reason) implements Fault {}

    record NotStarted(String program, String reason) implements Fault {}

    record NotPublished(Path path, String reason) implements Fault {}

    record NotWritten(Path path, String reason) implements Fault {}
  }

  public boolean succeeded() {
    return exit == 0 && fault == null;
  }
}
