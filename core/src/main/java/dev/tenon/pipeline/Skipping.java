package dev.tenon.pipeline;

import dev.tenon.keep.Here;
import dev.tenon.keep.Identities;
import dev.tenon.keep.LinkLog;
import dev.tenon.keep.Present;
import dev.tenon.keep.Reason;
import dev.tenon.keep.UpToDate;
import dev.tenon.model.Content;
import dev.tenon.model.FileIdentity;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.Receipt;
import dev.tenon.model.Tool;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Leaves a link undone if it would make again what is there. */
final class Skipping {
  /** What may be read on the link's clock in any case; a few milliseconds. */
  private static final long BYTES = 8 << 20;

  /** And in proportion to the link: a quarter of its time, as fast as digests are made. */
  private static final long BYTES_PER_MILLI = 400_000;

  /** How long the books of a link that has just ended are waited for; most take less. */
  private static final long MOMENT_MILLIS = 30;

  /** No kernel's clock for files is more behind. */
  private static final long TICK = 12_000_000;

  /** The coarsest time stamps of local file systems, in nanoseconds. */
  private static final long COARSE = 2_000_000_000L;

  private final Request request;
  private final Past past;
  private final Path output;
  private final long started;
  private final Glances glances;
  private final Set<Path> written;

  /**
   * @param written all files that the link writes, absolute
   * @param glances that the link is decided by, if it is needed
   */
  Skipping(Request request, Path output, Set<Path> written, long started, Glances glances) {
    this.request = request;
    this.past = request.memory().past(request.state());
    this.output = output;
    this.started = started;
    this.glances = glances;
    this.written = Set.copyOf(written);
  }

  /** Why the link is needed; null if it was left undone and all is as if it had been done. */
  UpToDate.Verdict.@Nullable Needed needed(UpToDate.Today today) throws IOException {
    if (past.pending.contains(output, MOMENT_MILLIS)) {
      return new UpToDate.Verdict.Needed(
          new Reason.Unrecorded("the last link is still being written down"));
    }
    Receipt last = past.receipts.last(output);
    if (last == null) {
      return new UpToDate.Verdict.Needed(new Reason.Unknown(output.toString()));
    }
    try (RunningLinks.Run run = past.running.begin(written)) {
      if (run.overlaps()) {
        return new UpToDate.Verdict.Needed(
            new Reason.Unrecorded("another link is writing the same file"));
      }
      var verdict = verdict(last, today, run);
      if (verdict == null) {
        return null;
      }
      for (Receipt other : past.receipts.earlier(output)) {
        if (UpToDate.isSameLink(other, today) && verdict(other, today, run) == null) {
          return null;
        }
      }
      return verdict;
    }
  }

  /** Null if the link of this receipt was skipped. */
  private UpToDate.Verdict.@Nullable Needed verdict(
      Receipt last, UpToDate.Today today, RunningLinks.Run run) throws IOException {
    var looked = new Looked(new Here(past.digests, past.kept::has), glances);
    return switch (UpToDate.of(last, today, looked, bytes(last))) {
      case UpToDate.Verdict.Needed needed -> needed;
      case UpToDate.Verdict.Same(Map<String, String> renamed, Set<String> putBack) -> {
        List<Receipt.Made> renewed = renew(last, looked, putBack);
        if (renewed == null) {
          yield new UpToDate.Verdict.Needed(
              new Reason.OutputChanged(output.toString(), "its time cannot be renewed"));
        }
        long made = renewed.stream().mapToLong(Receipt.Made::bytes).sum();
        // A link that began meanwhile may have written what we took for the renewed output.
        boolean alone = !run.overlaps();
        answer(last, today.plan(), renamed, alone ? renewed : null, looked.bytes - made);
        yield null;
      }
    };
  }

  private long bytes(Receipt last) {
    Receipt.Standing standing = last.standing();
    long wall = standing == null ? 0 : standing.wallMillis();
    return Math.min(request.memory().cheap(), Math.max(BYTES, wall * BYTES_PER_MILLI));
  }

  /** The machine; remembers the newest file and how large all of them are. */
  private static final class Looked implements Present {
    private final Present present;
    private final Glances glances;
    private final Map<String, String> folders = new HashMap<>();
    private long newest = Long.MIN_VALUE;
    private long bytes;

    Looked(Present present, Glances glances) {
      this.present = present;
      this.glances = glances;
    }

    @Override
    public @Nullable FileIdentity look(String path) {
      FileIdentity identity = glances.look(path);
      if (identity != null && identity.isRegular()) {
        newest = Math.max(newest, identity.mtime());
        bytes += identity.size();
      }
      return identity;
    }

    @Override
    public @Nullable String known(String path, FileIdentity identity) {
      return present.known(path, identity);
    }

    @Override
    public @Nullable String digest(String path, FileIdentity identity, String before) {
      return present.digest(path, identity, before);
    }

    @Override
    public boolean isKept(String digest) {
      return present.isKept(digest);
    }

    @Override
    public String listing(String path) {
      return present.listing(path);
    }

    /** Files lie many to a folder: the way there is gone once. */
    @Override
    public String real(String path) {
      int slash = path.lastIndexOf('/');
      String name = path.substring(slash + 1);
      boolean plain = slash > 0 && !name.isEmpty() && !name.equals(".") && !name.equals("..");
      return plain && !present.isSymbolicLink(path)
          ? folders.computeIfAbsent(path.substring(0, slash), present::real) + "/" + name
          : present.real(path);
    }

    @Override
    public boolean isWritable(String path) {
      return present.isWritable(path);
    }

    @Override
    public boolean isSymbolicLink(String path) {
      return present.isSymbolicLink(path);
    }
  }

  /**
   * Gives the outputs the time of now: not before any input, and not after what the kernel gives to
   * files that are written from now on. Null if that is not possible.
   */
  private @Nullable List<Receipt.Made> renew(Receipt last, Looked looked, Set<String> putBack) {
    long now = Identities.now();
    long newest = looked.newest;
    long time = newest <= now ? Math.max(newest, now - TICK) : now - TICK;
    var renewed = new ArrayList<Receipt.Made>();
    try {
      for (Receipt.Made made : last.outputs()) {
        Path path = request.folder().resolve(made.path());
        FileIdentity before = made.identity();
        if (before == null || made.digest() == null) {
          return null;
        }
        FileIdentity found = glances.look(path.toString());
        if (putBack.contains(made.path())) {
          past.kept.restore(path, made.digest(), before, UpToDate.isWrittenInPlace(last, made));
        } else if (found == null || !found.equals(Identities.of(path))) {
          return null; // somebody writes it just now
        }
        Files.setLastModifiedTime(path, FileTime.from(time, TimeUnit.NANOSECONDS));
        FileIdentity identity = Identities.of(path);
        if (identity == null
            || identity.size() != before.size()
            || identity.mtime() > time
            || identity.mtime() < time - COARSE) {
          return null;
        }
        // A change in this very tick must show; if it would not, the next check reads the file.
        boolean shows = identity.mtime() < identity.ctime();
        boolean firm = shows && made.firm() && found != null && found.isSame(before);
        renewed.add(
            new Receipt.Made(
                made.role(),
                made.path(),
                made.bytes(),
                made.debugBytes(),
                made.digest(),
                shows ? identity : before,
                firm));
      }
    } catch (IOException e) {
      return null;
    }
    return renewed;
  }

  /**
   * @param renewed null if that is not sure; then the next check puts the outputs back
   */
  private void answer(
      Receipt last,
      LinkPlan plan,
      Map<String, String> renamed,
      @Nullable List<Receipt.Made> renewed,
      long bytes)
      throws IOException {
    var standing = Objects.requireNonNull(last.standing());
    print(request.out(), standing.out());
    print(request.err(), standing.err());
    log(last, standing, System.currentTimeMillis() - started, bytes);
    if (renewed == null) {
      return;
    }
    request
        .memory()
        .afterwards()
        .execute(() -> {
          Receipt fresh = again(last, standing, plan, renamed, renewed);
          Receipt newest = past.receipts.last(output);
          if (newest == null || newest.startedMillis() <= started) {
            past.receipts.put(output, fresh);
          }
          past.digests.save();
          new SecondLook(request, past).later(output, fresh);
        });
  }

  private static void print(OutputStream to, Content said) throws IOException {
    if (said.bytes().length > 0) {
      to.write(said.bytes());
      to.flush();
    }
  }

  /** The receipt as it would be if the link had been done, but for its time and recipe. */
  private static Receipt again(
      Receipt last,
      Receipt.Standing standing,
      LinkPlan plan,
      Map<String, String> renamed,
      List<Receipt.Made> renewed) {
    return last.with(
        plan,
        UpToDate.renamed(last.reads(), renamed),
        renewed,
        new Receipt.Standing(
            standing.rules(),
            standing.roots(),
            standing.streams(),
            standing.out(),
            standing.err(),
            standing.unskippable(),
            standing.names(),
            standing.because(),
            standing.wallMillis(),
            standing.skips() + 1));
  }

  private void log(Receipt last, Receipt.Standing standing, long wall, long bytes) {
    Tool linker = last.toolchain().linker();
    Receipt.Made primary = last.outputs().getLast();
    past.log.append(
        new LinkLog.Line(
            started,
            wall,
            linker.family() + " " + linker.version(),
            bytes,
            primary.bytes(),
            primary.debugBytes(),
            0,
            request.folder().toString(),
            output.toString(),
            standing.wallMillis(),
            ""));
  }
}
