package dev.tenon.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was done.
 *
 * @param caller the name and working folder under which Tenon was called
 * @param reads predicted by our own search, observed by the linker, or both
 * @param outputs with size in bytes; also those that nobody announced
 * @param warnings the linker's, a line each
 * @param exit the code that the caller saw
 * @param standing what the link may be held against later; null until all of it is known
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
    int exit,
    @Nullable Standing standing) {
  public Receipt {
    reads = List.copyOf(reads);
    outputs = List.copyOf(outputs);
    warnings = List.copyOf(warnings);
    runs = List.copyOf(runs);
  }

  public Receipt withReads(List<Read> changed) {
    return with(plan, changed, outputs, standing);
  }

  public Receipt with(
      LinkPlan otherPlan, List<Read> read, List<Made> made, @Nullable Standing stands) {
    return new Receipt(
        caller,
        folder,
        startedMillis,
        otherPlan,
        toolchain,
        recipe,
        read,
        made,
        warnings,
        runs,
        exit,
        stands);
  }

  /**
   * @param role as the plan has it; {@link #EXTRA} if the linker made it unasked
   * @param debugBytes of them in debug sections; -1 if the file was not looked into
   * @param digest SHA-256 in lower-case hex; null if it is not known
   * @param identity of the file as the linker left it; null if somebody changed it before it was
   *     digested
   * @param firm as in {@link Read.Proof}
   */
  public record Made(
      String role,
      String path,
      long bytes,
      long debugBytes,
      @Nullable String digest,
      @Nullable FileIdentity identity,
      boolean firm) {
    public static final String EXTRA = "extra";

    public Made(String role, String path, long bytes, long debugBytes) {
      this(role, path, bytes, debugBytes, null, null, false);
    }
  }

  /**
   * One process of the link.
   *
   * @param startedMillis since 1970
   * @param wallMillis from start to exit
   * @param cpuMillis user and system time of it and its children; -1 if unknown
   * @param peakKib largest resident size seen, in KiB, a lower bound; -1 if unknown
   * @param waitedMillis before it was started, for memory and cores
   * @param signal that ended it, or null
   */
  public record Run(
      String step,
      int exit,
      @Nullable Integer signal,
      long startedMillis,
      long wallMillis,
      long cpuMillis,
      long peakKib,
      long waitedMillis) {}

  /**
   * What is needed beside plan, tools, reads and outputs to leave the same link undone another
   * time.
   *
   * @param rules number of the rules by which it was recorded; others do not trust it
   * @param roots folders of the plan's roots
   * @param streams how the streams were that the linker printed on: what it prints may depend on it
   * @param out what it printed on standard output, byte for byte
   * @param err the same of standard error; of both if both are one file
   * @param unskippable why the link must always be done; empty if it need not
   * @param names why the names of objects matter in this link; null if they do not
   * @param because why it was done this time, against the receipt before
   * @param wallMillis what the link took, from the request to the published output
   * @param skips how often it was left undone since
   */
  public record Standing(
      int rules,
      Map<String, String> roots,
      String streams,
      Content out,
      Content err,
      List<String> unskippable,
      @Nullable String names,
      List<String> because,
      long wallMillis,
      long skips) {
    /** Whether the linker printed anything. */
    public boolean hasMessages() {
      return out.bytes().length + err.bytes().length > 0;
    }

    public Standing {
      roots = Map.copyOf(roots);
      unskippable = List.copyOf(unskippable);
      because = List.copyOf(because);
    }
  }
}
