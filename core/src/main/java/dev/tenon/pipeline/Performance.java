package dev.tenon.pipeline;

import dev.tenon.binder.Binder;
import dev.tenon.binder.RealWorld;
import dev.tenon.binder.Toolchains;
import dev.tenon.binder.observe.Observation;
import dev.tenon.dialect.GnuDirect;
import dev.tenon.driver.Driver;
import dev.tenon.driver.Execution;
import dev.tenon.driver.Outcome;
import dev.tenon.explain.Message;
import dev.tenon.explain.Packages;
import dev.tenon.model.Binding;
import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.Read;
import dev.tenon.model.Recipe;
import dev.tenon.model.RootedPath;
import dev.tenon.model.Tool;
import dev.tenon.model.Toolchain;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From a plan and a linker to outputs, a receipt and, if it failed, an explanation. */
final class Performance {
  private static final Packages PACKAGES = new DpkgPackages(Path.of("/var/lib/dpkg/info"));

  private final Request request;
  private final Toolchains tools;
  private final Map<String, String> roots;
  private final long started = System.currentTimeMillis();

  /**
   * @param roots folders of the roots that the plan uses beyond those that every machine has
   */
  Performance(Request request, Toolchains tools, Map<String, String> roots) {
    this.request = request;
    this.tools = tools;
    this.roots = new HashMap<>(roots);
    this.roots.put(RootedPath.CWD, request.folder().toString());
  }

  /** The linker's exit code. */
  int link(LinkPlan plan, Engines.Choice choice) throws IOException {
    var held = choice.own() == null ? null : new HeldMessages(request.err());
    Attempt attempt = attempt(plan, choice, held == null ? request : request.withErr(held));
    if (held != null) {
      if (!attempt.outcome.succeeded()) {
        return insteadOf(choice, plan);
      }
      held.release();
    }
    new Bookkeeping(request, started)
        .record(attempt.binding, attempt.recipe, attempt.reads, attempt.outcome);
    if (!attempt.outcome.succeeded()) {
      explain(attempt);
    }
    return attempt.outcome.exit();
  }

  /**
   * The linker that was chosen for speed refused. If the caller's own one takes the same plan, that
   * is an incompatibility and no fault of the inputs; if not, its words are the ones that count.
   */
  private int insteadOf(Engines.Choice fast, LinkPlan plan) throws IOException {
    Tool own = java.util.Objects.requireNonNull(fast.own());
    String reason = fast.linker().family() + " refused this link";
    var choice = new Engines.Choice(own, Engines.family(own.family()), reason, null);
    int exit = link(plan, choice);
    if (exit == 0) {
      say(
          "tenon: note: "
              + reason
              + " and "
              + own.family()
              + " took it; TENON_ENGINE="
              + own.family()
              + " saves the attempt\n");
    }
    return exit;
  }

  /** What would be run, without observing. */
  Recipe recipe(LinkPlan plan, Engines.Choice choice) {
    return GnuDirect.recipe(bind(plan, choice), choice.family(), List.of());
  }

  private Binding bind(LinkPlan plan, Engines.Choice choice) {
    var toolchain =
        new Toolchain(
            List.of(choice.linker()), Set.of(), choice.reason(), Surroundings.relevant(request));
    return Binder.bind(plan, toolchain, roots, new RealWorld(tools::builtIn));
  }

  private record Attempt(Binding binding, Recipe recipe, List<Read> reads, Outcome outcome) {}

  private Attempt attempt(LinkPlan plan, Engines.Choice choice, Request request)
      throws IOException {
    Binding binding = bind(plan, choice);
    boolean free = Spectators.leaveStdoutFree(plan);
    Path told = Files.createTempFile("tenon", ".d");
    try {
      var observation = Observation.of(binding, told.toString(), free);
      Recipe recipe = GnuDirect.recipe(binding, choice.family(), observation.words());
      var execution =
          new Execution(
              request.folder(),
              request.environment(),
              observation.isTraced() ? OutputStream.nullOutputStream() : request.out(),
              request.err(),
              links(choice.linker()),
              plan.items().contains(new Item.Setting("noinhibit-exec", Item.ON)));
      Outcome outcome = Driver.perform(recipe, execution, names(plan), request.cancellation());
      String trace =
          observation.isTraced() ? new String(outcome.out().bytes(), StandardCharsets.UTF_8) : "";
      List<Read> reads = observation.reads(binding, dependencies(observation, plan, told), trace);
      return new Attempt(binding, recipe, reads, outcome);
    } finally {
      Files.deleteIfExists(told);
    }
  }

  /** What the linker wrote of its reads, into our file or into one that the caller asked for. */
  private @Nullable String dependencies(Observation observation, LinkPlan plan, Path told) {
    RootedPath own = Observation.own(plan);
    Path file = own != null ? request.folder().resolve(FileNames.written(own, roots)) : told;
    try {
      return own == null && observation.dependencyFile() == null ? null : Files.readString(file);
    } catch (IOException e) {
      return null;
    }
  }

  private Map<LinkPlan.Output, String> names(LinkPlan plan) {
    var names = new HashMap<LinkPlan.Output, String>();
    for (LinkPlan.Output output : plan.outputs()) {
      names.put(output, FileNames.written(output.file(), roots));
    }
    return names;
  }

  private static Execution.Links links(Tool linker) {
    return switch (linker.family()) {
      case "lld" -> Execution.Links.REPLACE;
      case "mold" -> Execution.Links.FOLLOW;
      default -> Execution.Links.REPLACE_UNLESS_EMPTY;
    };
  }

  private void explain(Attempt attempt) throws IOException {
    Outcome outcome = attempt.outcome;
    Binding was = attempt.binding;
    Binding binding =
        Binder.examine(was.plan(), was.toolchain(), roots, new RealWorld(tools::builtIn));
    Path output =
        request.folder().resolve(FileNames.written(attempt.binding.plan().primary(), roots));
    for (Message message : Failures.explain(binding, outcome, output, PACKAGES)) {
      say(message.print());
    }
  }

  private void say(String text) throws IOException {
    request.err().write(text.getBytes(StandardCharsets.UTF_8));
    request.err().flush();
  }
}
