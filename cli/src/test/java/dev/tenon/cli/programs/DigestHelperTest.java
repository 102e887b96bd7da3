package dev.tenon.cli.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.driver.DigestHelper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/digest} and who asks it: the same digests as Java's own. */
class DigestHelperTest {
  private static final Path PROGRAM = Workshop.BIN.resolve("digest");
  private static final int SMALL = 1 << 18;

  @TempDir Path folder;

  private Path file(String name, int size) throws IOException {
    byte[] bytes = new byte[size];
    new SplittableRandom(size).nextBytes(bytes);
    return Files.write(folder.resolve(name), bytes);
  }

  private static String expected(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }

  @Test
  void filesOfEverySizeAroundItsBlocksAndBuffers() throws Exception {
    var helper = new DigestHelper(PROGRAM);
    for (int size : List.of(SMALL, SMALL + 1, SMALL + 55, SMALL + 56, SMALL + 63, 2 * SMALL - 1)) {
      Path file = file("ein ‹Name›\n" + size, size);
      assertThat(helper.sha256(file)).as("%d", size).isEqualTo(expected(file));
    }
  }

  /** What processors without instructions for it do, and small files, which Java reads itself. */
  @Test
  void byEveryWayThatTheProgramHas() throws Exception {
    var shop = new Workshop(folder);
    for (int size : List.of(0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000, SMALL + 7)) {
      Path file = file("f", size);
      for (String way : List.of("", " --plain")) {
        String line = "printf 'f\\0nothing\\0' | '" + PROGRAM + "'" + way;
        assertThat(shop.run("sh", "-c", line).ok().out())
            .as("%d%s", size, way)
            .isEqualTo(expected(file) + "\n-\n");
      }
    }
  }

  @Test
  void whereItCannotTellNobodyIsMisled() throws Exception {
    Path file = file("f", SMALL);
    assertThat(new DigestHelper(folder.resolve("missing")).sha256(file)).isNull();
    assertThat(new DigestHelper(Path.of("/bin/true")).sha256(file)).isNull();
    assertThat(new DigestHelper(PROGRAM).sha256(folder.resolve("none"))).isNull();
    assertThat(new DigestHelper(PROGRAM).sha256(file("small", SMALL - 1))).isNull();
  }

  @Test
  void whenItIsKilledAnotherOneIsStarted() throws Exception {
    var helper = new DigestHelper(PROGRAM);
    Path file = file("f", SMALL);
    assertThat(helper.sha256(file)).isEqualTo(expected(file));
    var killed =
        ProcessHandle.current()
            .children()
            .filter(child -> child.info().command().orElse("").equals(PROGRAM.toString()))
            .toList();
    assertThat(killed).isNotEmpty();
    for (ProcessHandle child : killed) {
      child.destroyForcibly();
      child.onExit().get();
    }
    assertThat(helper.sha256(file)).isEqualTo(expected(file));
  }
}
