package dev.tenon.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.real.Lab;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A link that is ended at any moment leaves the old output or the new one, and nothing running. */
class InterruptionTest {
  @TempDir Path folder;
  private Lab lab;
  private Links links;

  @BeforeEach
  void objects() {
    Lab.needs("gcc");
    lab = new Lab(folder);
    links = new Links(lab);
    lab.write("s.c", "int _start(){return 0;}\n")
        .write("big.s", ".data\n.fill 40000000,1,7\n")
        .ok("gcc -c -O1 s.c")
        .ok("as -o big.o big.s");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void anEndByForceAtAnyMomentLeavesOldOrNewAndTheNextLinkIsRight(String engine) throws Exception {
    Links.needs(engine);
    List<String> words = List.of("s.o", "big.o", "-o", "out", "-Map=map");
    assertThat(links.direct(engine, words).exit()).isZero();
    byte[] fresh = lab.bytes("out");
    byte[] old = "old".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    var random = new SplittableRandom(engine.hashCode());
    int rounds = Boolean.getBoolean("tenon.all") ? 25 : 4;
    for (int i = 0; i < rounds; i++) {
      Files.write(folder.resolve("out"), old);
      Process link = start(engine, words);
      link.waitFor(random.nextInt(50, 900), TimeUnit.MILLISECONDS);
      var children = link.descendants().toList();
      if (i % 2 == 0) {
        link.destroyForcibly();
      } else {
        link.destroy();
      }
      link.waitFor();
      byte[] left = lab.bytes("out");
      assertThat(Arrays.equals(left, old) || Arrays.equals(left, fresh))
          .as("round %d: %d bytes", i, left.length)
          .isTrue();
      for (ProcessHandle child : children) {
        // A linker whose parent is killed ends by itself: nobody waits for it, it is not ours.
        child.onExit().get(60, TimeUnit.SECONDS);
      }
    }
    assertThat(links.tenon(engine, words).exit()).isZero();
    assertThat(lab.bytes("out")).isEqualTo(fresh);
    try (var names = Files.list(folder)) {
      assertThat(names.map(n -> n.getFileName().toString())).noneMatch(n -> n.startsWith(".tenon"));
    }
  }

  private Process start(String engine, List<String> words) throws Exception {
    String java = System.getProperty("java.home") + "/bin/java";
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var line = new ArrayList<>(List.of(java, "-cp", path, OneLink.class.getName(), engine));
    line.addAll(words);
    return new ProcessBuilder(line)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
