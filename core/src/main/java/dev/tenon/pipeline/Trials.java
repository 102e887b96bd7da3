package dev.tenon.pipeline;

import dev.tenon.advise.Difference;
import dev.tenon.advise.Differences;
import dev.tenon.advise.Report;
import dev.tenon.advise.Split;
import dev.tenon.advise.Subject;
import dev.tenon.advise.Trial;
import dev.tenon.advise.Variant;
import dev.tenon.binder.RealWorld;
import dev.tenon.binder.Toolchains;
import dev.tenon.binder.World;
import dev.tenon.driver.Driver;
import dev.tenon.driver.Execution;
import dev.tenon.driver.Outcome;
import dev.tenon.driver.PeakWatch;
import dev.tenon.driver.Question;
import dev.tenon.explain.Message;
import dev.tenon.explain.Refused;
import dev.tenon.format.BadFile;
import dev.tenon.format.Elf;
import dev.tenon.format.ElfImage;
import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.Receipt;
import dev.tenon.model.Recipe;
import dev.tenon.model.RootedPath;
import dev.tenon.model.Tool;
import dev.tenon.option.Content;
import dev.tenon.option.Family;
import dev.tenon.option.Option;
import dev.tenon.option.OptionTable;
import dev.tenon.option.Support;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Performs one plan with many linkers, round by round, and looks at what they make. */
final class Trials {
  private static final List<Variant> NO_VARIANTS = List.of();
  private static final Set<String> EXPORTING =
      Set.of(
          "export-dynamic", "export-dynamic-symbol", "export-dynamic-symbol-list", "dynamic-list");

  private final Request request;
  private final Toolchains tools;
  private final Map<String, String> roots;
  private final Subject subject;
  private final int rounds;
  private final @Nullable PlanCheck check;
  private final Set<String> notes = new LinkedHashSet<>();

  /**
   * @param check for a plan from elsewhere, else null
   */
  Trials(
      Request request,
      Toolchains tools,
      Map<String, String> roots,
      Subject subject,
      int rounds,
      @Nullable PlanCheck check) {
    this.check = check;
    this.request = request;
    this.tools = tools;
    this.roots = Map.copyOf(roots);
    this.subject = subject;
    this.rounds = rounds;
  }

  /** One linker with one variant, and what is known of it so far. */
  private static final class Candidate {
    final Engines.Choice choice;
    final Variant variant;
    final Path output;
    final Recipe recipe;
    final LinkPlan plan;

    /** The same where the linker does everything itself; null where it does so anyway. */
    final @Nullable Recipe unforked;

    /** Whether an executable is asked to export names. */
    final boolean exporting;

    final List<Receipt.Run> runs = new ArrayList<>();
    final List<Long> cpuMillis = new ArrayList<>();
    @Nullable String refusal;

    Candidate(
        Engines.Choice choice,
        Variant variant,
        LinkPlan plan,
        Recipe recipe,
        @Nullable Recipe unforked,
        boolean exporting,
        Path output) {
      this.unforked = unforked;
      this.exporting = exporting;
      this.choice = choice;
      this.variant = variant;
      this.plan = plan;
      this.recipe = recipe;
      this.output = output;
    }

    boolean isOf(@Nullable Tool tool) {
      return tool != null && choice.linker().path().equals(tool.path());
    }
  }

  /**
   * @param now the linker in use
   * @param beside folder in which the trials' folder is made; null for that of temporary files
   */
  Report run(LinkPlan link, List<Engines.Choice> linkers, @Nullable Tool now, @Nullable Path beside)
      throws IOException {
    Path scratch =
        beside == null
            ? Files.createTempDirectory("tenon-advise")
            : Files.createTempDirectory(beside, ".tenon-advise");
    try (var _ = request.cancellation().onCancel(() -> remove(scratch))) {
      List<Candidate> all = new ArrayList<>();
      for (Engines.Choice linker : linkers) {
        all.add(candidate(link, linker, Variant.AS_IS, scratch));
      }
      // A first look that is not measured: inputs come into memory, refusals show.
      all.forEach(candidate -> once(candidate, false));
      boolean hasDebug = all.stream().anyMatch(done -> done.refusal == null && debug(done) > 0);
      if (hasDebug) {
        for (Candidate plain : List.copyOf(all)) {
          for (Variant variant : plain.refusal == null ? variants(link) : NO_VARIANTS) {
            Candidate candidate = candidate(link, plain.choice, variant, scratch);
            all.add(candidate);
            once(candidate, false);
          }
        }
      }
      for (int round = 0; round < rounds; round++) {
        for (Candidate candidate : all) {
          if (candidate.refusal == null && !request.cancellation().cancelled()) {
            once(candidate, true);
          }
        }
      }
      return report(all, now, hasDebug);
    } finally {
      remove(scratch);
    }
  }

  private Candidate candidate(LinkPlan link, Engines.Choice linker, Variant variant, Path scratch)
      throws IOException {
    String folder = linker.linker().family() + "-" + linker.linker().digest().substring(0, 8);
    String name = link.outputs().isEmpty() ? "a.out" : link.primary().name();
    Path place = scratch.resolve(folder + "-" + variant.name().toLowerCase(Locale.ROOT));
    Path output = Files.createDirectories(place).resolve(name.isEmpty() ? "a.out" : name);
    LinkPlan plan = plan(link, variant, output);
    Recipe recipe = recipe(plan, linker);
    // The work of mold's child is on nobody's bill: mold does not wait for it.
    Recipe unforked = linker.family() == Family.MOLD ? recipe(unforked(plan), linker) : null;
    return new Candidate(linker, variant, plan, recipe, unforked, exporting(plan), output);
  }

  private static boolean exporting(LinkPlan plan) {
    return plan.items().stream()
        .anyMatch(
            item -> item instanceof Item.Setting setting && EXPORTING.contains(setting.option()));
  }

  private Recipe recipe(LinkPlan link, Engines.Choice linker) {
    var prepared = new PerformedLink(request, tools, roots).prepare(link, linker);
    if (check != null) {
      Message refusal = check.ofLink(prepared, linker.family());
      if (refusal != null) {
        throw new Refused(3, refusal);
      }
    }
    return prepared.recipe();
  }

  private static LinkPlan unforked(LinkPlan plan) {
    var items = new ArrayList<>(plan.items());
    items.add(new Item.Setting("fork", Item.OFF));
    return plan.withItems(items);
  }

  /** The plan with another output and nothing else that is written. */
  private LinkPlan plan(LinkPlan plan, Variant variant, Path output) {
    var items = new ArrayList<Item>();
    for (Item item : plan.items()) {
      if (item instanceof Item.Setting setting) {
        Option option = OptionTable.linker().byId(setting.option());
        if (option != null
            && (option.content() == Content.WRITE || option.content() == Content.WRITE_FOLDER)) {
          notes.add("without " + setting.option());
          continue;
        }
        if (setting.option().equals(variant.option())) {
          continue;
        }
      }
      items.add(item);
    }
    for (LinkPlan.Output side : plan.outputs()) {
      if (!side.role().equals(LinkPlan.Output.PRIMARY)) {
        notes.add("without " + side.role());
      }
    }
    if (variant.option() != null) {
      Item.Value value = variant.value() == null ? Item.ON : new Item.Value.Text(variant.value());
      items.add(new Item.Setting(variant.option(), value));
    }
    var primary = new LinkPlan.Output(LinkPlan.Output.PRIMARY, RootedPath.of(output.toString()));
    return plan.withItems(items).withOutputs(List.of(primary)).withLinker(null);
  }

  private static List<Variant> variants(LinkPlan plan) {
    var variants = new ArrayList<Variant>();
    boolean compresses =
        plan.items().stream()
            .anyMatch(item ->
                item instanceof Item.Setting setting
                    && Variant.ZLIB.option() != null
                    && setting.option().equals(Variant.ZLIB.option()));
    if (compresses) {
      variants.add(Variant.PLAIN);
    }
    variants.addAll(List.of(Variant.ZLIB, Variant.ZSTD, Variant.NONE));
    return variants;
  }

  private void once(Candidate candidate, boolean counts) {
    if (candidate.variant.option() != null && !accepts(candidate)) {
      candidate.refusal = "there is no " + candidate.variant.word();
      return;
    }
    Outcome outcome = perform(candidate, candidate.recipe);
    if (!outcome.succeeded()) {
      candidate.refusal = firstLine(outcome);
    } else if (counts) {
      candidate.runs.add(outcome.runs().getLast());
      Outcome whole = candidate.unforked == null ? outcome : perform(candidate, candidate.unforked);
      whole.runs().forEach(run -> candidate.cpuMillis.add(run.cpuMillis()));
    }
  }

  private Outcome perform(Candidate candidate, Recipe recipe) {
    var names = new LinkedHashMap<LinkPlan.Output, String>();
    candidate.plan.outputs().forEach(file -> names.put(file, candidate.output.toString()));
    try (var watch = new PeakWatch()) {
      var execution =
          new Execution(
              request.hands(),
              request.folder(),
              request.environment(),
              OutputStream.nullOutputStream(),
              OutputStream.nullOutputStream(),
              watch,
              Execution.Links.REPLACE,
              false,
              null);
      return Driver.perform(recipe, execution, names, request.cancellation());
    }
  }

  private static boolean accepts(Candidate candidate) {
    Option option = OptionTable.linker().byId(String.valueOf(candidate.variant.option()));
    Tool tool = candidate.choice.linker();
    // What other linkers take of the words of GNU ld is not in the table: they are asked.
    String version = tool.family().equals("gold") ? null : tool.version();
    return option != null
        && OptionTable.linker()
            .spell(option, true, candidate.variant.value(), candidate.choice.family(), version)
            .isPresent();
  }

  private static String firstLine(Outcome outcome) {
    String text = new String(outcome.err().bytes(), StandardCharsets.UTF_8);
    return text.lines()
        .filter(line -> !line.isBlank() && !line.contains("warning:"))
        .findFirst()
        .orElseGet(() -> text.lines().findFirst().orElse("exit code " + outcome.exit()));
  }

  private Report report(List<Candidate> all, @Nullable Tool now, boolean hasDebug) {
    ElfImage inUse = null;
    for (Candidate candidate : all) {
      if (candidate.isOf(now) && candidate.variant == Variant.AS_IS && candidate.refusal == null) {
        inUse = image(candidate.output);
      }
    }
    var trials = new ArrayList<Trial>();
    for (Candidate candidate : all) {
      trials.add(trial(candidate, now, inUse));
    }
    trials.sort(
        Comparator.comparing((Trial trial) -> !trial.isNow())
            .thenComparing(Trial::name)
            .thenComparing(Trial::variant));
    return new Report(subject, rounds, trials, hasDebug ? split(all) : null, List.copyOf(notes));
  }

  private Trial trial(Candidate candidate, @Nullable Tool now, @Nullable ElfImage inUse) {
    Tool tool = candidate.choice.linker();
    boolean first = candidate.variant == Variant.AS_IS;
    List<Difference> differences = List.of();
    if (first && inUse != null && candidate.refusal == null && !candidate.isOf(now)) {
      ElfImage image = image(candidate.output);
      differences = image == null ? List.of() : Differences.of(inUse, image, candidate.exporting);
    }
    return new Trial(
        tool.family(),
        tool.family() + " " + tool.version(),
        tool.path(),
        candidate.isOf(now),
        candidate.variant,
        candidate.refusal == null && !candidate.runs.isEmpty() ? measured(candidate) : null,
        candidate.refusal,
        first ? ignored(candidate.plan, candidate.choice) : List.of(),
        differences);
  }

  private static Trial.Measured measured(Candidate candidate) {
    List<Receipt.Run> runs = candidate.runs;
    long cpu = candidate.cpuMillis.stream().mapToLong(Long::longValue).sum();
    return new Trial.Measured(
        median(runs.stream().map(Receipt.Run::wallMillis).toList()),
        cpu / Math.max(1, candidate.cpuMillis.size()),
        median(runs.stream().map(Receipt.Run::peakKib).toList()),
        size(candidate.output),
        debug(candidate));
  }

  private static long median(List<Long> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static List<String> ignored(LinkPlan plan, Engines.Choice choice) {
    var ignored = new LinkedHashSet<String>();
    for (Item item : plan.items()) {
      if (item instanceof Item.Setting setting && !setting.option().startsWith("cc.")) {
        Option option = OptionTable.linker().byId(setting.option());
        Support support =
            option == null ? null : option.support().getOrDefault(choice.family(), Support.ABSENT);
        if (option != null && support != null && support.state() != Support.State.WORKS) {
          ignored.add(spelt(option));
        }
      }
    }
    return List.copyOf(ignored);
  }

  private static String spelt(Option option) {
    return option.spellings().stream()
        .findFirst()
        .map(spelling -> (spelling.keyword() ? "-z " : "") + spelling.word())
        .orElse(option.id());
  }

  private static @Nullable ElfImage image(Path file) {
    try {
      return elf(file).image();
    } catch (UncheckedIOException | BadFile e) {
      return null;
    }
  }

  private static Elf elf(Path file) {
    var world = new RealWorld((_, _) -> World.BuiltIn.NONE);
    return Elf.read(world.bytes(file.toString()), file.toString(), null);
  }

  private static long debug(Candidate candidate) {
    try {
      return elf(candidate.output).sections().debugBytes();
    } catch (UncheckedIOException | BadFile e) {
      return 0;
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return -1;
    }
  }

  /** What objcopy makes of the first output with debug information; null if there is no objcopy. */
  private @Nullable Split split(List<Candidate> all) {
    for (Candidate candidate : all) {
      if (candidate.refusal == null && candidate.variant == Variant.AS_IS) {
        try {
          return split(candidate);
        } catch (IOException e) {
          return null;
        }
      }
    }
    return null;
  }

  private @Nullable Split split(Candidate candidate) throws IOException {
    Path program = candidate.output.resolveSibling("split");
    Path debug = candidate.output.resolveSibling("split.debug");
    String output = candidate.output.toString();
    long started = System.nanoTime();
    boolean done =
        objcopy("--only-keep-debug", output, debug.toString())
            && objcopy("--strip-debug", "--add-gnu-debuglink=" + debug, output, program.toString());
    long millis = (System.nanoTime() - started) / 1_000_000;
    return done
        ? new Split(candidate.choice.linker().family(), millis, size(program), size(debug))
        : null;
  }

  private boolean objcopy(String... words) throws IOException {
    var command = new ArrayList<>(List.of("objcopy"));
    command.addAll(List.of(words));
    return Question.ask(command, request.folder(), request.environment(), Map.of()).exit() == 0;
  }

  private static void remove(Path folder) {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      // Somebody else removed it, or it stays for the next who cleans up.
    }
  }
}
