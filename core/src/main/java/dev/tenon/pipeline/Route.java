package dev.tenon.pipeline;

import dev.tenon.dialect.GnuDirect;
import dev.tenon.dialect.GnuThroughCc;
import dev.tenon.model.Binding;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.Recipe;
import dev.tenon.model.Tool;
import dev.tenon.option.Family;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a plan reaches its linker. */
sealed interface Route {
  /** What was asked for. */
  LinkPlan asked();

  /** The same as the linker is told it, with what a driver adds spelt out. */
  LinkPlan spelt();

  /** The compiler driver that is run; null if the linker is. */
  @Nullable Tool driver();

  /** Digest of what the driver says that it will do; null if none is run. */
  default @Nullable String said() {
    return null;
  }

  /** The program that the driver runs and that runs the linker; null if there is none. */
  default @Nullable String program() {
    return null;
  }

  Recipe recipe(Binding asked, List<String> extra);

  /** The same plan to another linker. */
  Route to(Engines.Choice choice);

  /** Another plan by the same way. */
  Route with(LinkPlan asked, LinkPlan spelt);

  /** The linker itself is called. */
  record Direct(LinkPlan asked, Family family) implements Route {
    @Override
    public LinkPlan spelt() {
      return asked;
    }

    @Override
    public @Nullable Tool driver() {
      return null;
    }

    @Override
    public Recipe recipe(Binding binding, List<String> extra) {
      return GnuDirect.recipe(binding, family, extra);
    }

    @Override
    public Route to(Engines.Choice choice) {
      return new Direct(asked, choice.family());
    }

    @Override
    public Route with(LinkPlan asked, LinkPlan spelt) {
      return new Direct(asked, family);
    }
  }

  /**
   * A compiler driver is called and calls the linker.
   *
   * @param said digest of the driver's words for the linker
   * @param program that it would run as its linker
   * @param steerings how the driver is led to a linker
   */
  record ThroughCc(
      LinkPlan asked,
      LinkPlan spelt,
      String said,
      String program,
      Tool driver,
      GnuThroughCc.Steering steering,
      Steerings steerings)
      implements Route {
    @Override
    public Recipe recipe(Binding binding, List<String> extra) {
      return GnuThroughCc.recipe(binding, steering, extra);
    }

    @Override
    public Route to(Engines.Choice choice) {
      return new ThroughCc(asked, spelt, said, program, driver, steerings.to(choice), steerings);
    }

    @Override
    public Route with(LinkPlan asked, LinkPlan spelt) {
      return new ThroughCc(asked, spelt, said, program, driver, steering, steerings);
    }
  }

  /** Leads a driver to a linker. */
  interface Steerings {
    GnuThroughCc.Steering to(Engines.Choice choice);
  }
}
