package dev.tenon.pipeline;

import dev.tenon.binder.Binder;
import dev.tenon.binder.RealWorld;
import dev.tenon.binder.Toolchains;
import dev.tenon.binder.World;
import dev.tenon.binder.observe.Observation;
import dev.tenon.driver.Admission;
import dev.tenon.driver.Driver;
import dev.tenon.driver.Execution;
import dev.tenon.driver.Outcome;
import dev.tenon.explain.Code;
import dev.tenon.explain.CommandLine;
import dev.tenon.explain.Message;
import dev.tenon.explain.Packages;
import dev.tenon.keep.Reason;
import dev.tenon.keep.UpToDate;
import dev.tenon.model.Binding;
import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.Read;
import dev.tenon.model.Receipt;
import dev.tenon.model.Recipe;
import dev.tenon.model.RootedPath;
import dev.tenon.model.Tool;
import dev.tenon.model.Toolchain;
import dev.tenon.option.Family;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From a plan and a linker to outputs, a receipt and, if it failed, an explanation. */
final class Performance {
  private static final Packages PACKAGES = new DpkgPackages(Path.of("/var/lib/dpkg/info"));

  private final Request request;
  private final Toolchains tools;
  private final Map<String, String> roots;
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
    this.tools = tools;
    this.capabilities = capabilities;
    this.roots = new HashMap<>(roots);
    this.roots.put(RootedPath.CWD, request.folder().toString());
  }

  /** The exit code of the linker, or of the driver that ran it; 0 if the link was not needed. */
  int link(Route route, Engines.Choice choice) throws IOException {
    Set<String> missing = capabilities.missing(route.driver());
    Path output = output(route.asked());
    var today =
        new UpToDate.Today(
            request.folder().toString(),
            route.asked().withoutProvenance(),
            toolchain(route, choice, missing),
            roots,
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
      var one = new Try(route, choice, Set.copyOf(missing), heard, alone, silent, beginning);
      Attempt attempt = attempt(one, attempts == 0 ? likely : null);
      boolean failed = !attempt.outcome.succeeded();
      if (failed && route.driver() != null) {
        String refused = refused(attempt, route);
        if (refused != null && missing.add(refused)) {
          capabilities.learn(route.driver(), refused);
          continue;
        }
      }
      if (attempt.isStarved && !alone) {
        say(
            "tenon: note: the kernel killed the linker for want of memory; it is run again"
                + " alone\n");
        alone = true;
        continue;
      }
      if (failed && choice.own() != null) {
        return insteadOf(choice, route, because, beginning.again());
      }
      if (failed && attempts < retries() && Retry.worth(attempt.outcome)) {
        crashed = true;
        continue;
      }
      if (held != null) {
        held.release();
      }
      var books = new Bookkeeping(request, started, output(route.asked()), attempt.outcome);
      String early = callers ? dependencies(attempt, beginning.told()) : null;
      if (!failed) {
        request.out().flush();
        if (bars.isEmpty()) { // else there is still something to say
          request.hands().answer(attempt.outcome.exit());
        }
      }
      Told told;
      try {
        told = told(attempt, callers ? early : dependencies(attempt, beginning.told()));
      } catch (RuntimeException e) {
        books.giveUp();
        throw e;
      }
      var all = new ArrayList<>(bars);
      all.addAll(told.bars);
      if (crashed) {
        all.add("the linker crashed on the way");
      }
      books.record(
          new Bookkeeping.Done(
              attempt.binding,
              route.spelt(),
              route.said(),
              attempt.recipe,
              told.reads,
              told.isObserved,
              attempt.outcome,
              attempt.evidence,
              all,
              because));
      if (failed) {
        explain(attempt, route);
      }
      return attempt.outcome.exit();
    }
  }

  private static @Nullable String refused(Attempt attempt, Route route) {
    String text = new String(attempt.outcome.err().bytes(), StandardCharsets.UTF_8);
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
    Set<String> missing = capabilities.missing(route.driver());
    return route.recipe(
        bind(route.asked(), toolchain(route, choice, missing), new Glances()), List.of());
  }

  private Toolchain toolchain(Route route, Engines.Choice choice, Set<String> missing) {
    Tool driver = route.driver();
    return new Toolchain(
        driver == null ? List.of(choice.linker()) : List.of(choice.linker(), driver),
        missing,
        choice.reason(),
        driver == null ? Surroundings.direct(request) : Surroundings.relevant(request));
  }

  private Binding bind(LinkPlan plan, Toolchain toolchain, Glances glances) {
    World world = new SeenWorld(new RealWorld(tools::builtIn), glances, request.memory().blocks());
    return Binder.bind(plan, toolchain, roots, world);
  }

  /** The plan as the linker is told it, and what the driver itself reads. */
  private Binding bound(Route route, Engines.Choice choice, Set<String> missing, Glances glances) {
    Binding spelt = bind(route.spelt(), toolchain(route, choice, missing), glances);
    String program = route.program();
    if (program == null || !program.contains("/")) {
      return spelt;
    }
    var reads = new ArrayList<>(spelt.reads());
    reads.add(new Read(program, Read.Aspect.CONTENT, Read.How.PREDICTED, "run by the driver"));
    return new Binding(spelt.plan(), spelt.toolchain(), spelt.roots(), reads, spelt.troubles());
  }

  /**
   * @param prints whether it prints for somebody else's eyes
   */
  private record Attempt(
      Binding binding,
      Binding spelt,
      Recipe recipe,
      Observation observation,
      Outcome outcome,
      Evidence evidence,
      boolean isStarved,
      boolean prints) {}

  /** What the linker told of its reads, and why a link like this must always be done. */
  private record Told(List<Read> reads, boolean isObserved, List<String> bars) {}

  /**
   * May be asked when the caller has gone on, and has deleted what compilers delete.
   *
   * @param dependencies what the linker wrote of its reads; null if nothing
   */
  private static Told told(Attempt attempt, @Nullable String dependencies) {
    byte[] out = attempt.outcome.out().bytes();
    Observation observation = attempt.observation;
    String trace = observation.isTraced() ? new String(out, StandardCharsets.UTF_8) : "";
    List<Read> reads =
        observation.reads(
            attempt.spelt,
            dependencies,
            trace,
            path -> attempt.evidence.saw(path) || Files.exists(Path.of(path)));
    var bars = new ArrayList<>(Bars.ofPlan(attempt.binding.plan()));
    bars.addAll(Bars.ofPlan(attempt.spelt.plan()));
    if (attempt.prints || !observation.isTraced() && out.length > 0) {
      bars.add("the linker prints on standard output");
    }
    boolean isObserved = dependencies != null && !dependencies.isEmpty();
    return new Told(reads, isObserved, bars);
  }

  /**
   * One attempt at a link.
   *
   * @param alone to run beside no other
   * @param silent whether nothing is left to be said if it goes well
   */
  private record Try(
      Route route,
      Engines.Choice choice,
      Set<String> missing,
      Request request,
      boolean alone,
      boolean silent,
      Beginning beginning) {}

  private Attempt attempt(Try one, @Nullable Likely likely) throws IOException {
    Route route = one.route;
    LinkPlan plan = route.asked();
    Request request = one.request;
    Path told = one.beginning.told();
    Family family = one.choice.family();
    var evidence =
        new Evidence(
            request.folder(),
            request.memory().past(request.state()),
            request.memory(),
            one.beginning.mark(),
            one.beginning.glances());
    var search = new Search(one, evidence);
    Binding expected;
    if (likely == null) {
      search.run();
      expected = search.bound();
    } else {
      evidence.look(likely.inputs());
      Toolchain toolchain = toolchain(route, one.choice, one.missing);
      expected = new Binding(route.spelt(), toolchain, roots, likely.reads(), List.of());
    }
    boolean free =
        Spectators.leaveStdoutFree(plan, family)
            && (route.driver() == null || Spectators.leaveStdoutFree(route.spelt(), family));
    boolean mayLeave = one.silent && evidence.mayLeave();
    Set<Path> pending = request.memory().past(request.state()).pending;
    Path output = output(plan);
    if (mayLeave) {
      pending.add(output); // the caller may call again before we know that it has left
    }
    boolean goesOn = false;
    var turn = new Turn(request, family, likely == null ? evidence.bytes() : likely.bytes());
    try (Admission.Pass pass = turn.enter(() -> last(plan), one.alone)) {
      var observation =
          told == null
              ? new Observation(List.of(), null, false)
              : Observation.of(expected, told.toString(), free);
      var words = new ArrayList<>(observation.words());
      words.addAll(turn.threads(plan));
      boolean named = OwnNames.enter(route.spelt(), expected.reads(), request.folder());
      Recipe written = route.recipe(asked(plan, expected), words);
      Recipe recipe = named && family != Family.BFD ? OwnNames.inPlace(written) : written;
      var execution =
          new Execution(
              request.hands(),
              request.folder(),
              request.environment(),
              observation.isTraced() ? OutputStream.nullOutputStream() : request.out(),
              request.err(),
              new Meanwhile(pass, search),
              links(one.choice.linker()),
              plan.items().contains(new Item.Setting("noinhibit-exec", Item.ON)),
              !named
                  && isElf(route.spelt(), one.choice.linker())
                  && SideFiles.none(plan)
                  && SideFiles.none(route.spelt()),
              mayLeave);
      evidence.during(() -> told == null ? 0 : DependencyFiles.empty(told));
      Outcome outcome = Driver.perform(recipe, execution, names(plan), request.cancellation());
      search.run(); // where no process was started
      evidence.after();
      turn.ended(outcome);
      goesOn = outcome.published().stream().anyMatch(file -> file.identity() != null);
      return new Attempt(
          asked(plan, search.bound()),
          search.bound(),
          recipe,
          observation,
          outcome,
          evidence,
          Turn.starved(outcome, pass),
          !free);
    } finally {
      if (mayLeave && !goesOn) {
        pending.remove(output);
      }
    }
  }

  private static Binding asked(LinkPlan plan, Binding spelt) {
    return new Binding(plan, spelt.toolchain(), spelt.roots(), spelt.reads(), spelt.troubles());
  }

  /** Finds out what a link reads and looks at it, once. */
  private final class Search implements Runnable {
    private final Try one;
    private final Evidence evidence;
    private @Nullable Binding bound;

    Search(Try one, Evidence evidence) {
      this.one = one;
      this.evidence = evidence;
    }

    @Override
    public void run() {
      if (bound == null) {
        Binding found =
            Performance.this.bound(one.route, one.choice, one.missing, one.beginning.glances());
        evidence.look(found.reads());
        bound = found;
      }
    }

    Binding bound() {
      return Objects.requireNonNull(bound);
    }
  }

  /** Other formats have the output's base name inside. */
  private boolean isElf(LinkPlan plan, Tool linker) {
    String target = plan.target();
    return target == null
        ? !linker.family().equals("bfd") || tools.builtIn(linker, null).format().startsWith("elf")
        : target.startsWith("elf");
  }

  private @Nullable Receipt last(LinkPlan plan) {
    return request.memory().past(request.state()).receipts.last(output(plan));
  }

  private Path output(LinkPlan plan) {
    return request.folder().resolve(FileNames.written(plan.primary(), roots)).normalize();
  }

  /** What the linker wrote of its reads, into our file or into one that the caller asked for. */
  private @Nullable String dependencies(Attempt attempt, @Nullable Path told) {
    RootedPath own = Observation.own(attempt.binding.plan());
    Path file = own != null ? request.folder().resolve(FileNames.written(own, roots)) : told;
    try {
      boolean silent = own == null && attempt.observation.dependencyFile() == null;
      return silent || file == null ? null : Files.readString(file);
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

  private void explain(Attempt attempt, Route route) throws IOException {
    Toolchain toolchain = attempt.binding.toolchain();
    Family family = Engines.family(toolchain.linker().family());
    Binding examined =
        Binder.examine(route.spelt(), toolchain, roots, new RealWorld(tools::builtIn));
    Path output = request.folder().resolve(FileNames.written(route.asked().primary(), roots));
    for (Message message : Failures.explain(examined, attempt.outcome, output, PACKAGES)) {
      say(complete(message, attempt, route.spelt(), family).print());
    }
  }

  private static Message complete(Message message, Attempt attempt, LinkPlan spelt, Family family) {
    if (message.code() == Code.T0500 && !attempt.recipe.steps().isEmpty()) {
      List<String> argv = attempt.recipe.steps().getLast().argv();
      return message.note("command: " + CommandLine.folded(argv));
    }
    return OptionAdvice.with(message, spelt, family);
  }

  private void say(String text) throws IOException {
    request.err().write(text.getBytes(StandardCharsets.UTF_8));
    request.err().flush();
  }
}
