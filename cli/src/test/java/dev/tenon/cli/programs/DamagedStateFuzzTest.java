package dev.tenon.cli.programs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.fuzz.Bytes;
import dev.tenon.fuzz.Fuzzer;
import dev.tenon.fuzz.Lines;
import dev.tenon.real.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Links with a state folder that is damaged between them. */
class DamagedStateFuzzTest extends OwnHead {
  private static final int VARIANTS = 3;
  private static final int DAEMON = 40;

  private final List<byte[]> wanted = new ArrayList<>();
  private Path state;
  private int count;

  @BeforeEach
  void objects() {
    Lab.needs("gcc", "ld.bfd");
    state = folder.resolve("state");
    shop = shop.with(Map.of("TENON_STATE", state.toString()));
    for (int i = 0; i < VARIANTS; i++) {
      shop.write("v" + i + ".c", "int f(void) { return " + i + "; }\n");
      shop.run("gcc", "-c", "-o", "v" + i + ".o", "v" + i + ".c").ok();
      shop.run("cp", "v" + i + ".o", "m.o").ok();
      shop.run("ld.bfd", "-shared", "m.o", "-o", "wanted").ok();
      wanted.add(shop.read("wanted"));
    }
  }

  @Test
  void aLinkIsWhatItIsWithoutState() {
    Fuzzer.run(
        "damaged state",
        random -> Long.toString(random.nextLong()).getBytes(UTF_8),
        input -> round(new SplittableRandom(Long.parseLong(new String(input, UTF_8)))),
        List.of());
  }

  private void round(SplittableRandom random) throws IOException {
    if (++count % DAEMON == 0) {
      shop.run(TENON, "daemon", "stop").ok();
      damage(random, List.of(runtime.resolve("heads.log"), runtime.resolve("aside.log")));
    }
    int variant = random.nextInt(VARIANTS);
    Files.copy(
        folder.resolve("v" + variant + ".o"),
        folder.resolve("m.o"),
        StandardCopyOption.REPLACE_EXISTING);
    if (random.nextInt(4) == 0) {
      Files.deleteIfExists(folder.resolve("m.so"));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      damage(random, files());
    }
    Outcome link = shop.run(LD, "-shared", "m.o", "-o", "m.so").ok();
    assertThat(link.out() + link.err()).isEmpty();
    assertThat(shop.read("m.so")).isEqualTo(wanted.get(variant));
  }

  private List<Path> files() throws IOException {
    if (!Files.exists(state)) {
      return List.of();
    }
    try (var all = Files.walk(state)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    } catch (java.io.UncheckedIOException e) {
      return List.of(); // the daemon has just removed one
    }
  }

  private void damage(SplittableRandom random, List<Path> files) throws IOException {
    if (files.isEmpty()) {
      return;
    }
    Path file = Bytes.pick(random, files);
    if (!Files.isRegularFile(file)) {
      return;
    }
    byte[] content = Files.readAllBytes(file);
    switch (random.nextInt(12)) {
      case 0 -> Files.deleteIfExists(file);
      case 1 -> Files.write(file, Files.readAllBytes(Bytes.pick(random, files)));
      case 2 -> Files.write(file, new byte[0]);
      case 3, 4, 5 -> Files.write(file, Lines.change(random, content, "\t"));
      default -> Files.write(file, Bytes.change(random, content, List.of(content)));
    }
  }
}
