package dev.tenon.driver;

import dev.tenon.model.Content;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.Receipt;
import dev.tenon.model.Recipe;
import dev.tenon.option.ResponseFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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
    try (var staging = new Staging(execution.folder(), primary);
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
        String hidden = step.direct().contains(output.role()) ? null : staging.stage(written);
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
      boolean keep = run.exit() == 0 || execution.keepFailed();
      if (run.fault() != null || !keep) {
        return run;
      }
      try {
        inPlace.sort((a, b) -> Boolean.compare(a.equals(primary), b.equals(primary)));
        staging.publish(inPlace, execution.follow());
      } catch (IOException e) {
        Path at = execution.folder().resolve(primary);
        return outcome(1, new Outcome.Fault.NotPublished(at, reason(e)));
      }
      for (LinkPlan.Output output : step.outputs()) {
        Path path = execution.folder().resolve(names.getOrDefault(output, ""));
        if (Files.isRegularFile(path)) {
          published.add(new Outcome.Published(output, path));
        }
      }
      return outcome(run.exit(), null);
    }
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
    List<String> command = argv;
    try {
      if (tooLong(argv)) {
        command = responseFile(argv, scratch);
      }
      Process process;
      try {
        process = start(step, command);
      } catch (IOException e) {
        // RSP-01: E2BIG, for limits that are not the usual ones.
        if (argv.size() > 1 && !tooLong(argv) && reason(e).contains("error=7,")) {
          process = start(step, responseFile(argv, scratch));
        } else {
          throw e;
        }
      }
      return attend(step, process, token.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      String reason = reason(e);
      boolean absent = reason.contains("error=2,");
      return outcome(
          1,
          absent
              ? new Outcome.Fault.NotFound(argv.getFirst(), "No such file or directory")
              : new Outcome.Fault.NotStarted(argv.getFirst(), reason));
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

  private Process start(Recipe.Step step, List<String> command) throws IOException {
    var builder = new ProcessBuilder(command).directory(execution.folder().toFile());
    builder.redirectInput(ProcessBuilder.Redirect.INHERIT);
    var environment = builder.environment();
    Environments.apply(environment, execution.environment());
    environment.keySet().removeAll(step.unset());
    environment.putAll(step.set());
    return builder.start();
  }

  private Outcome attend(Recipe.Step step, Process process, byte[] token) throws IOException {
    long started = System.nanoTime();
    long cpu = Usage.childrenCpuMillis();
    try (var _ = cancellation.onCancel(() -> kill(process))) {
      var toOut = new TokenFilter(execution.out(), token, Outcome.KEPT);
      var toErr = new TokenFilter(execution.err(), token, Outcome.KEPT);
      Thread outPump = pump(process.getInputStream(), toOut);
      Thread errPump = pump(process.getErrorStream(), toErr);
      long peak = Usage.watch(process);
      outPump.join();
      errPump.join();
      toOut.finish();
      toErr.finish();
      int exit = process.exitValue();
      out = new Content(toOut.kept());
      err = new Content(toErr.kept());
      runs.add(
          new Receipt.Run(
              step.name(),
              exit,
              exit > 128 && exit < 128 + 65 ? exit - 128 : null,
              (System.nanoTime() - started) / 1_000_000,
              Usage.childrenCpuMillis() - cpu,
              peak));
      return outcome(exit, null);
    } catch (InterruptedException e) {
      kill(process);
      Thread.currentThread().interrupt();
      return outcome(130, null);
    }
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }

  private static Thread pump(InputStream from, TokenFilter to) {
    return Thread.ofPlatform()
        .daemon()
        .start(() -> {
          byte[] buffer = new byte[1 << 14];
          try {
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
              to.write(buffer, 0, n);
              if (from.available() == 0) {
                to.flush();
              }
            }
          } catch (IOException e) {
            // The caller's stream is closed, or the process is gone; its exit code says more.
          }
        });
  }

  private static String reason(IOException e) {
    String text = e.getMessage();
    return text == null ? e.getClass().getSimpleName() : text;
  }
}
