package dev.tenon.cli.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.option.Family;
import dev.tenon.option.OptionTable;
import dev.tenon.option.Word;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The test scripts of mold, as a suite for any linker. Each runs with the bare linker and then
 * through Tenon, with every plan taken through JSON and back; none that passes with the bare linker
 * may fail.
 */
class SuiteTest {
  private static final int EVERY_DAY = 24;

  private enum Result {
    PASS,
    FAIL,
    SKIP
  }

  private record Ran(Result result, String end) {}

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void noScriptIsLostThroughTheRecords(Engine engine) throws Exception {
    var scripts = Sample.of(EVERY_DAY, MoldSuite.scripts()).toList();
    var bare = run(scripts, engine.real(), new Workshop(folder.resolve("bare")));
    var ours =
        run(
            scripts,
            Workshop.BIN.resolve("ld"),
            new Workshop(folder.resolve("ours")).with(engine).with(Map.of("TENON_ROUNDTRIP", "1")));
    var lost = new HashMap<String, String>();
    bare.forEach((name, ran) -> {
      var other = Objects.requireNonNull(ours.get(name));
      if (ran.result == Result.PASS && other.result != Result.PASS) lost.put(name, other.end);
    });
    var passing = bare.values().stream().filter(ran -> ran.result == Result.PASS).count();
    System.out.printf(
        "suite with %s: %d scripts, %d pass bare, %d pass through Tenon%n",
        engine.word,
        scripts.size(),
        passing,
        ours.values().stream().filter(ran -> ran.result == Result.PASS).count());
    assertThat(passing).isPositive();
    assertThat(lost).isEmpty();
  }

  /** A plan read from the words of the one linker, performed by the other. */
  private static final Map<Engine, Engine> CROSSINGS =
      Map.of(Engine.BFD, Engine.LLD, Engine.LLD, Engine.MOLD, Engine.MOLD, Engine.BFD);

  @Test
  void whatEveryLinkerPassesIsPassedWhenThePlanIsRenderedForAnother() throws Exception {
    var scripts = Sample.of(EVERY_DAY, MoldSuite.scripts()).toList();
    var joint = new ArrayList<>(scripts);
    for (Engine engine : Engine.values()) {
      var bare = run(scripts, engine.real(), new Workshop(folder.resolve("bare-" + engine.word)));
      joint.removeIf(script ->
          Objects.requireNonNull(bare.get(script.getFileName().toString())).result != Result.PASS);
    }
    assertThat(joint).isNotEmpty();
    var lost = new TreeMap<String, String>();
    for (Engine words : Engine.values()) {
      Engine linker = Objects.requireNonNull(CROSSINGS.get(words));
      var shop =
          new Workshop(folder.resolve(words.word + "-to-" + linker.word))
              .with(linker)
              .with(Map.of("TENON_ROUNDTRIP", "1"));
      run(joint, Workshop.BIN.resolve("ld." + words.word), shop)
          .forEach((name, ran) -> {
            if (ran.result != Result.PASS) {
              lost.put(words.word + " to " + linker.word + ": " + name, ran.end);
            }
          });
    }
    System.out.printf(
        "suite across linkers: %d scripts that all three pass, %d crossings lost%n",
        joint.size(), lost.size());
    assertThat(lost).isEmpty();
  }

  @Test
  void atMostThreeOptionWordsInAHundredAreRaw() throws Exception {
    var scripts = Sample.of(EVERY_DAY * 4, MoldSuite.scripts()).toList();
    Path log = Files.createDirectories(folder.resolve("words"));
    Path shim = folder.resolve("shim");
    Files.writeString(
        shim,
        "#!/bin/sh\nprintf '%s\\0' \"$@\" > "
            + log
            + "/$$\nexec "
            + Engine.MOLD.real()
            + " \"$@\"\n");
    assertThat(shim.toFile().setExecutable(true)).isTrue();
    run(scripts, shim, new Workshop(folder.resolve("listened")));
    int options = 0;
    var raw = new TreeMap<String, Integer>();
    try (var files = Files.list(log)) {
      for (Path file : files.toList()) {
        var words = List.of(Files.readString(file).split("\0"));
        for (Word word : OptionTable.linker().read(words, Family.MOLD)) {
          options += word instanceof Word.Positional ? 0 : 1;
          if (word instanceof Word.Unknown(String text)) {
            raw.merge(text, 1, Integer::sum);
          }
        }
      }
    }
    int count = raw.values().stream().mapToInt(Integer::intValue).sum();
    System.out.printf("suite: %d raw of %d option words: %s%n", count, options, raw);
    assertThat(options).isGreaterThan(100);
    assertThat(count * 100).isLessThanOrEqualTo(options * 3);
  }

  /** Two at a time would be enough for two cores; scripts spend much of their time waiting. */
  private static Map<String, Ran> run(List<Path> scripts, Path linker, Workshop shop)
      throws InterruptedException, ExecutionException, IOException {
    Files.createDirectories(shop.folder());
    var target = linker;
    if (linker.startsWith(Workshop.BIN)) {
      // Ours goes by its own name whatever the scripts call: the name says whose words follow.
      target = shop.folder().resolve("through");
      Files.writeString(target, "#!/bin/sh\nexec " + linker + " \"$@\"\n");
      assertThat(target.toFile().setExecutable(true)).isTrue();
    }
    for (var name : List.of("ld", "mold", "ld.mold", "ld-mold")) {
      Files.createSymbolicLink(shop.folder().resolve(name), target);
    }
    var results = new HashMap<String, Ran>();
    try (var pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      var running = new HashMap<String, Future<Ran>>();
      for (var script : scripts) {
        running.put(script.getFileName().toString(), pool.submit(() -> run(script, shop)));
      }
      for (var one : running.entrySet()) results.put(one.getKey(), one.getValue().get());
    }
    return results;
  }

  private static Ran run(Path script, Workshop shop) {
    var outcome = shop.run("timeout", "300", "bash", "-x", script.toString());
    if (outcome.status() != 0) {
      var lines = (outcome.err() + outcome.out()).lines().toList();
      return new Ran(
          Result.FAIL,
          String.join("\n", lines.subList(Math.max(0, lines.size() - 12), lines.size())));
    }
    return new Ran(
        outcome.out().strip().endsWith("skipped") ? Result.SKIP : Result.PASS, outcome.out());
  }
}
