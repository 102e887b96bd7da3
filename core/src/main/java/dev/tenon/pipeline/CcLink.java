package dev.tenon.pipeline;

import dev.tenon.binder.Toolchains;
import dev.tenon.dialect.GnuThroughCc;
import dev.tenon.driver.Aside;
import dev.tenon.driver.Question;
import dev.tenon.explain.Code;
import dev.tenon.explain.Message;
import dev.tenon.frontend.cc.CcFrontend;
import dev.tenon.frontend.ld.LdFrontend;
import dev.tenon.model.Binding;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.Recipe;
import dev.tenon.model.RootedPath;
import dev.tenon.model.Tool;
import dev.tenon.model.Toolchain;
import dev.tenon.option.Family;
import dev.tenon.option.ResponseFiles;
import java.io.IOException;
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
    this.request = request;
    this.tools = new Toolchains(request.state(), request.environment());
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
    var parsed = CcFrontend.read(words, family, request.name().substring("tenon-".length()));
    return switch (parsed.use()) {
      case OTHER -> aside(driver, request.words());
      case COMPILE_AND_LINK -> compileAndLink(driver);
      case LINK ->
          link(driver, family, RoundTrip.of(Objects.requireNonNull(parsed.plan()), request));
    };
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
    return Aside.run(
        driver.path(), words, request.folder(), request.environment(), request.cancellation());
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

  private int link(Tool driver, Family family, LinkPlan plan) throws IOException {
    var natural =
        new GnuThroughCc.Steering(
            family,
            Engines.family(plan.linker() == null ? "ld" : plan.linker()),
            plan.linker(),
            null);
    List<String> told = ask(driver, plan, natural);
    if (told == null) {
      return aside(driver, request.words());
    }
    LinkPlan spelt =
        LdFrontend.read(told, natural.linker(), plan.linker()).plan().withoutProvenance();
    Tool own = own(driver, plan);
    Engines.Choice choice = engines.choose(spelt, own);
    if (choice == null) {
      return aside(driver, request.words());
    }
    boolean steered = own == null || !own.path().equals(choice.linker().path());
    Route.Steerings steerings = other -> steering(family, other);
    var steering =
        steered
            ? steerings.to(choice)
            : new GnuThroughCc.Steering(family, choice.family(), plan.linker(), null);
    return new Performance(request, tools, Map.of())
        .link(new Route.ThroughCc(plan, spelt, driver, steering, steerings), choice);
  }

  /** The linker that the driver would run by itself, or that it was asked for. */
  private @Nullable Tool own(Tool driver, LinkPlan plan) throws IOException {
    String name = plan.linker() == null ? "ld" : "ld." + plan.linker();
    var command = new ArrayList<>(List.of(driver.path()));
    for (dev.tenon.model.Item item : plan.items()) {
      if (item
              instanceof
              dev.tenon.model.Item.Setting(
                  String option,
                  dev.tenon.model.Item.Value.File(RootedPath file))
          && option.equals(CcFrontend.OWN + "prefix")) {
        command.add("-B" + FileNames.written(file));
      }
    }
    command.add("-print-prog-name=" + name);
    String found =
        Question.ask(command, request.folder(), request.environment(), Map.of()).out().strip();
    return tools.find("linker", found.isEmpty() ? name : found, request.folder(), request.own());
  }

  /** What the driver would tell the linker; null if it does not say. */
  private @Nullable List<String> ask(Tool driver, LinkPlan plan, GnuThroughCc.Steering steering)
      throws IOException {
    var toolchain =
        new Toolchain(
            List.of(driver),
            capabilities.missing(driver),
            "asked what it adds",
            Surroundings.relevant(request));
    var roots = Map.of(RootedPath.CWD, request.folder().toString());
    var binding = new Binding(plan, toolchain, roots, List.of(), List.of());
    Recipe.Step step = GnuThroughCc.recipe(binding, steering, List.of()).steps().getLast();
    var command = new ArrayList<>(step.argv());
    command.add(1, "-###");
    var answer = Question.ask(command, request.folder(), request.environment(), step.set());
    String refused = Capabilities.refused(answer.err(), steering.fuse());
    if (refused != null && !toolchain.missing().contains(refused)) {
      capabilities.learn(driver, refused);
      return ask(driver, plan, steering);
    }
    String last = answer.err().lines().filter(line -> line.startsWith(" ")).reduce("", (a, b) -> b);
    List<String> words = ResponseFiles.split(last);
    boolean linker = !words.isEmpty() && LINKER.matcher(words.getFirst()).find();
    return answer.exit() == 0 && linker ? words.subList(1, words.size()) : null;
  }

  private static final java.util.regex.Pattern LINKER =
      java.util.regex.Pattern.compile("(^|[/-])(collect2|ld|ld\\.[a-z]+|mold)(-[0-9]+)?$");

  /** A folder in which the linker goes by every name that a driver may look for. */
  private GnuThroughCc.Steering steering(Family driver, Engines.Choice choice) {
    String fuse = choice.family().name().toLowerCase(Locale.ROOT);
    Path folder =
        request.state().resolve("tools").resolve(choice.linker().digest().substring(0, 16));
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
      throw new java.io.UncheckedIOException(e);
    }
    return new GnuThroughCc.Steering(driver, choice.family(), fuse, folder.toString());
  }
}
