package dev.tenon.pipeline;

import dev.tenon.binder.observe.Observation;
import dev.tenon.driver.Admission;
import dev.tenon.driver.Driver;
import dev.tenon.driver.Execution;
import dev.tenon.driver.Outcome;
import dev.tenon.model.Binding;
import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.Recipe;
import dev.tenon.model.Tool;
import dev.tenon.model.Toolchain;
import dev.tenon.option.Family;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One try at a link.
 *
 * @param alone to run beside no other
 * @param silent whether nothing is left to be said if it goes well
 */
record Try(
    Request request,
    Bonds bonds,
    Route route,
    Engines.Choice choice,
    Toolchain toolchain,
    boolean alone,
    boolean silent,
    Beginning beginning) {

  /**
   * @param likely what it will read; null if nobody knows
   * @throws IOException if the caller gave up
   */
  Attempt perform(@Nullable Likely likely) throws IOException {
    LinkPlan plan = route.asked();
    Family family = choice.family();
    var evidence =
        new Evidence(
            request.folder(), past(), request.memory(), beginning.mark(), beginning.glances());
    var bound = new Bound(() -> search(evidence));
    if (likely != null) {
      evidence.expect(likely.reads());
      evidence.look(likely.inputs());
    }
    Binding expected =
        likely == null
            ? bound.get()
            : new Binding(route.spelt(), toolchain, bonds.roots(), likely.reads(), List.of());
    boolean free =
        Spectators.leaveStdoutFree(plan, family)
            && (route.driver() == null || Spectators.leaveStdoutFree(route.spelt(), family));
    boolean mayLeave = silent && evidence.mayLeave();
    Path output = bonds.output(plan);
    if (mayLeave) {
      past().pending.add(output); // the caller may call again before we know that it has left
    }
    boolean hasLeft = false;
    var turn = new Turn(request, family, likely == null ? evidence.bytes() : likely.bytes());
    try (Admission.Pass pass = turn.enter(() -> past().receipts.last(output), alone)) {
      Path told = beginning.told();
      var observation =
          told == null
              ? new Observation(List.of(), null, false)
              : Observation.of(expected, told.toString(), free);
      boolean named = OwnNames.enter(route.spelt(), expected.reads(), request.folder());
      Recipe written = recipe(expected, observation, turn.threads(plan));
      Recipe recipe = named && family != Family.BFD ? OwnNames.inPlace(written) : written;
      Execution execution = execution(observation, pass, !named && isPlain(plan), mayLeave);
      evidence.during(() -> told == null ? 0 : DependencyFiles.empty(told));
      Outcome outcome =
          Driver.perform(recipe, execution, bonds.names(plan), request.cancellation());
      evidence.after();
      turn.ended(outcome);
      boolean isStarved = Turn.starved(outcome, pass);
      hasLeft = outcome.published().stream().anyMatch(file -> file.identity() != null);
      return new Attempt(plan, bound, recipe, observation, outcome, evidence, isStarved, !free);
    } finally {
      if (mayLeave && !hasLeft) {
        past().pending.remove(output);
      }
    }
  }

  private Past past() {
    return request.memory().past(request.state());
  }

  /** Finds out what the link reads and looks at it. */
  private Binding search(Evidence evidence) {
    Binding found = bonds.bound(route, toolchain, beginning.glances());
    evidence.look(found.reads());
    return found;
  }

  private Recipe recipe(Binding expected, Observation observation, List<String> threads) {
    var words = new ArrayList<>(observation.words());
    words.addAll(threads);
    return route.recipe(Attempt.asked(route.asked(), expected), words);
  }

  private boolean isPlain(LinkPlan plan) {
    // mold packs what it has read into a file beside the output.
    boolean packs =
        choice.family() == Family.MOLD && request.environment().containsKey("MOLD_REPRO");
    return !packs
        && bonds.isElf(route.spelt(), choice.linker())
        && SideFiles.none(plan)
        && SideFiles.none(route.spelt());
  }

  private Execution execution(
      Observation observation, Admission.Pass pass, boolean plain, boolean mayLeave) {
    return new Execution(
        request.hands(),
        request.folder(),
        request.environment(),
        observation.isTraced() ? OutputStream.nullOutputStream() : request.out(),
        request.err(),
        pass,
        links(choice.linker()),
        route.asked().items().contains(new Item.Setting("noinhibit-exec", Item.ON)),
        plain ? past().claims : null,
        mayLeave);
  }

  private static Execution.Links links(Tool linker) {
    return switch (linker.family()) {
      case "lld" -> Execution.Links.REPLACE;
      case "mold" -> Execution.Links.FOLLOW;
      default -> Execution.Links.REPLACE_UNLESS_EMPTY;
    };
  }
}
