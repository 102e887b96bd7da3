package dev.tenon.pipeline;

import dev.tenon.binder.Facts;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One call of a linker under one of Tenon's names. */
public final class LdLink {
  /** Linkers whose arguments, reads and outputs are understood. */
  private static final Set<String> KNOWN = Set.of("bfd", "lld", "mold");

  private final Request request;
  private final Toolchains tools;
  private final Engines engines;
  private final KnownCalls calls;
  private final LargeArguments.Turn turn;

  private LdLink(Request request) {
    this.request = request;
    this.turn = request.memory().arguments().turn();
    Past past = request.memory().past(request.state());
    this.tools = past.tools(request.environment());
    this.calls = past.calls;
    this.engines = new Engines(tools, request);
  }

  /** The exit code that the linker gave, or that a linker gives in such a case. */
  public static int run(Request request) throws IOException {
    var link = new LdLink(request);
    try (var _ = link.turn) {
      return link.run();
    }
  }

  /** Runs the real linker with the caller's own words. */
  public static int aside(Request request) throws IOException {
    var link = new LdLink(request);
    Tool tool = link.engines.meant(Engines.asked(request.name()));
    return tool == null ? link.missing() : link.fallBack(tool);
  }

  private int run() throws IOException {
    Tool tool = engines.meant(Engines.asked(request.name()));
    if (tool == null) {
      return missing();
    }
    if (request.words().size() > LargeArguments.WORDS && !turn.take()) {
      return fallBack(tool);
    }
    boolean transparent = !RoundTrip.isAsked(request) && !Engines.wishesFast(request);
    Meaning known = transparent ? calls.find(request, tool) : null;
    if (known != null) {
      return new TransparentLink(request, tools, known).run();
    }
    Facts facts = tools.facts(tool);
    if (!KNOWN.contains(tool.family()) || !facts.isElf()) {
      return fallBack(tool);
    }
    Understood understood = understand(tool);
    if (understood == null) {
      return fallBack(tool);
    }
    LinkPlan plan = understood.plan();
    if (transparent) {
      Meaning meaning = Meaning.of(request, tools, tool, facts, plan, understood.responses());
      if (understood.byArguments()) {
        calls.remember(request, meaning);
      }
      return new TransparentLink(request, tools, meaning).run();
    }
    LinkPlan whole = RoundTrip.of(plan, request);
    Engines.Choice choice = engines.choose(whole);
    if (choice == null) {
      return missing();
    }
    return new PerformedLink(request, tools, Map.of())
        .run(
            whole,
            choice,
            choice.own() == null ? null : () -> instead(choice, tool, facts, understood));
  }

  /**
   * @param byArguments whether no file was read for it
   * @param responses absolute names of the response files that were
   */
  private record Understood(LinkPlan plan, boolean byArguments, Set<String> responses) {}

  /** What the arguments mean; null if they are not a link, or not one that we understand. */
  private @Nullable Understood understand(Tool tool) {
    try {
      Family family = Engines.family(tool.family());
      var source = new FolderSource(request.folder(), turn);
      List<String> words = ResponseFiles.expand(request.words(), source, family);
      boolean windows = NamedOutputs.isWindows(tool);
      var parsed = LdFrontend.read(words, family, Engines.asked(request.name()), windows);
      boolean links = !parsed.query() && parsed.incomplete() == null && parsed.hasInputs();
      if (!links) {
        return null;
      }
      LinkPlan plan = NamedOutputs.of(parsed, tool, request, tools);
      return new Understood(plan, NamedOutputs.areIn(parsed) && !source.wasAsked(), source.files());
    } catch (FolderSource.TooLarge e) {
      request
          .memory()
          .past(request.state())
          .trouble("`" + request.name() + "` in " + request.folder() + " is not looked at", e);
      return null;
    } catch (FolderSource.NotText | ResponseFiles.RefusedException e) {
      return null;
    }
  }

  /**
   * The linker that was chosen for speed has refused: that is an incompatibility, or the inputs'.
   */
  private int instead(Engines.Choice fast, Tool own, Facts facts, Understood understood)
      throws IOException {
    Meaning meaning =
        Meaning.of(request, tools, own, facts, understood.plan(), understood.responses());
    int exit = new TransparentLink(request, tools, meaning).run();
    if (exit == 0) {
      String note =
          "tenon: note: "
              + fast.linker().family()
              + " refused this link and "
              + own.family()
              + " took it\n";
      request.err().write(note.getBytes(StandardCharsets.UTF_8));
      request.err().flush();
    }
    return exit;
  }

  /** Questions about the linker, and what we do not understand, are the real one's to answer. */
  private int fallBack(Tool tool) throws IOException {
    return request.become(tool.path(), request.words());
  }

  private int missing() throws IOException {
    String wish = Engines.wish(request);
    Message message =
        Message.of(Code.T0401, "linker `" + (wish == null ? request.name() : wish) + "` not found")
            .note("looked for on PATH: " + request.environment().getOrDefault("PATH", "(not set)"))
            .help("install it, or name another one with TENON_ENGINE");
    request.err().write(message.print().getBytes(StandardCharsets.UTF_8));
    request.err().flush();
    return 1;
  }
}
