package dev.tenon.pipeline;

import dev.tenon.binder.Toolchains;
import dev.tenon.binder.observe.Observation;
import dev.tenon.driver.Outcome;
import dev.tenon.explain.Code;
import dev.tenon.explain.CommandLine;
import dev.tenon.explain.Message;
import dev.tenon.explain.Packages;
import dev.tenon.keep.Reason;
import dev.tenon.keep.UpToDate;
import dev.tenon.model.Binding;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.Recipe;
import dev.tenon.model.RootedPath;
import dev.tenon.model.Tool;
import dev.tenon.model.Toolchain;
import dev.tenon.option.Family;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From a plan and a linker to outputs, a receipt and, if it failed, an explanation. */
final class Performance {
  private static final Packages PACKAGES = new DpkgPackages(Path.of("/var/lib/dpkg/info"));

  private final Request request;
  private final Bonds bonds;
  private final Capabilities capabilities;
  private final long started = System.currentTimeMillis();

  /**
   * @param roots folders of the roots that the plan uses beyond those that every machine has
   */
  Performance(Request request, Toolchains tools, Map<String, String> roots) {
    this(request, tools, roots, new Capabilities(request.state()));
  }

  Performance(
      Request request, Toolchains tools, Map<String, String> roots, Capabilities capabilities) {
    this.request = request;
    this.bonds = new Bonds(request, tools, roots);
    this.capabilities = capabilities;
  }

  /** The exit code of the linker, or of the driver that ran it; 0 if the link was not needed. */
  int link(Route route, Engines.Choice choice) throws IOException {
    Set<String> missing = capabilities.missing(route.driver());
    Path output = bonds.output(route.asked());
    var today =
        new UpToDate.Today(
            request.folder().toString(),
            route.asked().withoutProvenance(),
            bonds.toolchain(route, choice, missing),
            bonds.roots(),
            route.said());
    DependencyFiles files = request.memory().dependencyFiles();
    Beginning first = files.begin();
    int exit = 1;
    try {
      var needed = new Skipping(request, output, started, first.glances()).needed(today);
      exit =
          needed == null
              ? 0
              : link(route, choice, needed.reasons(), List.of(), first, Likely.of(needed, request));
      return exit;
    } finally {
      files.end(first.told(), exit == 0);
    }
  }

  /**
   * @param because why it is needed
   * @param bars why it will be needed every time
   * @param first for the first attempt
   * @param likely what that will read; null if nobody knows
   */
  private int link(
      Route route,
      Engines.Choice choice,
      List<Reason> because,
      List<String> bars,
      Beginning first,
      @Nullable Likely likely)
      throws IOException {
    Set<String> missing = capabilities.missing(route.driver());
    boolean crashed = false;
    boolean alone = false;
    // A file that the caller asked for is the caller's to delete.
    boolean callers = Observation.own(route.asked()) != null;
    boolean silent = bars.isEmpty() && !callers; // else there is still something to say or to read
    for (int attempts = 0; ; attempts++) {
      Beginning beginning = attempts == 0 ? first : first.again();
      // What a first try says counts only if there is no second one.
      boolean mayRetry = choice.own() != null || route.driver() != null || retries() > 0;
      var held = mayRetry ? new HeldMessages(request.err()) : null;
      Request heard = held == null ? request : request.withErr(held);
      Toolchain toolchain = bonds.toolchain(route, choice, Set.copyOf(missing));
      var one = new Try(heard, bonds, route, choice, toolchain, alone, silent, beginning);
      Attempt attempt = one.perform(attempts == 0 ? likely : null);
      Outcome outcome = attempt.outcome();
      boolean failed = !outcome.succeeded();
      if (failed && route.driver() != null) {
        String refused = refused(outcome, route);
        if (refused != null && missing.add(refused)) {
          capabilities.learn(route.driver(), refused);
          continue;
        }
      }
      if (attempt.isStarved() && !alone) {
        say(
            "tenon: note: the kernel killed the linker for want of memory; it is run again"
                + " alone\n");
        alone = true;
        continue;
      }
      if (failed && choice.own() != null) {
        return insteadOf(choice, route, because, beginning.again());
      }
      if (failed && attempts < retries() && Retry.worth(outcome)) {
        crashed = true;
        continue;
      }
      if (held != null) {
        held.release();
      }
      var books = new Bookkeeping(request, started, bonds.output(route.asked()), outcome);
      String early = callers ? dependencies(attempt, beginning.told()) : null;
      if (!failed) {
        request.out().flush();
        if (bars.isEmpty()) { // else there is still something to say
          request.hands().answer(outcome.exit());
        }
      }
      Attempt.Told told;
      try {
        told = attempt.told(callers ? early : dependencies(attempt, beginning.told()));
      } catch (RuntimeException e) {
        books.giveUp();
        throw e;
      }
      var all = new ArrayList<>(bars);
      all.addAll(told.bars());
      if (crashed) {
        all.add("the linker crashed on the way");
      }
      books.record(
          new Bookkeeping.Done(
              attempt.binding(),
              route.spelt(),
              route.said(),
              attempt.recipe(),
              told.reads(),
              told.isObserved(),
              outcome,
              attempt.evidence(),
              all,
              because));
      if (failed) {
        explain(attempt, route);
      }
      return outcome.exit();
    }
  }

  private static @Nullable String refused(Outcome outcome, Route route) {
    String text = new String(outcome.err().bytes(), StandardCharsets.UTF_8);
    String fuse = route instanceof Route.ThroughCc cc ? cc.steering().fuse() : null;
    return Capabilities.refused(text, fuse);
  }

  /** RTY-04: a linker that crashes now and then is tried again if the caller asks for it. */
  private int retries() {
    return "1".equals(request.environment().get("TENON_RETRY_ON_SIGNAL")) ? 3 : 0;
  }

  /**
   * The linker that was chosen for speed refused. If the caller's own one takes the same plan, that
   * is an incompatibility and no fault of the inputs; if not, its words are the ones that count.
   */
  private int insteadOf(Engines.Choice fast, Route route, List<Reason> because, Beginning beginning)
      throws IOException {
    Tool own = Objects.requireNonNull(fast.own());
    String reason = fast.linker().family() + " refused this link";
    var choice = new Engines.Choice(own, Engines.family(own.family()), reason, null);
    int exit = link(route.to(choice), choice, because, List.of(reason + " first"), beginning, null);
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
  Recipe recipe(Route route, Engines.Choice choice) {
    Toolchain toolchain = bonds.toolchain(route, choice, capabilities.missing(route.driver()));
    return route.recipe(bonds.bind(route.asked(), toolchain, new Glances()), List.of());
  }

  /** What the linker wrote of its reads, into our file or into one that the caller asked for. */
  private @Nullable String dependencies(Attempt attempt, @Nullable Path told) {
    RootedPath own = Observation.own(attempt.asked());
    Path file = own != null ? bonds.file(own) : told;
    try {
      boolean silent = own == null && attempt.observation().dependencyFile() == null;
      return silent || file == null ? null : Files.readString(file);
    } catch (IOException e) {
      return null;
    }
  }

  private void explain(Attempt attempt, Route route) throws IOException {
    Toolchain toolchain = attempt.bound().get().toolchain();
    Family family = Engines.family(toolchain.linker().family());
    Binding examined = bonds.examine(route.spelt(), toolchain);
    Path output = bonds.file(route.asked().primary());
    for (Message message : Failures.explain(examined, attempt.outcome(), output, PACKAGES)) {
      say(complete(message, attempt, route.spelt(), family).print());
    }
  }

  private static Message complete(Message message, Attempt attempt, LinkPlan spelt, Family family) {
    if (message.code() == Code.T0500 && !attempt.recipe().steps().isEmpty()) {
      List<String> argv = attempt.recipe().steps().getLast().argv();
      return message.note("command: " + CommandLine.folded(argv));
    }
    return OptionAdvice.with(message, spelt, family);
  }

  private void say(String text) throws IOException {
    request.err().write(text.getBytes(StandardCharsets.UTF_8));
    request.err().flush();
  }
}
