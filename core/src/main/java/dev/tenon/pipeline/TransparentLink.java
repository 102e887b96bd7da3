package dev.tenon.pipeline;

import dev.tenon.binder.Toolchains;
import dev.tenon.binder.observe.Observation;
import dev.tenon.driver.Admission;
import dev.tenon.driver.Hands;
import dev.tenon.driver.Outcome;
import dev.tenon.keep.Digests;
import dev.tenon.keep.Identities;
import dev.tenon.keep.Reason;
import dev.tenon.keep.UpToDate;
import dev.tenon.model.Binding;
import dev.tenon.model.FileIdentity;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.Read;
import dev.tenon.model.Receipt;
import dev.tenon.model.Recipe;
import dev.tenon.model.RootedPath;
import dev.tenon.model.Tool;
import dev.tenon.option.Family;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One link by the linker that the caller meant, with the caller's own arguments and in place. It is
 * skipped if that is proved to change nothing; else the linker is started at once, and what it will
 * read is searched for while it runs.
 *
 * <p>The plan says what the arguments mean: which inputs, which outputs. It never becomes arguments
 * again. Whatever goes wrong here once the linker has been started costs the receipt, not the link.
 */
final class TransparentLink {
  private final Request request;
  private final Past past;
  private final Bonds bonds;
  private final Meaning meaning;
  private final Tool linker;
  private final LinkPlan plan;
  private final Path output;
  private final long started = System.currentTimeMillis();

  TransparentLink(Request request, Toolchains tools, Meaning meaning) {
    this.request = request;
    this.past = request.memory().past(request.state());
    this.bonds = new Bonds(request, tools, Map.of());
    this.meaning = meaning;
    this.linker = meaning.linker();
    this.plan = meaning.plan();
    this.output = meaning.output();
  }

  /** The exit code of the linker; 0 if the link was skipped. */
  int run() throws IOException {
    Beginning beginning = request.memory().dependencyFiles().begin(request.hands().mark());
    try {
      Set<Path> written = bonds.written(plan);
      var needed =
          new Skipping(request, output, written, started, beginning.glances())
              .needed(meaning.today());
      return needed == null ? 0 : link(needed, written, beginning);
    } finally {
      request.memory().dependencyFiles().end(beginning.clock());
    }
  }

  private int link(UpToDate.Verdict.Needed needed, Set<Path> written, Beginning beginning)
      throws IOException {
    var evidence = new Evidence(request.folder(), past, request.memory(), beginning);
    List<Read> last = needed.likely();
    if (last != null) {
      evidence.expect(last);
    }
    evidence.lookFirst(meaning.files(), meaning.searched());
    past.pending.add(output); // the caller may call again before we know that it has gone on
    try (RunningLinks.Run run = past.running.begin(written)) {
      boolean alone = false;
      for (; ; ) {
        var turn = new Turn(request, family(), evidence.bytes());
        Finished finished;
        boolean starved;
        try (Admission.Pass pass = turn.enter(() -> past.receipts.last(output), alone)) {
          finished = once(evidence, turn, pass, last != null);
          turn.ended(finished.outcome());
          starved = Turn.starved(finished.outcome(), pass);
        } catch (Hands.NotStarted e) {
          return request.become(linker.path(), request.words());
        }
        if (starved && !alone && asksToRepeat()) {
          alone = true;
          continue;
        }
        run.end();
        if (!finished.outcome().succeeded()) {
          explain(finished.outcome());
        }
        record(evidence, finished, run.overlaps(), needed.reasons());
        return finished.outcome().exit();
      }
    } finally {
      past.pending.remove(output);
    }
  }

  /**
   * A linker that has ended.
   *
   * @param added arguments before the caller's
   * @param binding what it was expected to read; null if that is to be searched for yet
   * @param dependencies what it told of that; null if nothing
   */
  private record Finished(
      Outcome outcome,
      List<Hands.Left> left,
      List<String> added,
      @Nullable Binding binding,
      @Nullable String dependencies) {}

  /**
   * @param isKnown whether an earlier link read the same, unless files have changed: then what this
   *     one reads is searched for when the caller has gone on, and the linker has the machine
   */
  private Finished once(Evidence evidence, Turn turn, Admission.Pass pass, boolean isKnown)
      throws IOException {
    RootedPath own = Observation.own(plan);
    boolean adds = meaning.adds();
    List<String> threads = adds ? turn.threads(plan, meaning.facts().threads()) : List.of();
    boolean mayLeave = own == null && !evidence.hasPerishable();
    var link =
        new Hands.Transparent(
            linker.path(),
            request.words(),
            threads,
            adds && own == null && meaning.facts().dependencyFile(),
            mayLeave,
            outputs(),
            request.environment(),
            request.folder());
    evidence.begin();
    long startedMillis = System.currentTimeMillis();
    long clock = System.nanoTime();
    Hands.Running running =
        request
            .hands()
            .link(link, request.out(), request.err(), pass::started, request.cancellation());
    Binding binding = isKnown && mayLeave ? null : search(evidence);
    evidence.beside();
    if (!mayLeave) {
      evidence.readPerishable();
    }
    Hands.Finished end = running.await();
    evidence.after(); // while the caller still waits, who may delete files as soon as it goes on
    if (!mayLeave && own == null && end.exit() == 0) {
      running.release();
    }
    String told = own == null ? end.dependencies() : DependencyFiles.text(bonds.file(own));
    var run =
        new Receipt.Run(
            "link",
            end.exit(),
            end.exit() > 128 && end.exit() < 128 + 65 ? end.exit() - 128 : null,
            startedMillis,
            (System.nanoTime() - clock) / 1_000_000,
            end.cpuMillis(),
            Math.max(end.peakKib(), pass.peakKib()),
            pass.waitedMillis());
    var outcome = new Outcome(end.exit(), List.of(run), end.out(), end.err(), null, List.of());
    return new Finished(outcome, end.outputs(), threads, binding, told);
  }

  /** The linker runs already, or has ended; null if it cannot be found out. */
  private @Nullable Binding search(Evidence evidence) {
    try {
      Binding found = bonds.bind(plan, meaning.toolchain(), evidence.glances());
      evidence.look(found.reads());
      return found;
    } catch (RuntimeException | VirtualMachineError e) {
      past.trouble("what " + output + " is made of cannot be found out", e);
      return null;
    }
  }

  private List<String> outputs() {
    Map<LinkPlan.Output, String> names = bonds.names(plan);
    return plan.outputs().stream()
        .map(one -> one.file().equals(RootedPath.STDOUT) ? "" : names.getOrDefault(one, ""))
        .toList();
  }

  private void explain(Outcome outcome) throws IOException {
    if (!Explanation.isWanted(request)) {
      return;
    }
    var argv = new ArrayList<>(List.of(linker.path()));
    argv.addAll(request.words());
    try {
      new Explanation(request, bonds).print(plan, meaning.toolchain(), family(), outcome, argv);
    } catch (RuntimeException | VirtualMachineError e) {
      past.trouble("the failure of " + output + " cannot be explained", e);
    }
  }

  private void record(
      Evidence evidence, Finished finished, boolean overlaps, List<Reason> because) {
    var made = new ArrayList<Bookkeeping.Placed>();
    for (int i = 0; i < plan.outputs().size(); i++) {
      LinkPlan.Output one = plan.outputs().get(i);
      boolean isTold = i < finished.left().size();
      Hands.Left left = isTold ? finished.left().get(i) : look(bonds.file(one.file()));
      if (left.identity() != null || left.other()) {
        made.add(
            new Bookkeeping.Placed(one, bonds.file(one.file()), left.identity(), left.digest()));
      }
    }
    var words = new ArrayList<>(List.of(linker.path()));
    words.addAll(finished.added());
    words.addAll(request.words());
    var step =
        new Recipe.Step(
            "link", words, List.of(), Map.of(), Set.of(), plan.outputs(), Map.of(), Set.of());
    new Bookkeeping(request, started, output, made)
        .record(() -> {
          Binding found = finished.binding() == null ? search(evidence) : finished.binding();
          return found == null
              ? null
              : new Bookkeeping.Done(
                  found,
                  new Recipe(List.of(step)),
                  finished.dependencies(),
                  finished.outcome(),
                  evidence,
                  meaning.responses(),
                  overlaps ? List.of(RunningLinks.OVERLAP) : List.of(),
                  because);
        });
  }

  /** As a client does it; the digest is made now, since the next change need not show. */
  private Hands.Left look(Path file) {
    FileIdentity found = Identities.of(file);
    boolean plain = found != null && found.isRegular() && !Files.isSymbolicLink(file);
    Digests.Known known = plain ? past.digests.readAnyway(file) : null;
    return known == null
        ? new Hands.Left(null, found != null, null)
        : new Hands.Left(found, false, known.digest());
  }

  private boolean asksToRepeat() {
    return "1".equals(request.environment().get("TENON_RETRY_KILLED"));
  }

  private Family family() {
    return Engines.family(linker.family());
  }
}
