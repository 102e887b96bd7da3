package dev.tenon.cli.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whoever is killed, and whenever: the output is the old one or the new one, the next link is
 * right, and nothing keeps running.
 */
class KillsTest {
  private static final String TENON = Workshop.HOME.resolve("tenon").toString();
  private static final byte[] OLD = "old".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  private Workshop shop;

  enum Victim {
    FRONT,
    HEAD,
    LINKER,
    /** Ctrl-C: the terminal's signal to the whole process group. */
    GROUP,
    /** A polite end of the front alone. */
    FRONT_POLITELY
  }

  @BeforeEach
  void objects() {
    shop =
        new Workshop(folder)
            .with(Engine.BFD)
            .with(Map.of("TENON_RUNTIME", folder.resolve("run").toString()));
    Tools.want("setsid");
    shop.write("s.c", "int main(void) { return 0; }\n");
    shop.write("big.s", ".data\n.fill 30000000,1,7\n.section .note.GNU-stack,\"\",@progbits\n");
    shop.run("gcc", "-c", "s.c").ok();
    shop.run("as", "-o", "big.o", "big.s").ok();
  }

  @AfterEach
  void nothingStays() {
    shop.run(TENON, "daemon", "stop").ok();
  }

  @ParameterizedTest
  @EnumSource
  void killedAtRandomMoments(Victim victim) throws Exception {
    var direct = List.of("gcc", "-B" + Workshop.BIN, "s.o", "big.o", "-o", "out", "-Wl,-Map=map");
    var driver = new ArrayList<>(direct);
    driver.set(0, Workshop.BIN.resolve("tenon-cc").toString());
    driver.remove(1);
    shop.with(Map.of("TENON", "off")).run(direct).ok();
    byte[] fresh = shop.read("out");
    shop.run(direct).ok();
    assertThat(shop.read("out")).isEqualTo(fresh);
    long began = System.nanoTime();
    shop.run(driver).ok();
    long usual = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    assertThat(shop.read("out")).isEqualTo(fresh);
    var random = new SplittableRandom(victim.name().hashCode());
    int rounds = Sample.ALL ? 40 : 4;
    for (int i = 0; i < rounds; i++) {
      Files.write(folder.resolve("out"), OLD);
      Files.deleteIfExists(folder.resolve("map"));
      var link = start(i % 2 == 0 ? direct : driver);
      boolean ended = link.waitFor(random.nextLong(1 + usual), TimeUnit.MILLISECONDS);
      boolean hit = !ended && kill(victim, link);
      assertThat(link.waitFor(2, TimeUnit.MINUTES)).isTrue();
      // What a killed linker leaves is what it leaves without Tenon; the next link mends it.
      if (victim == Victim.HEAD || !hit) {
        assertThat(shop.read("out")).as("round %d: exit %d", i, link.exitValue()).isEqualTo(fresh);
      }
      for (ProcessHandle stray : here().toList()) {
        stray.onExit().get(1, TimeUnit.MINUTES);
      }
    }
    shop.run(direct).ok();
    assertThat(shop.read("out")).isEqualTo(fresh);
    try (var names = Files.list(folder)) {
      assertThat(names.map(name -> name.getFileName().toString()))
          .noneMatch(name -> name.startsWith(".tenon"));
    }
  }

  private Process start(List<String> words) throws IOException {
    var line = new ArrayList<>(List.of("setsid"));
    line.addAll(words);
    var builder = new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("XDG_STATE_HOME", shop.stateHome().toString());
    builder.environment().put("TENON_HEAD", "wait");
    builder.environment().putAll(shop.environment());
    return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
  }

  /** Whether there was somebody to kill. */
  private boolean kill(Victim victim, Process link) throws IOException {
    return switch (victim) {
      case FRONT -> end("-KILL", running("front"));
      case FRONT_POLITELY -> end("-TERM", running("front"));
      case LINKER -> end("-KILL", here().filter(p -> runs(p, "-ld.bfd")));
      case HEAD -> end("-KILL", head());
      case GROUP -> {
        shop.run("kill", "-INT", "--", "-" + link.pid());
        yield true;
      }
    };
  }

  private boolean end(String signal, Stream<ProcessHandle> victims) {
    List<Long> found = victims.map(ProcessHandle::pid).toList();
    found.forEach(pid -> shop.run("kill", signal, Long.toString(pid)));
    return !found.isEmpty();
  }

  private Stream<ProcessHandle> running(String program) {
    return here().filter(process -> runs(process, program));
  }

  private static boolean runs(ProcessHandle process, String program) {
    try {
      Path exe = Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/exe"));
      return exe.getFileName().toString().contains(program);
    } catch (IOException e) {
      return false;
    }
  }

  /** Processes that work in the test's folder. */
  private Stream<ProcessHandle> here() {
    return ProcessHandle.allProcesses()
        .filter(process -> {
          try {
            return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd"))
                .equals(folder.toRealPath());
          } catch (IOException e) {
            return false;
          }
        });
  }

  private Stream<ProcessHandle> head() {
    return shop.report("daemon", "status")
        .lines()
        .filter(line -> line.startsWith("pid "))
        .flatMap(line -> ProcessHandle.of(Long.parseLong(line.substring(4))).stream());
  }
}
