package dev.tenon.cli.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.cli.InProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A folder in which a test builds programs. Commands run there, with the tester's environment less
 * what would steer a build, and with a state folder of their own, so that no trace is left in the
 * tester's.
 */
record Workshop(Path folder, Map<String, String> environment) {
  /** The checkout. */
  static final Path HOME =
      Path.of(System.getProperty("tenon.home", "..")).toAbsolutePath().normalize();

  /** Names for drivers, made by the first use of the launcher. */
  static final Path BIN = bin();

  /**
   * Where fronts of tests meet their head, apart from the tester's own and from that of other test
   * classes that run at the same time; a socket's name is short.
   */
  static final Path RUNTIME =
      Path.of(
          "/tmp/tenon-tests-%x-%s"
              .formatted(
                  HOME.toString().hashCode(), System.getProperty("surefire.forkNumber", "1")));

  private static Path bin() {
    try {
      var first = new ProcessBuilder(HOME.resolve("tenon").toString(), "--version");
      if (first.inheritIO().start().waitFor() != 0) {
        throw new AssertionError("the launcher does not start");
      }
      return HOME.resolve("bin");
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    } catch (InterruptedException stop) {
      throw new IllegalStateException(stop);
    }
  }

  private static final List<String> STEERING =
      List.of(
          "TENON_ENGINE",
          "TENON_ROUNDTRIP",
          "TENON_STATE",
          "TENON_INSIDE",
          "TENON_ASIDE",
          "TENON_EXPLAIN",
          "COMPILER_PATH",
          "CMAKE_C_LINKER_LAUNCHER",
          "CMAKE_CXX_LINKER_LAUNCHER",
          "LDFLAGS",
          "CFLAGS",
          "CXXFLAGS",
          "CC",
          "CXX",
          "LD",
          "RUSTFLAGS",
          "CARGO_TARGET_DIR",
          "MAKEFLAGS",
          "LD_RUN_PATH",
          "JAVA_TOOL_OPTIONS");

  Workshop(Path folder) {
    this(folder, Map.of());
  }

  /** The same folder with more in the environment. */
  Workshop with(Map<String, String> more) {
    var all = new HashMap<>(environment);
    all.putAll(more);
    return new Workshop(folder, Map.copyOf(all));
  }

  Workshop with(Engine engine) {
    return with(Map.of("TENON_ENGINE", engine.word));
  }

  Workshop in(String inner) {
    return new Workshop(folder.resolve(inner), environment);
  }

  /** A folder where drivers find the bare linker under the name {@code ld}. */
  Path bare(Engine engine) {
    var real = engine.real();
    var place = folder.resolve("bare-" + engine.word);
    try {
      if (!Files.exists(place)) {
        Files.createDirectories(place);
        Files.createSymbolicLink(place.resolve("ld"), real);
      }
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
    return place;
  }

  Path write(String name, String text) {
    try {
      var file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  byte[] read(String name) {
    try {
      return Files.readAllBytes(folder.resolve(name));
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  Outcome run(String... words) {
    return run(List.of(words));
  }

  Outcome run(List<String> words, String... more) {
    var all = new ArrayList<>(words);
    all.addAll(List.of(more));
    return run(all);
  }

  Outcome run(List<String> words) {
    try {
      var out = Files.createTempFile(folder, ".out", "");
      var err = Files.createTempFile(folder, ".err", "");
      var builder = new ProcessBuilder(new ArrayList<>(words)).directory(folder.toFile());
      builder.environment().clear();
      builder.environment().putAll(seen());
      var process =
          builder
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      if (!process.waitFor(20, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("still running after 20 minutes: " + words);
      }
      var outcome =
          new Outcome(
              words,
              process.exitValue(),
              new String(Files.readAllBytes(out), StandardCharsets.UTF_8),
              new String(Files.readAllBytes(err), StandardCharsets.UTF_8));
      Files.delete(out);
      Files.delete(err);
      return outcome;
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    } catch (InterruptedException stop) {
      throw new IllegalStateException(stop);
    }
  }

  /** The environment of commands. */
  private Map<String, String> seen() {
    var all = new HashMap<>(System.getenv());
    all.keySet().removeAll(STEERING);
    all.put("XDG_STATE_HOME", stateHome().toString());
    // A test of links waits for the head; others name what they want.
    all.put("TENON_HEAD", "wait");
    all.put("TENON_RUNTIME", RUNTIME.toString());
    all.put("TENON_REHEARSAL", "off"); // most heads of tests do fewer links than that
    all.putAll(environment);
    return all;
  }

  /** What {@code tenon} prints of the links and the head of this workshop. */
  String report(String... words) {
    try {
      return InProcess.report(folder, seen(), words);
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  /**
   * Holds the state folder of this workshop. Not in its own folder: the head may still write there
   * when the test has ended.
   */
  Path stateHome() {
    return HOME.resolve("cli/target/states")
        .resolve(Integer.toHexString(folder.toString().hashCode()));
  }

  /** The line of each link that Tenon did from this workshop, oldest first. */
  List<String> links() {
    return report("log").lines().filter(line -> !line.startsWith("total ")).toList();
  }

  /** That Tenon, and not a tool it stepped aside for, linked these with the engine. */
  void assertLinked(Engine engine, String... outputs) {
    assertThat(links())
        .extracting(line -> line.replaceFirst("^.*? s  (\\w+) .*/([^/]+)$", "$1 $2"))
        .contains(Stream.of(outputs).map(name -> engine.word + " " + name).toArray(String[]::new));
  }
}
