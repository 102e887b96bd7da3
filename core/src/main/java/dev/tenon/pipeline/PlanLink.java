package dev.tenon.pipeline;

import dev.tenon.binder.Toolchains;
import dev.tenon.explain.Code;
import dev.tenon.explain.Message;
import dev.tenon.explain.Refused;
import dev.tenon.frontend.ld.LdFrontend;
import dev.tenon.model.BadRecord;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.Recipe;
import dev.tenon.model.RootedPath;
import dev.tenon.model.Tool;
import dev.tenon.model.json.Document;
import dev.tenon.option.ResponseFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plans as files: made of words, looked at, and performed by whoever has them. */
public final class PlanLink {
  private PlanLink() {}

  /** The plan of a linker's words; nothing is run and no input is looked at. */
  public static LinkPlan ofWords(Request request) {
    var family = Engines.language(request);
    var source = new FolderSource(request.folder(), new LargeArguments().turn());
    List<String> words;
    try {
      words = ResponseFiles.expand(request.words(), source, family);
    } catch (ResponseFiles.RefusedException e) {
      throw new BadRecord("arguments", String.valueOf(e.getMessage()), e);
    }
    var parsed = LdFrontend.read(words, family, Engines.asked(request.name()));
    if (parsed.incomplete() != null) {
      throw new BadRecord("arguments", "make no plan: " + parsed.incomplete());
    }
    return parsed.plan();
  }

  /**
   * The command line that would perform the plan on this machine.
   *
   * @param isTrusted whether the plan may name any program as its linker, which is then asked what
   *     it is
   * @throws Refused if it may not
   * @throws BadRecord if no linker for it is there
   */
  public static List<String> words(
      Request request, Document<LinkPlan> document, Map<String, String> roots, boolean isTrusted) {
    LinkPlan plan = document.toRun();
    Message refusal = isTrusted ? null : new PlanCheck(roots, request.folder()).ofLinker(plan);
    if (refusal != null) {
      throw new Refused(3, refusal);
    }
    Engines.Choice choice = choice(request, plan);
    if (choice == null) {
      throw new BadRecord("linker", "none that could perform this plan is installed");
    }
    Recipe recipe =
        new PerformedLink(request, tools(request), roots).prepare(plan, choice).recipe();
    return recipe.steps().getLast().argv();
  }

  /**
   * Performs a plan that may come from anywhere.
   *
   * @param output the primary output's name in place of the plan's, or null
   * @param isTrusted whether the plan may ask for everything that the caller may; otherwise {@link
   *     PlanPermissions} says what it may ask for
   * @return the linker's exit code; 3 if the plan is refused, 4 if there is no linker
   */
  public static int run(
      Request request,
      Document<LinkPlan> document,
      Map<String, String> roots,
      @Nullable String output,
      boolean isTrusted)
      throws IOException {
    LinkPlan plan;
    try {
      plan = document.toRun();
    } catch (BadRecord e) {
      return refuse(request, 3, Message.of(Code.T0602, e.place() + ": " + e.expectation()));
    }
    var check = isTrusted ? null : new PlanCheck(roots, request.folder());
    if (check != null) {
      Message refusal = check.ofPlan(output == null ? plan : plan.withOutputs(List.of()));
      if (refusal != null) {
        return refuse(request, 3, refusal);
      }
    }
    if (output != null) {
      plan =
          plan.withOutputs(
              List.of(new LinkPlan.Output(LinkPlan.Output.PRIMARY, RootedPath.of(output))));
    }
    Engines.Choice choice = choice(request, plan);
    if (choice == null) {
      return refuse(
          request,
          4,
          Message.of(Code.T0401, "no linker that could perform this plan is installed"));
    }
    return new Run(request, plan, roots, check).with(choice);
  }

  /**
   * A plan on its way.
   *
   * @param check null for a plan that is trusted
   */
  private record Run(
      Request request, LinkPlan plan, Map<String, String> roots, @Nullable PlanCheck check) {

    int with(Engines.Choice choice) throws IOException {
      var link = new PerformedLink(request, tools(request), roots);
      if (check != null) {
        Message refusal = check.ofLink(link.prepare(plan, choice), choice.family());
        if (refusal != null) {
          return refuse(request, 3, refusal);
        }
      }
      Tool own = choice.own();
      return link.run(plan, choice, own == null ? null : () -> with(instead(own)));
    }

    private static Engines.Choice instead(Tool own) {
      return new Engines.Choice(own, Engines.family(own.family()), "the fastest refused", null);
    }
  }

  private static Engines.@Nullable Choice choice(Request request, LinkPlan plan) {
    return new Engines(tools(request), request.withName("ld")).choose(plan);
  }

  private static Toolchains tools(Request request) {
    return request.memory().past(request.state()).tools(request.environment());
  }

  private static int refuse(Request request, int exit, Message message) throws IOException {
    request.err().write(message.print().getBytes(StandardCharsets.UTF_8));
    return exit;
  }
}
