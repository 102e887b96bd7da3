package dev.tenon.pipeline;

import dev.tenon.advise.Report;
import dev.tenon.advise.Subject;
import dev.tenon.binder.Toolchains;
import dev.tenon.explain.Code;
import dev.tenon.explain.Message;
import dev.tenon.explain.Refused;
import dev.tenon.model.BadRecord;
import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.Read;
import dev.tenon.model.Receipt;
import dev.tenon.model.Tool;
import dev.tenon.model.json.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The same link with every installed linker. The real output is never touched: trials are made in a
 * folder of their own beside it, which is removed.
 */
public final class Advice {
  private static final List<String> FAMILIES = List.of("bfd", "lld", "mold", "gold");

  private Advice() {}

  /**
   * Tries a plan.
   *
   * @param name for the report
   * @throws Refused if it is not run, or there is no linker
   */
  public static Report ofPlan(
      Request request,
      String name,
      Document<LinkPlan> document,
      Map<String, String> roots,
      int rounds)
      throws IOException {
    LinkPlan plan;
    try {
      plan = document.toRun();
    } catch (BadRecord e) {
      throw new Refused(3, Message.of(Code.T0602, e.place() + ": " + e.expectation()));
    }
    var check = new PlanCheck(roots, request.folder());
    Message refusal = check.ofPlan(plan.withOutputs(List.of()));
    if (refusal != null) {
      throw new Refused(3, refusal);
    }
    var tools = tools(request);
    Engines.Choice choice = new Engines(tools, request.withName("ld")).choose(plan);
    Tool now = choice == null ? null : choice.own() == null ? choice.linker() : choice.own();
    var subject = new Subject(name, driver(plan), isRust(plan));
    List<Engines.Choice> linkers = linkers(request, tools, now);
    var folder = Files.isWritable(request.folder()) ? request.folder() : null;
    return new Trials(request, tools, roots, subject, rounds, check)
        .run(plan, linkers, now, folder);
  }

  /**
   * Tries the link that made an output, as its receipt has it.
   *
   * @throws Refused if there is no receipt, its inputs are gone, or there is no linker
   */
  public static Report ofOutput(Request asked, Path output, int rounds) throws IOException {
    Receipt receipt = receipt(asked, output);
    var environment = new HashMap<>(Surroundings.withoutSetup(asked));
    environment.putAll(receipt.toolchain().environment());
    environment.remove("TENON_ENGINE");
    Request request =
        new Request(
            "ld",
            List.of(),
            Path.of(receipt.folder()),
            environment,
            asked.out(),
            asked.err(),
            asked.own(),
            asked.state(),
            asked.hands(),
            asked.memory(),
            asked.cancellation());
    mustBeThere(request, receipt);
    LinkPlan plan = receipt.plan();
    var tools = tools(request);
    var subject = new Subject(output.toString(), driver(plan), isRust(plan));
    var roots = new HashMap<String, String>();
    Receipt.Standing standing = receipt.standing();
    if (standing != null) {
      roots.putAll(standing.roots());
    }
    Tool now = receipt.toolchain().linker();
    List<Engines.Choice> linkers = linkers(request, tools, now);
    Path folder = output.getParent();
    return new Trials(request, tools, roots, subject, rounds, null)
        .run(plan, linkers, now, folder != null && Files.isWritable(folder) ? folder : null);
  }

  private static Toolchains tools(Request request) {
    return request.memory().past(request.state()).tools(request.environment());
  }

  /** The one in use first, then one of each family that is installed. */
  private static List<Engines.Choice> linkers(
      Request request, Toolchains tools, @Nullable Tool now) {
    var found = new ArrayList<Tool>();
    if (now != null && Files.isExecutable(Path.of(now.path()))) {
      found.add(now);
    }
    for (String family : FAMILIES) {
      Tool tool = tools.find("linker", family, request.folder(), request.own());
      if (tool != null && found.stream().noneMatch(other -> isSame(other, tool))) {
        found.add(tool);
      }
    }
    if (found.isEmpty()) {
      throw new Refused(4, Message.of(Code.T0401, "no linker is installed"));
    }
    return found.stream()
        .map(tool -> new Engines.Choice(tool, Engines.family(tool.family()), "on trial", null))
        .toList();
  }

  private static boolean isSame(Tool one, Tool other) {
    return one.digest().equals(other.digest()) && one.family().equals(other.family());
  }

  /** The receipt of an output, or of the file that cargo gave this second name. */
  private static Receipt receipt(Request request, Path output) throws IOException {
    var receipts = request.memory().past(request.state()).receipts;
    Document<Receipt> document = receipts.get(output);
    if (document == null && Files.isRegularFile(output)) {
      Object key = Files.getAttribute(output, "unix:ino");
      Path beside = output.resolveSibling("deps");
      if (Files.isDirectory(beside)) {
        try (var files = Files.list(beside)) {
          for (Path file : files.toList()) {
            if (document == null && Files.getAttribute(file, "unix:ino").equals(key)) {
              document = receipts.get(file);
            }
          }
        }
      }
    }
    if (document == null) {
      throw new Refused(
          3,
          Message.of(Code.T0601, "`" + output + "` is no plan, and there is no receipt for it")
              .help("link it with Tenon first; `tenon log` lists what has a receipt"));
    }
    return document.value();
  }

  /** Compilers remove objects that they made for one link only. */
  private static void mustBeThere(Request request, Receipt receipt) {
    List<String> gone =
        receipt.reads().stream()
            .filter(read -> read.aspect() == Read.Aspect.CONTENT)
            .map(Read::path)
            .filter(path -> !Files.exists(request.folder().resolve(path)))
            .toList();
    if (gone.isEmpty()) {
      return;
    }
    Message message =
        Message.of(
            Code.T0201,
            gone.size() + " of the inputs are gone, the first is `" + gone.getFirst() + "`");
    throw new Refused(
        1,
        isRust(receipt.plan())
            ? message
                .note("rustc removes its objects after the link")
                .help("build once with RUSTFLAGS=\"-Csave-temps\", then ask again")
            : message.help("build once with --save-temps, or so that the inputs stay"));
  }

  /** Somebody who spells out the start-up objects is a compiler driver. */
  private static String driver(LinkPlan plan) {
    boolean starts =
        plan.items().stream()
            .anyMatch(item ->
                item instanceof Item.Input input && input.file().path().endsWith("/crti.o"));
    return starts ? "cc" : "";
  }

  private static boolean isRust(LinkPlan plan) {
    return plan.items().stream()
        .anyMatch(item ->
            item instanceof Item.Input input
                && (input.file().path().endsWith(".rcgu.o")
                    || input.file().path().endsWith(".rlib")));
  }
}
