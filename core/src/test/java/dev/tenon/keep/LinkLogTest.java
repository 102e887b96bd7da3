package dev.tenon.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log reads its own lines and those of earlier versions. */
class LinkLogTest {
  @TempDir Path folder;

  @Test
  void linesFromBeforeLinksWereLeftUndoneAreRead() throws Exception {
    Files.writeString(
        folder.resolve("links.tsv"), "5\t70\tlld 19\t10\t20\t3\t0\t/w\t/w/out\nnot a line\n");
    var log = new LinkLog(folder);
    var skipped = new LinkLog.Line(6, 1, "lld 19", 10, 20, 3, 0, "/w", "/w/out", 70, "");
    log.append(skipped);
    assertThat(log.lines()).hasSize(2);
    assertThat(log.lines().getFirst().isSkipped()).isFalse();
    assertThat(log.lines().getLast()).isEqualTo(skipped);
    assertThat(log.lines().getLast().isSkipped()).isTrue();
  }

  @Test
  void aByteThatIsNoTextSpoilsItsOwnLineOnly() throws Exception {
    var log = new LinkLog(folder);
    var line = new LinkLog.Line(6, 1, "lld 19", 10, 20, 3, 0, "/w", "/w/out", 70, "");
    log.append(line);
    Files.write(folder.resolve("links.tsv"), new byte[] {-1, '\n'}, StandardOpenOption.APPEND);
    log.append(line);
    assertThat(log.lines()).containsExactly(line, line);
  }
}
