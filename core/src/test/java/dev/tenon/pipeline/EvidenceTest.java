package dev.tenon.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.model.Read;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceTest {
  @TempDir Path folder;

  private Evidence evidence() {
    var memory = new Memory(Runnable::run, Runnable::run, Long.MAX_VALUE);
    return new Evidence(
        folder,
        memory.past(folder.resolve("state")),
        memory,
        new Beginning(null, 0, new Glances()));
  }

  private Read listing() throws IOException {
    Path listed = Files.createDirectories(folder.resolve("listed"));
    return new Read(listed.toString(), Read.Aspect.LISTING, Read.How.PREDICTED, "listed");
  }

  /** The names that gcc, clang and rustc give to what they delete when the linker has ended. */
  @Test
  void whatCompilersMakeForOneLinkIsPerishable() {
    for (String path :
        List.of(
            "/tmp/ccX1b2c3.o",
            "/var/tmp/ccX1b2c3.o",
            "/tmp/a-0123ab.o",
            "t/debug/deps/rg-0123.rg.0-cgu.0.rcgu.o",
            "/home/me/tmp/rustcX1b2c3/symbols.o")) {
      assertThat(Evidence.isPerishable(path)).as(path).isTrue();
    }
    for (String path : List.of("a.o", "cc.o", "cc123456.a", "src/ccache123.o", "/usr/lib/crt1.o")) {
      assertThat(Evidence.isPerishable(path)).as(path).isFalse();
    }
  }

  @Test
  void aListingThatWasTakenBeforeTheStartIsProved() throws IOException {
    var evidence = evidence();
    List<Read> reads = List.of(listing());
    evidence.look(reads);
    evidence.begin();
    assertThat(evidence.proved(reads, false).getFirst().proof()).isNotNull();
  }

  /** A name may have come after the linker looked, and the listing does not tell. */
  @Test
  void aListingThatWasTakenLaterProvesNothing() throws IOException {
    var evidence = evidence();
    List<Read> reads = List.of(listing());
    evidence.begin();
    evidence.look(reads);
    assertThat(evidence.proved(reads, false).getFirst().proof()).isNull();
  }
}
