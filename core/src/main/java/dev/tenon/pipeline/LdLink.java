package dev.tenon.pipeline;

import dev.tenon.binder.Toolchains;
import dev.tenon.explain.Code;
import dev.tenon.explain.Message;
import dev.tenon.frontend.ld.LdFrontend;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.Tool;
import dev.tenon.option.Family;
import dev.tenon.option.ResponseFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** One call of a linker under one of Tenon's names. */
public final class LdLink {
  private final Request request;
  private final Toolchains tools;
  private final Engines engines;

  private LdLink(Request request) {
    this.request = request;
    this.tools = request.memory().past(request.state()).tools(request.environment());
    this.engines = new Engines(tools, request);
  }

  /** The exit code that the linker gave, or that a linker gives in such a case. */
  public static int run(Request request) throws IOException {
    return new LdLink(request).run();
  }

  /** Runs the real linker with the caller's own words. */
  public static int aside(Request request) throws IOException {
    return new LdLink(request).aside();
  }

  private int run() throws IOException {
    List<String> words;
    try {
      words = ResponseFiles.expand(request.words(), new FolderSource(request.folder()));
    } catch (FolderSource.NotUtf8 e) {
      return aside();
    } catch (ResponseFiles.TooManyException e) {
      return fail(Message.of(Code.T0102, String.valueOf(e.getMessage())));
    }
    Family language = Engines.language(request);
    var parsed = LdFrontend.read(words, language, Engines.asked(request.name()));
    if (parsed.query() || parsed.incomplete() != null || !parsed.hasInputs()) {
      return aside();
    }
    LinkPlan plan = parsed.plan();
    Engines.Choice choice = engines.choose(plan);
    if (choice == null) {
      String wish = Engines.wish(request);
      return missing(wish == null ? request.name() : wish);
    }
    return new Performance(request, tools, Map.of())
        .link(new Route.Direct(RoundTrip.of(plan, request), choice.family()), choice);
  }

  /** Questions about the linker, and lines that it cannot link, are the real one's to answer. */
  private int aside() throws IOException {
    String wish = Engines.wish(request);
    String asked = Engines.asked(request.name());
    String name = wish != null ? wish : asked;
    Tool tool =
        name == null ? engines.own() : tools.find("linker", name, request.folder(), request.own());
    if (tool == null) {
      return missing(name == null ? request.name() : name);
    }
    return request.become(tool.path(), request.words());
  }

  private int missing(String name) throws IOException {
    return fail(
        Message.of(Code.T0401, "linker `" + name + "` not found")
            .note("looked for on PATH: " + request.environment().getOrDefault("PATH", "(not set)"))
            .help("install it, or name another one with TENON_ENGINE"));
  }

  private int fail(Message message) throws IOException {
    request.err().write(message.print().getBytes(StandardCharsets.UTF_8));
    request.err().flush();
    return 1;
  }
}
