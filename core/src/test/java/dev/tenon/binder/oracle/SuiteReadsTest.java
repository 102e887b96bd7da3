package dev.tenon.binder.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.real.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The links of mold's test scripts as strace sees them against what we say of them. The scripts are
 * not part of this project: they come from the checkout that TENON_MOLD_SUITE names, or from
 * Debian's source package.
 */
class SuiteReadsTest {
  /** Links whose reads we know that we do not tell in full, of a hundred. */
  private static final int LEFT_ASIDE = 2;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"ld.bfd", "ld.lld-19", "mold"})
  void readsAndMissesEqualWhatStraceSaw(String linker) throws Exception {
    Lab.needs(linker, "strace", "gcc");
    List<Path> scripts = scripts();
    // 80 scripts make more than 70 links with every linker: more than 200 with all three.
    int wanted = Boolean.getBoolean("tenon.all") ? 80 : 8;
    int step = Math.max(1, scripts.size() / wanted);
    Path reports = Files.createDirectory(folder.resolve("reports"));
    Path shim = folder.resolve("shim");
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Files.writeString(
        shim,
        "#!/bin/sh\nexec "
            + System.getProperty("java.home")
            + "/bin/java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '"
            + classes
            + "' "
            + Shim.class.getName()
            + " "
            + Lab.find(linker)
            + " "
            + reports
            + " \"$@\"\n");
    assertThat(shim.toFile().setExecutable(true)).isTrue();
    for (String name : List.of("ld", "mold", "ld.mold", "ld-mold")) {
      Files.createSymbolicLink(folder.resolve(name), shim);
    }
    var lab = new Lab(folder);
    try (var pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      var all = new ArrayList<Callable<Lab.Result>>();
      for (int i = 0; i < scripts.size(); i += step) {
        String script = scripts.get(i).toString();
        all.add(() -> lab.run(Map.of(), List.of("timeout", "60", "bash", script)));
      }
      pool.invokeAll(all);
    }
    var verdicts = new TreeMap<String, Integer>();
    var differing = new ArrayList<String>();
    try (var made = Files.list(reports)) {
      for (Path report : made.map(link -> link.resolve("report")).filter(Files::exists).toList()) {
        String text = Files.readString(report);
        String verdict = text.lines().findFirst().orElse("");
        verdicts.merge(verdict, 1, Integer::sum);
        if (verdict.equals("differs")) {
          differing.add(Files.readString(report.resolveSibling("words")) + text);
        }
      }
    }
    System.out.printf("reads against strace, %s: %s%n", linker, verdicts);
    int equal = verdicts.getOrDefault("equal", 0);
    assertThat(equal).isPositive();
    assertThat(differing.size() * 100)
        .as(String.join("\n", differing))
        .isLessThanOrEqualTo((equal + differing.size()) * LEFT_ASIDE);
  }

  private static List<Path> scripts() throws IOException {
    String told = System.getenv().getOrDefault("TENON_MOLD_SUITE", "");
    String sources = System.getProperty("tenon.sources", "");
    Path suite = told.isEmpty() ? debian(sources) : Path.of(told).toAbsolutePath();
    assumeTrue(suite != null, "neither TENON_MOLD_SUITE nor Debian's sources of mold are here");
    Path old = suite.resolve("test/elf");
    try (var files = Files.list(Files.isDirectory(old) ? old : suite.resolve("test"))) {
      return files
          .filter(file -> file.toString().endsWith(".sh"))
          .filter(file -> !file.getFileName().toString().matches("arch-(?!x86_64).*"))
          .sorted()
          .toList();
    }
  }

  private static @Nullable Path debian(String sources) throws IOException {
    if (sources.isEmpty() || !Files.isDirectory(Path.of(sources))) {
      return null;
    }
    try (var folders = Files.list(Path.of(sources))) {
      return folders
          .filter(f -> f.getFileName().toString().matches("mold-[0-9.]+"))
          .filter(f -> Files.isDirectory(f.resolve("test")))
          .findFirst()
          .orElse(null);
    }
  }
}
