package dev.tenon.pipeline;

import dev.tenon.binder.RealWorld;
import dev.tenon.binder.World;
import dev.tenon.binder.observe.DependencyFile;
import dev.tenon.binder.observe.Gaps;
import dev.tenon.binder.observe.Observation;
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
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
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
  private final List<Placed> placed;

  /**
   * @param output absolute
   * @param placed what was made, as it was before the caller went on; the primary output last
   */
  Bookkeeping(Request request, long started, Path output, List<Placed> placed) {
    this.request = request;
    this.past = request.memory().past(request.state());
    this.started = started;
    this.output = output;
    this.placed = List.copyOf(placed);
    wall = System.currentTimeMillis() - started;
    past.pending.add(output);
  }

  /**
   * A link that was done.
   *
   * @param binding what was asked for and what the linker was expected to read
   * @param dependencies what the linker told of its reads; null if nothing
   * @param responses absolute names of response files: mold tells of them, and their content is in
   *     the arguments that the receipt has
   * @param bars why the link must always be done, beside what is found out here
   */
  record Done(
      Binding binding,
      Recipe recipe,
      @Nullable String dependencies,
      Outcome outcome,
      Evidence evidence,
      Set<String> responses,
      List<String> bars,
      List<Reason> because) {
    Done {
      dependencies = DependencyFile.told(dependencies);
    }
  }

  /**
   * An output as it was when the link had ended.
   *
   * @param identity of a plain file whose next change will show, or whose digest is given; null if
   *     it is something else
   */
  record Placed(
      LinkPlan.Output output,
      Path path,
      @Nullable FileIdentity identity,
      @Nullable String digest) {}

  /**
   * The caller may have its answer before this.
   *
   * @param link gives null if too little of it can be found out
   */
  void record(Supplier<@Nullable Done> link) {
    request
        .memory()
        .afterwards()
        .execute(() ->
            attempt(() -> {
              Done done = link.get();
              if (done == null) {
                return;
              }
              if (done.evidence.unreadBytes() <= LargeWork.BYTES) {
                keep(done);
                return;
              }
              past.pending.add(output);
              if (!request.memory().large().execute(() -> attempt(() -> keep(done)))) {
                past.pending.remove(output);
              }
            }));
  }

  /** What goes wrong costs the receipt, not the link. */
  private void attempt(Runnable work) {
    try {
      work.run();
    } catch (InvalidPathException e) {
      // A file of the link names what no file can be called: there is no receipt.
    } catch (RuntimeException | VirtualMachineError e) {
      past.trouble("the link of " + output + " cannot be recorded", e);
    } finally {
      past.pending.remove(output);
    }
  }

  private void keep(Done done) {
    Placed primary = placed.isEmpty() ? null : placed.getLast();
    long debug = primary == null || primary.identity() == null ? -1 : debug(primary.path());
    log(done, debug);
    write(done, debug);
  }

  /**
   * @param debug bytes of the primary output in debug sections
   */
  private void write(Done done, long debug) {
    boolean bfd = done.binding.toolchain().linker().family().equals("bfd");
    boolean ended = done.outcome.succeeded();
    List<Read> expected = reads(done);
    List<Read> reads = ended ? done.evidence.proved(expected, bfd) : expected;
    var made = new ArrayList<Receipt.Made>();
    for (Placed file : placed) {
      made.add(ended ? proved(file, debug) : made(file, debug, null, null));
    }
    Receipt receipt =
        new Receipt(
            request.name(),
            request.folder().toString(),
            started,
            done.binding.plan().withoutProvenance(),
            done.binding.toolchain(),
            done.recipe,
            reads,
            made,
            warnings(done.outcome.err().bytes()),
            done.outcome.runs(),
            done.outcome.exit(),
            ended ? standing(done, expected, reads) : null);
    past.receipts.put(output, receipt);
    past.digests.save();
    if (ended) {
      new SecondLook(request, past).later(output, receipt);
    }
  }

  private List<Read> reads(Done done) {
    List<Read> reads =
        new Observation(List.of(), null, false).reads(done.binding, done.dependencies, "");
    return done.responses.isEmpty()
        ? reads
        : reads.stream().filter(read -> !isResponse(read, done.responses)).toList();
  }

  private boolean isResponse(Read read, Set<String> responses) {
    return read.how() == Read.How.OBSERVED
        && responses.contains(request.folder().resolve(read.path()).toString());
  }

  private Receipt.Standing standing(Done done, List<Read> expected, List<Read> reads) {
    boolean observed = done.dependencies != null && !done.dependencies.isEmpty();
    var bars = new ArrayList<>(done.bars);
    bars.addAll(Bars.ofPlan(done.binding.plan()));
    Tool linker = done.binding.toolchain().linker();
    bars.addAll(Bars.ofEnvironment(linker.family(), request.environment()));
    bars.addAll(Bars.ofTools(done.binding.toolchain()));
    bars.addAll(Bars.ofReads(expected, observed));
    bars.addAll(Bars.ofTroubles(done.binding.troubles()));
    bars.addAll(Gaps.of(done.binding.plan(), linker.family(), expected));
    bars.addAll(Bars.ofFiles(reads, done.evidence, past, request.folder()));
    for (Placed file : placed) {
      bars.addAll(Bars.ofOutput(file, past));
    }
    Placed primary = placed.isEmpty() ? null : placed.getLast();
    // A pipe would be waited for.
    FileKind kind =
        primary == null
            ? null
            : primary.identity() == null ? FileKind.UNKNOWN : Bars.kind(primary.path());
    if (kind != FileKind.ELF) {
      bars.add(
          kind == null ? "no file was made" : "the output is " + kind.text() + ", no ELF file");
    }
    int said = done.outcome.err().bytes().length + done.outcome.out().bytes().length;
    if (said > MOST_MESSAGES) {
      bars.add("more messages than are kept");
    }
    String names = Bars.names(done.binding.plan(), reads, placed.size(), said);
    return new Receipt.Standing(
        UpToDate.RULES,
        done.binding.roots(),
        Surroundings.messages(request, linker),
        done.outcome.out(),
        done.outcome.err(),
        bars.stream().distinct().toList(),
        names,
        done.because.stream().limit(MOST_REASONS).map(Reason::text).toList(),
        wall,
        0);
  }

  /** What the output is, unless somebody changed it after the link. */
  private Receipt.Made proved(Placed placed, long debug) {
    FileIdentity identity = placed.identity();
    if (identity == null
        || identity.size() > request.memory().cheap()
        || placed.digest() == null && !past.fileSystems.stampsProve(identity, placed.path())) {
      return made(placed, debug, null, null);
    }
    String digest = past.kept.keep(placed.path(), placed.digest(), identity.size());
    if (digest == null) {
      Digests.Known known = past.digests.readAnyway(placed.path());
      digest = known == null ? null : known.digest();
    }
    FileIdentity now = Identities.of(placed.path());
    if (placed.digest() != null) {
      return made(placed, debug, placed.digest(), identity);
    }
    // Builds give outputs a second name right away; nothing else may have happened to them.
    boolean untouched =
        now != null
            && (now.isSame(identity)
                || now.isSameButForNames(identity) && now.links() != identity.links());
    return made(placed, debug, untouched ? digest : null, untouched ? identity : null);
  }

  private static Receipt.Made made(
      Placed placed, long debug, @Nullable String digest, @Nullable FileIdentity identity) {
    boolean primary = placed.output().role().equals(LinkPlan.Output.PRIMARY);
    return new Receipt.Made(
        placed.output().role(),
        placed.path().toString(),
        placed.identity() == null ? -1 : placed.identity().size(),
        primary ? debug : -1,
        digest,
        identity,
        false);
  }

  private void log(Done done, long debug) {
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
            debug,
            done.outcome.exit(),
            request.folder().toString(),
            output.toString(),
            -1,
            done.because.isEmpty() ? "" : done.because.getFirst().kind()));
  }

  private static long debug(Path path) {
    if (!Files.isRegularFile(path)) {
      return -1;
    }
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
