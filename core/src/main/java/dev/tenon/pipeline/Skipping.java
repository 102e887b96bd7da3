package dev.tenon.pipeline;

import dev.tenon.driver.Driver;
import dev.tenon.keep.Digests;
import dev.tenon.keep.Here;
import dev.tenon.keep.Identities;
import dev.tenon.keep.LinkLog;
import dev.tenon.keep.Present;
import dev.tenon.keep.Reason;
import dev.tenon.keep.UpToDate;
import dev.tenon.model.FileIdentity;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.Read;
import dev.tenon.model.Receipt;
import dev.tenon.model.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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

  /** No kernel's clock for files is more behind. */
  private static final long TICK = 12_000_000;

  private final Request request;
  private final Past past;
  private final Path output;
  private final long started;
  private final Glances glances;

  /**
   * @param glances that the link is decided by, if it is needed
   */
  Skipping(Request request, Path output, long started, Glances glances) {
    this.request = request;
    this.past = request.memory().past(request.state());
    this.output = output;
    this.started = started;
    this.glances = glances;
  }

  /** Why the link is needed; null if it was left undone and all is as if it had been done. */
  UpToDate.Verdict.@Nullable Needed needed(UpToDate.Today today) throws IOException {
    if (past.pending.contains(output)) {
      return new UpToDate.Verdict.Needed(
          new Reason.Unrecorded("the last link is still being written down"));
    }
    Receipt last = past.receipts.last(output);
    if (last == null) {
      return new UpToDate.Verdict.Needed(new Reason.Unknown(output.toString()));
    }
    var looked = new Looked(new Here(past.digests), glances, past.kept, last.outputs());
    return switch (UpToDate.of(last, today, looked, bytes(last))) {
      case UpToDate.Verdict.Needed needed -> needed;
      case UpToDate.Verdict.Same(Map<String, String> renamed) -> {
        List<Receipt.Made> renewed = renew(last, looked);
        if (renewed == null) {
          yield new UpToDate.Verdict.Needed(
              new Reason.OutputChanged(output.toString(), "its time cannot be renewed"));
        }
        long made = renewed.stream().mapToLong(Receipt.Made::bytes).sum();
        answer(last, today.plan(), renamed, renewed, looked.bytes - made);
        yield null;
      }
    };
  }

  private long bytes(Receipt last) {
    Receipt.Standing standing = last.standing();
    long wall = standing == null ? 0 : standing.wallMillis();
    return Math.min(request.memory().cheap(), Math.max(BYTES, wall * BYTES_PER_MILLI));
  }

  /**
   * The machine with outputs that were deleted and are kept; remembers which those are, the newest
   * file and how large all of them are.
   */
  private static final class Looked implements Present {
    private final Present present;
    private final Glances glances;
    private final Kept kept;
    private final Set<String> outputs = new HashSet<>();
    private final Set<String> lost = new HashSet<>();
    private final Map<String, String> folders = new HashMap<>();
    private long newest = Long.MIN_VALUE;
    private long bytes;

    Looked(Present present, Glances glances, Kept kept, List<Receipt.Made> outputs) {
      this.present = present;
      this.glances = glances;
      this.kept = kept;
      outputs.forEach(made -> this.outputs.add(made.path()));
    }

    @Override
    public @Nullable FileIdentity look(String path) {
      FileIdentity identity = glances.look(path);
      if (identity == null && outputs.contains(path)) {
        lost.add(path);
        identity = present.look(place(path));
      }
      if (identity != null && identity.isRegular()) {
        newest = Math.max(newest, identity.mtime());
        bytes += identity.size();
      }
      return identity;
    }

    private String place(String path) {
      return lost.contains(path) ? kept.place(Path.of(path)).toString() : path;
    }

    @Override
    public @Nullable String known(FileIdentity identity) {
      return present.known(identity);
    }

    @Override
    public @Nullable String digest(String path, FileIdentity identity, String before) {
      return present.digest(place(path), identity, before);
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
    public boolean isSymbolicLink(String path) {
      return present.isSymbolicLink(path);
    }
  }

  /**
   * Gives the outputs the time of now: not before any input, and not after what the kernel gives to
   * files that are written from now on. Null if that is not possible.
   */
  private @Nullable List<Receipt.Made> renew(Receipt last, Looked looked) {
    long now = Identities.now();
    long newest = looked.newest;
    long time = newest <= now ? Math.max(newest, now - TICK) : now - TICK;
    var renewed = new ArrayList<Receipt.Made>();
    try {
      for (Receipt.Made made : last.outputs()) {
        Path path = request.folder().resolve(made.path());
        if (looked.lost.contains(made.path())) {
          past.kept.restore(path);
          past.keep(path);
        }
        Files.setLastModifiedTime(path, FileTime.from(time, TimeUnit.NANOSECONDS));
        FileIdentity identity = Identities.of(path);
        if (identity == null || made.digest() == null) {
          return null;
        }
        // A change in this very tick must show; if it would not, the next check reads the file.
        boolean shows = identity.mtime() < identity.ctime();
        if (shows) {
          learn(path, made, identity);
        }
        renewed.add(
            new Receipt.Made(
                made.role(),
                made.path(),
                made.bytes(),
                made.debugBytes(),
                made.digest(),
                shows ? identity : made.identity()));
      }
    } catch (IOException e) {
      return null;
    }
    return renewed;
  }

  /** So that the next link, which may come at once, need not read the output. */
  private void learn(Path path, Receipt.Made made, FileIdentity identity) {
    FileIdentity before = made.identity();
    Digests.Known known = before == null ? null : past.digests.known(before);
    Read.Form form = known == null ? Forms.of(path) : known.form();
    past.digests.learn(identity, new Digests.Known(String.valueOf(made.digest()), form));
  }

  private void answer(
      Receipt last,
      LinkPlan plan,
      Map<String, String> renamed,
      List<Receipt.Made> renewed,
      long bytes)
      throws IOException {
    var standing = Objects.requireNonNull(last.standing());
    byte[] said = standing.err().bytes();
    if (said.length > 0) {
      request.err().write(said);
      request.err().flush();
    }
    log(last, standing, System.currentTimeMillis() - started, bytes);
    request
        .memory()
        .afterwards()
        .execute(() -> {
          past.receipts.replace(output, last, again(last, standing, plan, renamed, renewed));
          past.digests.save();
          Driver.sweep(output);
          past.claims.sweep();
        });
  }

  /** The receipt as it would be if the link had been done, but for its time and recipe. */
  private static Receipt again(
      Receipt last,
      Receipt.Standing standing,
      LinkPlan plan,
      Map<String, String> renamed,
      List<Receipt.Made> renewed) {
    return new Receipt(
        last.caller(),
        last.folder(),
        last.startedMillis(),
        plan,
        last.toolchain(),
        last.recipe(),
        UpToDate.renamed(last.reads(), renamed),
        renewed,
        last.warnings(),
        last.runs(),
        last.exit(),
        new Receipt.Standing(
            standing.rules(),
            standing.roots(),
            standing.spelt(),
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
