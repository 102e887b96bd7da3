package dev.tenon.pipeline;

import dev.tenon.binder.observe.Observation;
import dev.tenon.driver.Outcome;
import dev.tenon.model.Binding;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.Read;
import dev.tenon.model.Recipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A link that was tried.
 *
 * @param asked the plan as the caller meant it
 * @param bound the plan as the linker was told it; may be searched for when the linker has ended
 * @param isStarved whether the kernel ended it for want of memory
 * @param prints whether it prints for somebody else's eyes
 */
record Attempt(
    LinkPlan asked,
    Bound bound,
    Recipe recipe,
    Observation observation,
    Outcome outcome,
    Evidence evidence,
    boolean isStarved,
    boolean prints) {

  /** What the linker told of its reads, and why a link like this must always be done. */
  record Told(List<Read> reads, boolean isObserved, List<String> bars) {}

  Binding binding() {
    return asked(asked, bound.get());
  }

  static Binding asked(LinkPlan plan, Binding spelt) {
    return new Binding(plan, spelt.toolchain(), spelt.roots(), spelt.reads(), spelt.troubles());
  }

  /**
   * May be asked when the caller has gone on, and has deleted what compilers delete.
   *
   * @param dependencies what the linker wrote of its reads; null if nothing
   */
  Told told(@Nullable String dependencies) {
    byte[] out = outcome.out().bytes();
    String trace = observation.isTraced() ? new String(out, StandardCharsets.UTF_8) : "";
    Binding spelt = bound.get();
    List<Read> reads =
        observation.reads(
            spelt, dependencies, trace, path -> evidence.saw(path) || Files.exists(Path.of(path)));
    var bars = new ArrayList<>(Bars.ofPlan(asked));
    bars.addAll(Bars.ofPlan(spelt.plan()));
    if (prints || !observation.isTraced() && out.length > 0) {
      bars.add("the linker prints on standard output");
    }
    boolean isObserved = dependencies != null && !dependencies.isEmpty();
    return new Told(reads, isObserved, bars);
  }
}
