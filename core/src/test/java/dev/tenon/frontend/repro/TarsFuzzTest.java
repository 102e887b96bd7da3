package dev.tenon.frontend.repro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.fuzz.Bytes;
import dev.tenon.fuzz.Fuzzer;
import dev.tenon.fuzz.Tars;
import dev.tenon.model.BadRecord;
import dev.tenon.model.Content;
import dev.tenon.model.json.PlanJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reproduce tars, changed at random. */
class TarsFuzzTest {
  @TempDir Path folder;

  private static final List<List<Tars.Entry>> SEEDS =
      List.of(
          List.of(
              new Tars.Entry("r/version.txt", "LLD 19\n"),
              new Tars.Entry("r/response.txt", "-o out --chroot . usr/m.o -L usr/lib -lx\n"),
              new Tars.Entry("r/usr/m.o", "x".repeat(700))),
          List.of(
              new Tars.Entry("r/response.txt", "--directory home -o out a.o b.a \"c d.o\" @rsp\n"),
              new Tars.Entry("r/home/", '5', new Content(new byte[0])),
              new Tars.Entry("r/home/a.o", "y"),
              new Tars.Entry("r/home/b.a", "")));

  @Test
  void aChangedTarIsReadOrRefusedAndWritesNothingElsewhere() {
    Path tar = folder.resolve("r.tar");
    Path into = folder.resolve("into");
    Fuzzer.run(
        "tars",
        random -> Tars.change(random, Bytes.pick(random, SEEDS)),
        input -> {
          Files.write(tar, input);
          try {
            var plan = ReproFrontend.read(tar, into);
            assertThat(PlanJson.read(PlanJson.write(plan).print()).toRun()).isEqualTo(plan);
          } finally {
            remove(into);
            try (var left = Files.list(folder)) {
              assertThat(left).containsExactly(tar);
            }
          }
        },
        List.of(BadRecord.class));
  }

  private static void remove(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (var all = Files.walk(tree)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        assertThat(Files.isSymbolicLink(file)).isFalse();
        Files.delete(file);
      }
    }
  }
}
