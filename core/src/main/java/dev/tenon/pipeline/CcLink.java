package dev.tenon.pipeline;

import dev.tenon.binder.Toolchains;
import dev.tenon.dialect.GnuThroughCc;
import dev.tenon.driver.Question;
import dev.tenon.explain.Code;
import dev.tenon.explain.Message;
import dev.tenon.frontend.cc.CcFrontend;
import dev.tenon.frontend.ld.LdFrontend;
import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.RootedPath;
import dev.tenon.model.State;
import dev.tenon.model.Tool;
import dev.tenon.option.Family;
import dev.tenon.option.ResponseFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One call of a compiler driver under one of Tenon's names. */
public final class CcLink {
  private final Request request;
  private final Toolchains tools;
  private final Engines engines;
  private final Capabilities capabilities;

  private CcLink(Request request) {
    this.request = request.with(request.words(), Surroundings.withoutSetup(request));
    this.tools = request.memory().past(request.state()).tools(request.environment());
    this.engines = new Engines(tools, request);
    this.capabilities = new Capabilities(request.state());
  }

  /** The exit code that the driver gave. */
  public static int run(Request request) throws IOException {
    return new CcLink(request).run();
  }

  /** Runs the real driver with the caller's own words. */
  public static int aside(Request request) throws IOException {
    var link = new CcLink(request);
    Tool driver = link.driver();
    return driver == null ? link.missing() : link.aside(driver, request.words());
  }

  /**
   * The way of a plan that was made of a driver's words, as its receipt has it.
   *
   * @return null if the driver is gone or does not say what it would do
   */
  static @Nullable Route route(Request request, LinkPlan plan, String path) throws IOException {
    var link = new CcLink(request);
    Tool driver = link.tools.find("driver", path, request.folder(), request.own());
    if (driver == null) {
      return null;
    }
    Family family = driver.family().equals("clang") ? Family.CLANG : Family.GCC;
    Family natural = Engines.family(plan.linker() == null ? "ld" : plan.linker());
    var asking = new Asking(link.request, link.capabilities, driver);
    var answer = asking.ask(plan, natural(family, natural, plan, State.PLAIN), null);
    if (answer == null) {
      return null;
    }
    State start = answer.start(natural);
    LinkPlan spelt =
        LdFrontend.read(answer.words(), natural, plan.linker()).plan().withoutProvenance();
    return new Route.ThroughCc(
        plan,
        spelt,
        Spelling.digest(plan, spelt),
        answer.program(),
        driver,
        natural(family, natural, plan, start),
        other -> link.steering(family, other, start));
  }

  private int run() throws IOException {
    Tool driver = driver();
    if (driver == null) {
      return missing();
    }
    List<String> words;
    try {
      words = ResponseFiles.expand(request.words(), new FolderSource(request.folder()));
    } catch (FolderSource.NotUtf8 | ResponseFiles.TooManyException e) {
      return aside(driver, request.words());
    }
    Family family = driver.family().equals("clang") ? Family.CLANG : Family.GCC;
    var parsed = parse(words, family, State.PLAIN);
    return switch (parsed.use()) {
      case OTHER -> aside(driver, request.words());
      case COMPILE_AND_LINK -> compileAndLink(driver);
      case LINK -> link(driver, family, words, Objects.requireNonNull(parsed.plan()));
    };
  }

  private CcFrontend.Parsed parse(List<String> words, Family family, State start) {
    return CcFrontend.read(words, family, request.name().substring("tenon-".length()), start);
  }

  /** The compiler behind our name: TENON_CC or TENON_CXX, else what the system calls cc or c++. */
  private @Nullable Tool driver() {
    boolean cxx = request.name().equals("tenon-c++");
    String wish = request.environment().getOrDefault(cxx ? "TENON_CXX" : "TENON_CC", "");
    List<String> names =
        !wish.isEmpty()
            ? List.of(wish)
            : cxx ? List.of("c++", "g++", "clang++") : List.of("cc", "gcc", "clang");
    for (String name : names) {
      Tool tool = tools.find("driver", name, request.folder(), request.own());
      if (tool != null) {
        return tool;
      }
    }
    return null;
  }

  private int missing() throws IOException {
    String name = request.name().equals("tenon-c++") ? "C++" : "C";
    Message message =
        Message.of(Code.T0401, "no " + name + " compiler found")
            .help("install gcc or clang, or name one with TENON_CC or TENON_CXX");
    request.err().write(message.print().getBytes(StandardCharsets.UTF_8));
    return 1;
  }

  private int aside(Tool driver, List<String> words) throws IOException {
    return request.become(driver.path(), words);
  }

  /** The driver compiles and then finds us under the linker's name. */
  private int compileAndLink(Tool driver) throws IOException {
    for (Path own : request.own()) {
      if (Files.isExecutable(own.resolve("ld"))) {
        var words = new ArrayList<String>(List.of("-B" + own + "/"));
        words.addAll(request.words());
        return aside(driver, words);
      }
    }
    return aside(driver, request.words());
  }

  /**
   * @param first the plan if the driver's own words change no state
   */
  private int link(Tool driver, Family family, List<String> words, LinkPlan first)
      throws IOException {
    Family natural = Engines.family(first.linker() == null ? "ld" : first.linker());
    var asking = new Asking(request, capabilities, driver);
    var answer = asking.ask(first, natural(family, natural, first, State.PLAIN), null);
    if (answer == null) {
      return aside(driver, request.words());
    }
    State start = answer.start(natural);
    LinkPlan plan = first;
    if (!start.equals(State.PLAIN)) {
      plan = Objects.requireNonNull(parse(words, family, start).plan());
      answer = asking.ask(plan, natural(family, natural, plan, start), answer);
      if (answer == null) {
        return aside(driver, request.words());
      }
    }
    plan = RoundTrip.of(plan, request);
    LinkPlan spelt =
        LdFrontend.read(answer.words(), natural, plan.linker()).plan().withoutProvenance();
    Tool own = own(driver, plan);
    Engines.Choice choice = engines.choose(spelt, own);
    var said = new Said(spelt, answer.program());
    if (choice == null && plan.linker() != null && Engines.wish(request) == null) {
      return withoutLinker(driver, family, plan, said, start);
    }
    return choice == null
        ? aside(driver, request.words())
        : perform(driver, family, plan, said, start, own, choice);
  }

  /**
   * What the driver would do.
   *
   * @param program that it would run as its linker
   */
  private record Said(LinkPlan spelt, String program) {}

  private int perform(
      Tool driver,
      Family family,
      LinkPlan plan,
      Said said,
      State start,
      @Nullable Tool own,
      Engines.Choice choice)
      throws IOException {
    // RTY-03: a driver that cannot be told is led to the linker by other means.
    boolean told = !capabilities.missing(driver).contains("fuse-ld=" + plan.linker());
    boolean steered = own == null || !own.path().equals(choice.linker().path()) || !told;
    Route.Steerings steerings = other -> steering(family, other, start);
    GnuThroughCc.Steering steering;
    try {
      steering = steered ? steerings.to(choice) : natural(family, choice.family(), plan, start);
    } catch (UncheckedIOException e) {
      // No state folder, no way to lead the driver.
      return aside(driver, request.words());
    }
    return new Performance(request, tools, Map.of(), capabilities)
        .link(
            new Route.ThroughCc(
                plan,
                said.spelt,
                Spelling.digest(plan, said.spelt),
                said.program,
                driver,
                steering,
                steerings),
            choice);
  }

  /** RTY-06: the linker that was asked for is not installed; the driver's own takes its place. */
  private int withoutLinker(Tool driver, Family family, LinkPlan plan, Said said, State start)
      throws IOException {
    LinkPlan any = plan.withLinker(null);
    Tool own = own(driver, any);
    if (own == null) {
      return aside(driver, request.words());
    }
    String reason = "`" + plan.linker() + "` was asked for and is not installed";
    var choice = new Engines.Choice(own, Engines.family(own.family()), reason, null);
    var others = new Said(said.spelt.withLinker(null), said.program);
    int exit = perform(driver, family, any, others, start, own, choice);
    if (exit == 0) {
      String note = "tenon: note: " + reason + "; " + own.family() + " linked this\n";
      request.err().write(note.getBytes(StandardCharsets.UTF_8));
      request.err().flush();
    }
    return exit;
  }

  private static GnuThroughCc.Steering natural(
      Family driver, Family linker, LinkPlan plan, State start) {
    return new GnuThroughCc.Steering(driver, linker, plan.linker(), null, start);
  }

  /** The linker that the driver would run by itself, or that it was asked for. */
  private @Nullable Tool own(Tool driver, LinkPlan plan) throws IOException {
    String name = plan.linker() == null ? "ld" : "ld." + plan.linker();
    var command = new ArrayList<>(List.of(driver.path()));
    for (Item item : plan.items()) {
      if (item instanceof Item.Setting(String option, Item.Value.File(RootedPath file))
          && option.equals(CcFrontend.OWN + "prefix")) {
        command.add("-B" + FileNames.written(file));
      }
    }
    command.add("-print-prog-name=" + name);
    var answers = request.memory().past(request.state()).answers;
    var question = Answers.question(request, driver, command);
    List<String> known = question == null ? null : answers.known(question);
    Witnesses witnesses =
        known != null || question == null ? null : Answers.witnesses(request, command);
    String found =
        known != null
            ? known.getFirst()
            : Question.ask(command, request.folder(), request.environment(), Map.of())
                .out()
                .strip();
    if (question != null && witnesses != null) {
      answers.keep(question, List.of(found), witnesses);
    }
    return tools.find("linker", found.isEmpty() ? name : found, request.folder(), request.own());
  }

  /** A folder in which the linker goes by every name that a driver may look for. */
  private GnuThroughCc.Steering steering(Family driver, Engines.Choice choice, State start) {
    String fuse = choice.family().name().toLowerCase(Locale.ROOT);
    String digest = choice.linker().digest().substring(0, 16);
    // Of the path too: a file of the same content elsewhere may have been written over since.
    String own = digest + "-" + Integer.toHexString(choice.linker().path().hashCode());
    Path folder = request.state().resolve("tools").resolve(own);
    try {
      Files.createDirectories(folder);
      for (String name : List.of("ld", "ld." + fuse)) {
        try {
          Files.createSymbolicLink(folder.resolve(name), Path.of(choice.linker().path()));
        } catch (FileAlreadyExistsException e) {
          // Another link made it; it leads to a tool of the same content.
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new GnuThroughCc.Steering(driver, choice.family(), fuse, folder.toString(), start);
  }
}
