package dev.tenon.pipeline;

import dev.tenon.binder.Toolchains;
import dev.tenon.binder.observe.Observation;
import dev.tenon.dialect.GnuDirect;
import dev.tenon.driver.Admission;
import dev.tenon.driver.Driver;
import dev.tenon.driver.Execution;
import dev.tenon.driver.Outcome;
import dev.tenon.keep.Identities;
import dev.tenon.keep.Reason;
import dev.tenon.keep.UpToDate;
import dev.tenon.model.Binding;
import dev.tenon.model.FileIdentity;
import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.Recipe;
import dev.tenon.model.RootedPath;
import dev.tenon.model.Tool;
import dev.tenon.model.Toolchain;
import dev.tenon.option.Family;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One link that Tenon itself performs: the plan is rendered for the chosen linker, outputs are
 * staged and published at once.
 */
final class PerformedLink {
  private final Request request;
  private final Past past;
  private final Bonds bonds;
  private final Toolchains tools;
  private final long started = System.currentTimeMillis();

  /**
   * @param roots folders of the roots that the plan uses beyond those that every machine has
   */
  PerformedLink(Request request, Toolchains tools, Map<String, String> roots) {
    this.request = request;
    this.past = request.memory().past(request.state());
    this.tools = tools;
    this.bonds = new Bonds(request, tools, roots);
  }

  /** Another way to the same outputs, when the linker that was chosen for speed has refused. */
  interface Fallback {
    int run() throws IOException;
  }

  /**
   * The exit code of the linker; 0 if the link was not needed.
   *
   * @param fallback null if there is none
   */
  int run(LinkPlan plan, Engines.Choice choice, @Nullable Fallback fallback) throws IOException {
    Path output = bonds.output(plan);
    Toolchain toolchain = bonds.toolchain(choice.linker(), choice.reason(), output);
    UpToDate.Today today = bonds.today(plan, toolchain);
    DependencyFiles files = request.memory().dependencyFiles();
    Beginning beginning = files.begin();
    boolean clean = false;
    try {
      Set<Path> written = bonds.written(plan);
      var needed =
          new Skipping(request, output, written, started, beginning.glances()).needed(today);
      if (needed == null) {
        clean = true;
        return 0;
      }
      // What the fast linker says counts only if nobody takes its place.
      var held = fallback == null ? null : new HeldMessages(request.err());
      Request heard = held == null ? request : request.withErr(held);
      Attempt attempt;
      boolean overlaps;
      try (RunningLinks.Run run = past.running.begin(written)) {
        attempt = perform(heard, plan, choice, toolchain, beginning);
        overlaps = run.overlaps();
      }
      clean = attempt.outcome().succeeded();
      if (!clean && fallback != null) {
        return fallback.run();
      }
      if (held != null) {
        held.release();
      }
      record(attempt, beginning, output, overlaps, needed.reasons());
      if (!clean && Explanation.isWanted(request)) {
        List<Recipe.Step> steps = attempt.recipe().steps();
        new Explanation(request, bonds)
            .print(
                plan,
                toolchain,
                choice.family(),
                attempt.outcome(),
                steps.isEmpty() ? List.of() : steps.getLast().argv());
      }
      return attempt.outcome().exit();
    } finally {
      files.end(beginning.clock(), clean);
      request.memory().afterwards().execute(() -> sweep(output));
    }
  }

  /** What links that were killed have left under hidden names. */
  private void sweep(Path output) {
    Driver.sweep(output);
    past.claims.sweep();
  }

  private record Attempt(Binding binding, Recipe recipe, Outcome outcome, Evidence evidence) {}

  private Attempt perform(
      Request heard, LinkPlan plan, Engines.Choice choice, Toolchain toolchain, Beginning beginning)
      throws IOException {
    var evidence = new Evidence(request.folder(), past, request.memory(), beginning);
    Binding binding = bonds.bind(plan, toolchain, beginning.glances());
    evidence.look(binding.reads());
    var turn = new Turn(request, choice.family(), evidence.bytes());
    try (Admission.Pass pass = turn.enter(() -> past.receipts.last(bonds.output(plan)), false)) {
      Path told = beginning.clock();
      var observation =
          told == null
              ? new Observation(List.of(), null, false)
              : Observation.of(binding, told.toString(), false);
      boolean named = OwnNames.enter(plan, binding.reads(), request.folder());
      var words = new ArrayList<>(observation.words());
      words.addAll(turn.threads(plan, tools.facts(choice.linker()).threads()));
      Recipe written = GnuDirect.recipe(binding, choice.family(), words);
      Recipe recipe = named && choice.family() != Family.BFD ? OwnNames.inPlace(written) : written;
      boolean hidden = !named && isPlain(plan, choice);
      var execution =
          new Execution(
              heard.hands(),
              heard.folder(),
              heard.environment(),
              heard.out(),
              heard.err(),
              pass,
              links(choice.linker()),
              plan.items().contains(new Item.Setting("noinhibit-exec", Item.ON)),
              hidden ? past.claims : null);
      evidence.begin();
      if (told != null) {
        DependencyFiles.empty(told);
      }
      evidence.beside();
      Outcome outcome =
          Driver.perform(recipe, execution, bonds.names(plan), request.cancellation());
      evidence.readPerishable();
      evidence.after();
      turn.ended(outcome);
      return new Attempt(binding, recipe, outcome, evidence);
    }
  }

  private void record(
      Attempt attempt, Beginning beginning, Path output, boolean overlaps, List<Reason> because) {
    var made = new ArrayList<Bookkeeping.Placed>();
    for (Outcome.Published file : attempt.outcome().published()) {
      FileIdentity found = Identities.of(file.path());
      // Published with a time that shows the next change; what was made in place has no such time.
      boolean shows =
          found != null && file.stamp() == found.mtime() && found.mtime() < found.ctime();
      made.add(new Bookkeeping.Placed(file.output(), file.path(), shows ? found : null, null));
    }
    var done =
        new Bookkeeping.Done(
            attempt.binding(),
            attempt.recipe(),
            dependencies(attempt.binding().plan(), beginning.clock()),
            attempt.outcome(),
            attempt.evidence(),
            Set.of(),
            overlaps ? List.of(RunningLinks.OVERLAP) : List.of(),
            because);
    new Bookkeeping(request, started, output, made).record(() -> done);
  }

  /** What the linker wrote of its reads, into our file or into one that the caller asked for. */
  private @Nullable String dependencies(LinkPlan plan, @Nullable Path told) {
    RootedPath own = Observation.own(plan);
    Path file = own != null ? bonds.file(own) : told;
    return file == null ? null : DependencyFiles.text(file);
  }

  /** A link that has not begun: what was found for the plan, and what would be run. */
  record Prepared(Binding binding, Recipe recipe) {}

  /** The link as it would be run, without observing. */
  Prepared prepare(LinkPlan plan, Engines.Choice choice) {
    Toolchain toolchain = bonds.toolchain(choice.linker(), choice.reason(), bonds.output(plan));
    Binding binding = bonds.bind(plan, toolchain, new Glances());
    return new Prepared(binding, GnuDirect.recipe(binding, choice.family(), List.of()));
  }

  private boolean isPlain(LinkPlan plan, Engines.Choice choice) {
    // mold packs what it has read into a file beside the output.
    boolean packs =
        choice.family() == Family.MOLD && request.environment().containsKey("MOLD_REPRO");
    return !packs && bonds.isElf(plan, choice.linker()) && SideFiles.none(plan);
  }

  private static Execution.Links links(Tool linker) {
    return switch (linker.family()) {
      case "lld" -> Execution.Links.REPLACE;
      case "mold" -> Execution.Links.FOLLOW;
      default -> Execution.Links.REPLACE_UNLESS_EMPTY;
    };
  }
}
