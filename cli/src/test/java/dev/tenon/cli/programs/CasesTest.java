package dev.tenon.cli.programs;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Scripts in which Tenon could show, or be wrong: what they print, leave and end with is the same
 * with the bare linkers. {@code lib.bash} beside them says what a script finds. {@code
 * -Dtenon.case=REGEX} runs some.
 */
class CasesTest {
  private static final Path SCRIPTS = Workshop.HOME.resolve("cli/src/test/resources/cases");

  private static final String SKIPPED = "exit 77";

  private static final Pattern WANTED = Pattern.compile(System.getProperty("tenon.case", ""));

  private Path root = Path.of("");

  @AfterEach
  void nothingStays() {
    if (System.getProperty("tenon.keep") == null) {
      new Workshop(Path.of("/tmp")).run("rm", "-rf", root.toString()).ok();
    }
  }

  /** A script, and how it is run. */
  private record Run(String script, String engine, Streams streams, boolean isRoundTrip) {
    String name() {
      String name = script + ", " + engine;
      if (streams != Streams.APART) name += ", " + streams.word();
      return isRoundTrip ? name + ", through the plan" : name;
    }

    ComparedLink link(int number, BareAndThrough harness) {
      var environment = new HashMap<>(BareAndThrough.meant(engine));
      environment.put("B", harness.linkers(engine).toString());
      environment.put("ENGINE", engine);
      environment.put("POOL", harness.world().resolveSibling("pool").toString());
      environment.put("CASES", SCRIPTS.toString());
      environment.put("WORLD", harness.world().toString());
      if (isRoundTrip) environment.put("TENON_ROUNDTRIP", "1");
      return new ComparedLink(
          Integer.toString(number),
          List.of(
              "bash",
              "-c",
              ". \"$1\"; . \"$2\"",
              "case",
              SCRIPTS.resolve("lib.bash").toString(),
              SCRIPTS.resolve(script + ".bash").toString()),
          environment,
          streams,
          "022",
          _ -> {});
    }
  }

  /** The words after {@code # KEY:} in a script. */
  private static List<String> header(Path script, String key) throws IOException {
    return Files.readAllLines(script).stream()
        .filter(line -> line.startsWith("# " + key + ": "))
        .flatMap(line -> Arrays.stream(line.substring(key.length() + 4).split(" ")))
        .toList();
  }

  private static List<Run> runs() throws IOException {
    var runs = new ArrayList<Run>();
    List<Path> scripts;
    try (var files = Files.list(SCRIPTS)) {
      scripts = files.filter(file -> file.toString().endsWith(".bash")).sorted().toList();
    }
    for (var script : scripts) {
      String name = script.getFileName().toString().replace(".bash", "");
      if (name.equals("lib") || !WANTED.matcher(name).find()) continue;
      var streams = new ArrayList<>(header(script, "streams"));
      if (streams.isEmpty()) streams.add("apart");
      for (var engine : header(script, "engines")) {
        for (var stream : streams) {
          var how = Streams.valueOf(stream.toUpperCase(Locale.ROOT));
          runs.add(new Run(name, engine, how, false));
          if (header(script, "with").contains("roundtrip")) {
            runs.add(new Run(name, engine, how, true));
          }
        }
      }
    }
    return runs;
  }

  /** Of each script one run, with {@code --all} every one. */
  private static List<Run> everyday(List<Run> all) {
    if (Sample.ALL) return all;
    var byScript = new LinkedHashMap<String, List<Run>>();
    for (var run : all) byScript.computeIfAbsent(run.script, _ -> new ArrayList<>()).add(run);
    int seed = Integer.getInteger("tenon.seed", 1);
    return byScript.values().stream()
        .map(runs -> runs.get(Math.floorMod(runs.getFirst().script.hashCode() + seed, runs.size())))
        .toList();
  }

  @TestFactory
  Collection<DynamicTest> asWithoutTenon() throws IOException {
    root = Files.createTempDirectory(Path.of("/tmp"), "tenon-cases").toRealPath();
    Pool.compile(root.resolve("pool"));
    var names = new HashMap<String, ComparedLink>();
    var tests = new ArrayList<DynamicTest>();
    var tenon = Boolean.getBoolean("tenon.bare") ? root.resolve("bare") : Workshop.BIN;
    try (var harness = new BareAndThrough(root, tenon)) {
      var runs = everyday(runs());
      for (var run : runs) names.put(run.name(), run.link(names.size(), harness));
      var found =
          Sample.ALL
              ? harness.compareFresh(List.copyOf(names.values()))
              : harness.compareOnce(List.copyOf(names.values()));
      for (var run : runs) {
        var link = Objects.requireNonNull(names.get(run.name()));
        var bare = harness.bareOf(link);
        var own = found.stream().filter(it -> it.link().equals(link)).toList();
        tests.add(dynamicTest(run.name(), () -> check(bare, own)));
      }
    }
    return tests;
  }

  private static void check(Map<String, String> bare, List<Difference> found) throws IOException {
    if (SKIPPED.equals(bare.get("status"))) abort(bare.getOrDefault("stdout", ""));
    if (!found.isEmpty()) fail(BareAndThrough.report(found));
  }
}
