package dev.tenon.pipeline;

import dev.tenon.binder.RealWorld;
import dev.tenon.binder.World;
import dev.tenon.driver.Outcome;
import dev.tenon.format.BadFile;
import dev.tenon.format.Elf;
import dev.tenon.format.FileKind;
import dev.tenon.keep.Digests;
import dev.tenon.keep.Identities;
import dev.tenon.keep.LinkLog;
import dev.tenon.keep.Reason;
import dev.tenon.keep.UpToDate;
import dev.tenon.model.Binding;
import dev.tenon.model.FileIdentity;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.Read;
import dev.tenon.model.Receipt;
import dev.tenon.model.Recipe;
import dev.tenon.model.Tool;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the receipt and the line of the log, when the caller has its answer. */
final class Bookkeeping {
  private static final int MOST_MESSAGES = 1 << 20;
  private static final int MOST_REASONS = 20;

  private final Request request;
  private final Past past;
  private final long started;
  private final long wall;
  private final Path output;
  private final List<Placed> placed = new ArrayList<>();

  /**
   * Takes down what may change as soon as the caller has its answer.
   *
   * @param output absolute
   */
  Bookkeeping(Request request, long started, Path output, Outcome outcome) {
    this.request = request;
    this.past = request.memory().past(request.state());
    this.started = started;
    this.output = output;
    for (Outcome.Published file : outcome.published()) {
      FileIdentity told = file.identity();
      placed.add(new Placed(file, told == null ? Identities.of(file.path()) : told));
    }
    wall = System.currentTimeMillis() - started;
    past.pending.add(output);
  }

  /** There will be no record: what is there no longer fits the one that there was. */
  void giveUp() {
    past.pending.remove(output);
  }

  /**
   * A link that was done.
   *
   * @param binding with the plan as it was asked for
   * @param spelt the plan as the linker was told it
   * @param saidBy digest of what a driver made of the plan; null if none was run
   * @param observed whether the linker told what it read
   * @param bars why the link must always be done, as far as that is known
   */
  record Done(
      Binding binding,
      LinkPlan spelt,
      @Nullable String saidBy,
      Recipe recipe,
      List<Read> reads,
      boolean observed,
      Outcome outcome,
      Evidence evidence,
      List<String> bars,
      List<Reason> because) {}

  /** An output as it was when it was published. */
  private record Placed(Outcome.Published file, @Nullable FileIdentity identity) {}

  /** The caller may have its answer before this. */
  void record(Done done) {
    log(done);
    request
        .memory()
        .afterwards()
        .execute(() -> {
          try {
            write(done);
          } finally {
            past.pending.remove(output);
          }
        });
  }

  private void write(Done done) {
    boolean bfd = done.binding.toolchain().linker().family().equals("bfd");
    boolean ended = done.outcome.succeeded();
    List<Read> reads = ended ? done.evidence.proved(done.reads, bfd) : done.reads;
    if (ended && isDeletedBefore(done)) {
      placed.forEach(file -> past.keep(file.file.path()));
    }
    var made = new ArrayList<Receipt.Made>();
    for (Placed file : placed) {
      made.add(ended ? proved(file) : made(file, null, null));
    }
    Receipt receipt =
        receipt(done, reads, made, ended ? standing(done, reads, placed, wall) : null);
    past.receipts.put(output, receipt);
    past.digests.save();
    past.claims.sweep();
    if (ended) {
      request.memory().later().execute(() -> lookAgain(output, receipt));
    }
  }

  /** Whether the caller deletes outputs before it links: rustc, or whoever did it this time. */
  private static boolean isDeletedBefore(Done done) {
    return done.because.stream().anyMatch(reason -> reason instanceof Reason.OutputMissing)
        || done.reads.stream().anyMatch(read -> read.path().endsWith(Evidence.RUSTC_OBJECT));
  }

  private Receipt receipt(
      Done done, List<Read> reads, List<Receipt.Made> made, Receipt.@Nullable Standing standing) {
    Outcome outcome = done.outcome;
    return new Receipt(
        request.name(),
        request.folder().toString(),
        started,
        done.binding.plan().withoutProvenance(),
        done.binding.toolchain(),
        done.recipe,
        reads,
        made,
        warnings(outcome.err().bytes()),
        outcome.runs(),
        outcome.exit(),
        standing);
  }

  private Receipt.Standing standing(Done done, List<Read> reads, List<Placed> placed, long wall) {
    var bars = new ArrayList<>(done.bars);
    bars.addAll(Bars.ofTools(done.binding.toolchain()));
    bars.addAll(Bars.ofReads(done.reads, done.observed));
    bars.addAll(Bars.ofFiles(reads, done.evidence, past, request.folder()));
    for (Placed file : placed) {
      bars.addAll(Bars.ofOutput(file.file.path(), file.identity, file.file.stamp() >= 0, past));
    }
    FileKind kind = placed.isEmpty() ? null : Bars.kind(placed.getLast().file.path());
    if (kind != FileKind.ELF) {
      bars.add(
          kind == null ? "no file was made" : "the output is " + kind.text() + ", no ELF file");
    }
    int said = done.outcome.err().bytes().length;
    if (said >= MOST_MESSAGES) {
      bars.add("more messages than are kept");
    }
    String names =
        Bars.names(
            List.of(done.binding.plan(), done.spelt),
            done.binding.toolchain(),
            reads,
            placed.size(),
            said);
    return new Receipt.Standing(
        UpToDate.RULES,
        done.binding.roots(),
        done.saidBy,
        done.outcome.err(),
        bars.stream().distinct().toList(),
        names,
        done.because.stream().limit(MOST_REASONS).map(Reason::text).toList(),
        wall,
        0);
  }

  /** What the output is, unless somebody changed it after it was published. */
  private Receipt.Made proved(Placed placed) {
    FileIdentity identity = placed.identity;
    Path path = placed.file.path();
    if (identity == null
        || placed.file.stamp() != identity.mtime()
        || identity.mtime() >= identity.ctime()
        || identity.size() > request.memory().cheap()) {
      return made(placed, null, null);
    }
    Digests.Known known = past.digests.readAnyway(path);
    FileIdentity now = Identities.of(path);
    // Builds give outputs a second name right away; nothing else may have happened to them.
    boolean untouched =
        now != null
            && (now.isSame(identity)
                || now.isSameButForNames(identity) && now.links() != identity.links());
    if (known == null || now == null || !untouched) {
      return made(placed, null, null);
    }
    if (Identities.isSettled(now, Identities.now())) {
      past.digests.learn(now, known);
    }
    return made(placed, known.digest(), now);
  }

  private static Receipt.Made made(
      Placed placed, @Nullable String digest, @Nullable FileIdentity identity) {
    Outcome.Published file = placed.file;
    boolean primary = file.output().role().equals(LinkPlan.Output.PRIMARY);
    return new Receipt.Made(
        file.output().role(),
        file.path().toString(),
        placed.identity == null ? -1 : placed.identity.size(),
        primary ? debug(file.path()) : -1,
        digest,
        identity);
  }

  /**
   * Some seconds later: a build has given its outputs more names and has deleted what it made for
   * the linker. The next link is to find them known.
   */
  private void lookAgain(Path output, Receipt written) {
    Receipt receipt = past.receipts.last(output);
    if (receipt == null || receipt.startedMillis() != written.startedMillis()) {
      return;
    }
    var made = new ArrayList<Receipt.Made>();
    for (Receipt.Made file : receipt.outputs()) {
      made.add(again(file));
    }
    List<Read> reads = receipt.reads().stream().map(this::again).toList();
    if (!made.equals(receipt.outputs()) || !reads.equals(receipt.reads())) {
      past.receipts.replace(
          output,
          receipt,
          new Receipt(
              receipt.caller(),
              receipt.folder(),
              receipt.startedMillis(),
              receipt.plan(),
              receipt.toolchain(),
              receipt.recipe(),
              reads,
              made,
              receipt.warnings(),
              receipt.runs(),
              receipt.exit(),
              receipt.standing()));
    }
    past.digests.save();
  }

  private Receipt.Made again(Receipt.Made made) {
    Path path = Path.of(made.path());
    FileIdentity now = Identities.of(path);
    FileIdentity then = made.identity();
    if (now == null || then == null || now.isSame(then) || now.mode() != then.mode()) {
      return made;
    }
    Digests.Known known = past.digests.read(path, now);
    boolean same = known != null && known.digest().equals(made.digest());
    return same
        ? new Receipt.Made(
            made.role(), made.path(), made.bytes(), made.debugBytes(), made.digest(), now)
        : made;
  }

  private Read again(Read read) {
    Read.Proof proof = read.proof();
    if (proof == null
        || proof.identity() == null
        || proof.fleeting()
        || Identities.of(request.folder().resolve(read.path())) != null) {
      return read;
    }
    return read.proved(
        new Read.Proof(proof.digest(), proof.identity(), proof.form(), proof.real(), true));
  }

  private void log(Done done) {
    Tool linker = done.binding.toolchain().linker();
    Placed primary = placed.isEmpty() ? null : placed.getLast();
    FileIdentity identity = primary == null ? null : primary.identity;
    past.log.append(
        new LinkLog.Line(
            started,
            wall,
            linker.family() + " " + linker.version(),
            done.evidence.bytes(),
            identity == null ? 0 : identity.size(),
            primary == null ? -1 : debug(primary.file.path()),
            done.outcome.exit(),
            request.folder().toString(),
            output.toString(),
            -1,
            done.because.isEmpty() ? "" : done.because.getFirst().kind()));
  }

  private static long debug(Path path) {
    try {
      var world = new RealWorld((_, _) -> World.BuiltIn.NONE);
      return Elf.read(world.bytes(path.toString()), path.toString(), null).sections().debugBytes();
    } catch (UncheckedIOException | BadFile e) {
      return -1;
    }
  }

  /** MSG-02, MSG-07: what the linker wrote to standard error, a line each. */
  private static List<String> warnings(byte[] err) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(err)).toString();
    } catch (CharacterCodingException e) {
      var escaped = new StringBuilder("Non-UTF-8 output: ");
      for (byte b : err) {
        if (b >= ' ' && b < 0x7f || b == '\n') {
          escaped.append((char) b);
        } else {
          escaped.append(String.format("\\x%02x", b));
        }
      }
      text = escaped.toString();
    }
    return text.lines().toList();
  }
}
