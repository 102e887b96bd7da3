package dev.tenon.pipeline;

import dev.tenon.keep.Here;
import dev.tenon.keep.Identities;
import dev.tenon.keep.Reason;
import dev.tenon.keep.UpToDate;
import dev.tenon.model.Read;
import dev.tenon.model.Receipt;
import dev.tenon.model.Tool;
import dev.tenon.model.Toolchain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why outputs would be linked again, or not, and why they were; nothing is run or changed. */
public final class Inquiry {
  private Inquiry() {}

  /** What would become of the same link now. */
  public enum State {
    UP_TO_DATE,
    NEEDED,
    /** The last link is not known well enough to say. */
    UNKNOWN
  }

  /**
   * An output as it stands.
   *
   * @param reasons why it would be linked; empty if it is up to date
   * @param temporary how many of the files that went into it were gone soon after: what a compiler
   *     would put in their place is not known
   * @param receipt of the last link; null if none is remembered
   */
  public record Answer(
      Path output, State state, List<Reason> reasons, int temporary, @Nullable Receipt receipt) {
    public Answer {
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * Of one output, with every reason. Files that have other time stamps are read.
   *
   * @param output relative to the request's folder, or absolute
   */
  public static Answer why(Request request, String output) {
    Path path = request.folder().resolve(output).normalize();
    Receipt receipt = request.memory().past(request.state()).receipts.last(path);
    return receipt == null
        ? new Answer(path, State.UNKNOWN, List.of(new Reason.Unknown(path.toString())), 0, null)
        : answer(request, path, receipt);
  }

  /** Of every output below a folder that was ever linked and is not linked elsewhere now. */
  public static List<Answer> status(Request request, Path below) throws IOException {
    var answers = new ArrayList<Answer>();
    for (Receipt receipt : request.memory().past(request.state()).receipts.all()) {
      Path output = output(receipt);
      if (output.startsWith(below)) {
        answers.add(answer(request, output, receipt));
      }
    }
    answers.sort(Comparator.comparing(Answer::output));
    return answers;
  }

  private static Path output(Receipt receipt) {
    var roots = receipt.standing() == null ? null : receipt.standing().roots();
    String written =
        roots == null
            ? FileNames.written(receipt.plan().primary())
            : FileNames.written(receipt.plan().primary(), roots);
    return Path.of(receipt.folder()).resolve(written).normalize();
  }

  private static Answer answer(Request request, Path output, Receipt receipt) {
    Past past = request.memory().past(request.state());
    Receipt.Standing standing = receipt.standing();
    Path folder = Path.of(receipt.folder());
    List<Read> lasting =
        receipt.reads().stream().filter(read -> !isFleeting(read, folder)).toList();
    int temporary = receipt.reads().size() - lasting.size();
    var today =
        new UpToDate.Today(
            receipt.folder(),
            receipt.plan(),
            toolchain(past, receipt.toolchain()),
            standing == null ? java.util.Map.of() : standing.roots(),
            standing == null ? "" : standing.streams());
    var verdict =
        UpToDate.of(
            receipt.withReads(lasting),
            today,
            new Here(past.digests, past.kept::has),
            Long.MAX_VALUE);
    past.digests.save();
    return switch (verdict) {
      case UpToDate.Verdict.Same _ ->
          new Answer(output, State.UP_TO_DATE, List.of(), temporary, receipt);
      case UpToDate.Verdict.Needed(List<Reason> reasons, var _) ->
          new Answer(output, state(reasons), reasons, temporary, receipt);
    };
  }

  private static boolean isFleeting(Read read, Path folder) {
    return read.proof() != null
        && (read.proof().fleeting()
            || Evidence.isPerishable(read.path())
                && Identities.of(folder.resolve(read.path())) == null);
  }

  private static State state(List<Reason> reasons) {
    boolean known =
        reasons.stream()
            .anyMatch(reason ->
                !(reason instanceof Reason.Unrecorded || reason instanceof Reason.Unproved));
    return known ? State.NEEDED : State.UNKNOWN;
  }

  /** The same tools as they are now. */
  private static Toolchain toolchain(Past past, Toolchain before) {
    var tools = new ArrayList<Tool>();
    var here = past.tools(before.environment());
    for (Tool tool : before.tools()) {
      try {
        tools.add(here.identify(tool.role(), Path.of(tool.path())));
      } catch (UncheckedIOException e) {
        tools.add(new Tool(tool.role(), tool.family(), "", tool.path() + " (gone)", ""));
      }
    }
    return new Toolchain(tools, before.missing(), before.reason(), before.environment());
  }
}
