package dev.tenon.driver;

import dev.tenon.model.Content;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.Receipt;
import dev.tenon.model.Recipe;
import dev.tenon.model.RootedPath;
import dev.tenon.option.ResponseFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs recipes. */
public final class Driver {
  /** Room that Linux gives argv and environment with the usual 8 MiB stack, less a reserve. */
  private static final int COMMAND_LINE_LIMIT = 1_900_000;

  /** Linux takes no word that is longer, with its NUL. */
  private static final int WORD_LIMIT = 131_071;

  private final Recipe recipe;
  private final Execution execution;
  private final Map<LinkPlan.Output, String> names;
  private final Cancellation cancellation;
  private final List<Receipt.Run> runs = new ArrayList<>();
  private final List<Outcome.Published> published = new ArrayList<>();
  private Content out = new Content(new byte[0]);
  private Content err = new Content(new byte[0]);

  private Driver(
      Recipe recipe,
      Execution execution,
      Map<LinkPlan.Output, String> names,
      Cancellation cancellation) {
    this.recipe = recipe;
    this.execution = execution;
    this.names = names;
    this.cancellation = cancellation;
  }

  /**
   * Runs the steps one after another until one fails. What a failed step made is not published, and
   * what was there before stays as it was.
   *
   * @param names of the outputs as argv has them
   */
  public static Outcome perform(
      Recipe recipe,
      Execution execution,
      Map<LinkPlan.Output, String> names,
      Cancellation cancellation) {
    return new Driver(recipe, execution, names, cancellation).all();
  }

  /** Removes what links of an output left that were killed. */
  public static void sweep(Path output) {
    Staging.sweep(output);
  }

  private Outcome all() {
    for (Recipe.Step step : recipe.steps()) {
      Outcome outcome = one(step);
      if (!outcome.succeeded()) {
        return outcome;
      }
    }
    return outcome(0, null);
  }

  private Outcome outcome(int exit, Outcome.@Nullable Fault fault) {
    return new Outcome(exit, runs, out, err, fault, List.copyOf(published));
  }

  private Outcome one(Recipe.Step step) {
    String primary =
        step.outputs().isEmpty() ? "" : names.getOrDefault(step.outputs().getLast(), "");
    List<String> stageable = stageable(step);
    try (var staging = Staging.of(execution.folder(), stageable, primary, execution.claims());
        var scratch = new Scratch();
        var _ =
            cancellation.onCancel(() -> {
              staging.discard();
              scratch.discard();
            })) {
      var staged = new HashMap<String, String>();
      var inPlace = new ArrayList<String>();
      for (LinkPlan.Output output : step.outputs()) {
        String written = names.getOrDefault(output, "");
        String hidden = stageable.contains(written) ? staging.stage(written) : null;
        if (hidden != null) {
          staged.put(output.role(), hidden);
          inPlace.add(written);
        }
      }
      List<String> argv;
      try {
        for (var file : step.files().entrySet()) {
          Path path = scratch.file(file.getKey());
          Files.write(path, file.getValue().bytes());
          staged.put(Recipe.Slot.GENERATED + file.getKey(), path.toString());
        }
        argv = fill(step, staged);
      } catch (IOException e) {
        return outcome(1, new Outcome.Fault.NotWritten(scratch.place(), reason(e)));
      }
      Outcome run = run(step, argv, staging.token(), scratch);
      if (run.exit() > 128) {
        staging.killed();
      }
      boolean keep = run.exit() == 0 || execution.keepFailed();
      if (run.fault() != null || !keep) {
        return run;
      }
      List<Staging.Placed> placed;
      try {
        inPlace.sort((a, b) -> Boolean.compare(a.equals(primary), b.equals(primary)));
        placed = staging.publish(inPlace, execution.follow());
      } catch (IOException e) {
        Path at = execution.folder().resolve(primary);
        return outcome(1, new Outcome.Fault.NotPublished(at, reason(e)));
      }
      published(step, placed);
      return outcome(run.exit(), null);
    }
  }

  private List<String> stageable(Recipe.Step step) {
    return step.outputs().stream()
        .filter(output -> !step.direct().contains(output.role()))
        .map(output -> names.getOrDefault(output, ""))
        .filter(name -> Staging.stageable(execution.folder().resolve(name)))
        .toList();
  }

  private void published(Recipe.Step step, List<Staging.Placed> placed) {
    var stamps = new LinkedHashMap<String, Long>();
    placed.forEach(file -> stamps.put(file.name(), file.stamp()));
    var announced = new ArrayList<Outcome.Published>();
    for (LinkPlan.Output output : step.outputs()) {
      String name = names.getOrDefault(output, "");
      Long stamp = stamps.remove(name);
      Path path = execution.folder().resolve(name);
      if (stamp == null ? Files.isRegularFile(path) : stamp >= 0) {
        announced.add(new Outcome.Published(output, path, stamp == null ? -1 : stamp));
      }
    }
    stamps.forEach((name, stamp) ->
        published.add(
            new Outcome.Published(
                new LinkPlan.Output(Receipt.Made.EXTRA, RootedPath.of(name)),
                execution.folder().resolve(name),
                stamp)));
    published.addAll(announced);
  }

  private static List<String> fill(Recipe.Step step, Map<String, String> staged) {
    var argv = new ArrayList<String>(step.argv());
    for (Recipe.Slot slot : step.slots()) {
      String name = staged.get(slot.name());
      if (name != null) {
        argv.set(slot.word(), argv.get(slot.word()).substring(0, slot.at()) + name);
      }
    }
    return argv;
  }

  private Outcome run(Recipe.Step step, List<String> argv, String token, Scratch scratch) {
    try {
      if (tooLong(argv)) {
        return attend(step, responseFile(argv, scratch), token);
      }
      try {
        return attend(step, argv, token);
      } catch (Hands.NotStarted e) {
        // RSP-01: for limits that are not the usual ones.
        if (e.error() == Hands.NotStarted.E2BIG && argv.size() > 1) {
          return attend(step, responseFile(argv, scratch), token);
        }
        throw e;
      }
    } catch (IOException e) {
      boolean absent = e instanceof Hands.NotStarted no && no.error() == Hands.NotStarted.ENOENT;
      return outcome(
          1,
          absent
              ? new Outcome.Fault.NotFound(argv.getFirst(), reason(e))
              : new Outcome.Fault.NotStarted(argv.getFirst(), reason(e)));
    }
  }

  private boolean tooLong(List<String> argv) {
    long total = 0;
    for (String word : argv) {
      // A UTF-16 unit is at most three bytes of UTF-8.
      if (word.length() > WORD_LIMIT / 3) {
        return true;
      }
      total += 3L * word.length() + 9;
    }
    for (var variable : execution.environment().entrySet()) {
      total += 3L * (variable.getKey().length() + variable.getValue().length()) + 10;
    }
    return total > COMMAND_LINE_LIMIT;
  }

  private static List<String> responseFile(List<String> argv, Scratch scratch) throws IOException {
    Path file = scratch.file("linker-arguments");
    Files.writeString(file, ResponseFiles.quote(argv.subList(1, argv.size())));
    return List.of(argv.getFirst(), "@" + file);
  }

  private Outcome attend(Recipe.Step step, List<String> command, String token) throws IOException {
    Map<String, String> environment = execution.environment();
    if (!step.unset().isEmpty() || !step.set().isEmpty()) {
      environment = new HashMap<>(environment);
      environment.keySet().removeAll(step.unset());
      environment.putAll(step.set());
    }
    byte[] hidden = token.getBytes(StandardCharsets.UTF_8);
    var keptOut = new RecordedStream(execution.out(), Outcome.KEPT);
    var keptErr = new RecordedStream(execution.err(), Outcome.KEPT);
    var toOut = new TokenFilter(keptOut, hidden);
    var toErr = new TokenFilter(keptErr, hidden);
    long started = System.nanoTime();
    long startedMillis = System.currentTimeMillis();
    var errand = new Hands.Errand(command, execution.folder(), environment);
    Hands.Ended ended =
        execution.hands().run(errand, toOut, toErr, execution.watch()::started, cancellation);
    toOut.finish();
    toErr.finish();
    int exit = ended.exit();
    out = keptOut.content();
    err = keptErr.content();
    runs.add(
        new Receipt.Run(
            step.name(),
            exit,
            exit > 128 && exit < 128 + 65 ? exit - 128 : null,
            startedMillis,
            (System.nanoTime() - started) / 1_000_000,
            ended.cpuMillis(),
            Math.max(ended.peakKib(), execution.watch().peakKib()),
            execution.watch().waitedMillis()));
    return outcome(exit, null);
  }

  private static String reason(IOException e) {
    String text = e.getMessage();
    return text == null ? e.getClass().getSimpleName() : text;
  }
}
