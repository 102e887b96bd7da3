package dev.tenon.cli.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.tenon.keep.LinkLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The test scripts of mold, run in the same place without and with Tenon: how each ends, what it
 * says and every file that lies there afterwards are the same, whether the script passes or not.
 */
class SuiteComparedTest {
  private static final int EVERY_DAY = 24;

  /** Few enough that one batch fits on the disk; a batch's bare runs come before its others. */
  private static final int AT_A_TIME = 60;

  private static final Path TO_ITS_END =
      Workshop.HOME.resolve("cli/src/test/resources/dev/tenon/cli/programs/whole-script.sh");

  private Path root = Path.of("");

  @BeforeEach
  void shortFolder() throws IOException {
    root = Files.createTempDirectory(Path.of("/tmp"), "tenon-suite").toRealPath();
  }

  @AfterEach
  void nothingStays() {
    if (System.getProperty("tenon.keep") == null) {
      new Workshop(Path.of("/tmp")).run("rm", "-rf", root.toString()).ok();
    }
  }

  /** Scripts call the linker by each of these names in their working folder. */
  private static void names(Path place, Path linkers, Engine engine) throws IOException {
    for (var name : List.of("ld", "mold", "ld.mold", "ld-mold")) {
      Files.createSymbolicLink(place.resolve(name), linkers.resolve("ld." + engine.word));
    }
  }

  /** Compilers whose objects for LTO, which are named at random otherwise, are always the same. */
  private static Path compilers(Path place) throws IOException {
    Files.createDirectories(place);
    for (var name : List.of("cc", "c++", "gcc", "g++")) {
      Path compiler = place.resolve(name);
      Files.writeString(
          compiler,
          "#!/bin/bash\nseed=\"$*\"\nexec "
              + Tools.want(name)
              + " -frandom-seed=\"${seed//[^[:alnum:]]/_}\" \"$@\"\n");
      assertThat(compiler.toFile().setExecutable(true)).isTrue();
    }
    return place;
  }

  private static ComparedLink link(
      Path script, Engine engine, Path linkers, Map<String, String> more) {
    var environment = new HashMap<>(more);
    environment.putAll(BareAndThrough.meant(engine.word));
    String words = ". '" + TO_ITS_END + "'; . \"$0\"";
    return new ComparedLink(
        script.getFileName().toString(),
        List.of("timeout", "300", "bash", "-c", words, script.toString()),
        environment,
        Streams.APART,
        "022",
        place -> names(place, linkers, engine));
  }

  @ParameterizedTest
  @EnumSource
  void noScriptEndsSpeaksOrWritesDifferently(Engine engine) throws IOException {
    engine.real();
    var scripts = Sample.of(EVERY_DAY, MoldSuite.scripts()).toList();
    var found = new ArrayList<Difference>();
    try (var harness = new BareAndThrough(root, Workshop.BIN)) {
      Path linkers = harness.linkers(engine.word);
      Path compilers = compilers(root.resolve("compilers"));
      var more = Map.of("PATH", compilers + ":" + harness.shop().environment().get("PATH"));
      var all = scripts.stream().map(script -> link(script, engine, linkers, more)).toList();
      var ends = new HashMap<String, Integer>();
      for (int i = 0; i < all.size(); i += AT_A_TIME) {
        var batch = all.subList(i, Math.min(all.size(), i + AT_A_TIME));
        found.addAll(harness.compareFresh(batch));
        for (var link : batch) ends.merge(harness.bareOf(link).get("status"), 1, Integer::sum);
      }
      var log = new LinkLog(harness.state()).lines();
      long skipped = log.stream().filter(LinkLog.Line::isSkipped).count();
      System.out.printf(
          "suite with %s: %d scripts that ended %s, %d lines in the log, %d links skipped,"
              + " not compared %s%n",
          engine.word, all.size(), ends, log.size(), skipped, harness.unstable());
      assertThat(log).isNotEmpty();
    }
    if (!found.isEmpty()) fail(BareAndThrough.report(found));
  }
}
