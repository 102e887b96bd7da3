package dev.tenon.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.keep.LinkLog;
import dev.tenon.real.Lab;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Edits one after another without a pause, most within one tick of the file system's clock:
 * whatever was skipped, the output is what a linker makes of what is there.
 */
class RandomEditsTest {
  private static final int EDITS =
      Boolean.getBoolean("tenon.all") ? 500 : Integer.getInteger("tenon.edits", 25);

  private static final List<String> LINES =
      List.of(
          "m.o f.o g.o -L L1 -L L2 -lz9 -o out --entry=main",
          "m.o f.o g.o -L L1 -L L2 -lz9 -o out --entry=main --gc-sections",
          "m.o f.o a.a -L L1 -L L2 -lz9 -o out --entry=main",
          "m.o f2.o g.o -L L1 -L L2 -lz9 -o out --entry=main");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"bfd,1", "lld,2", "mold,3"})
  void whatIsThereIsWhatALinkerMakes(String engine, long seed) throws Exception {
    Links.needs(engine);
    Lab lab = new Lab(folder);
    edits(engine, seed, lab, Links.resident(lab));
  }

  /** The books of one link are kept while the next edits and links go on. */
  @ParameterizedTest
  @CsvSource({"bfd,4", "lld,5", "mold,6"})
  void alsoWhileTheBooksAreKept(String engine, long seed) throws Exception {
    Links.needs(engine);
    Lab lab = new Lab(folder);
    try (var clerks = Executors.newFixedThreadPool(2)) {
      edits(engine, seed, lab, new Links(lab, new Memory(clerks, clerks, Long.MAX_VALUE)));
    }
  }

  private void edits(String engine, long seed, Lab lab, Links links) throws Exception {
    lab.write("m.c", "int f(void); int g(void);\nint main(void){return f() + g();}\n")
        .write("f.c", "int f(void){return 3;}\n")
        .write("g.c", "int g(void){return 3;}\n")
        .write("z.c", "int z(void){return 3;}\n")
        .write("y.c", "int y(void){return 3;}\n")
        .ok("mkdir L1 L2 store")
        .ok("gcc -c m.c f.c g.c")
        .ok("gcc -c -O2 f.c -o store/f1.o")
        .ok("gcc -c -DX=1 f.c -o store/f2.o")
        .ok("gcc -c -O1 g.c -o store/g1.o")
        .ok("gcc -c -O2 g.c -o store/g2.o")
        .ok("gcc -shared -o store/z1.so z.c")
        .ok("gcc -shared -o store/z2.so y.c")
        .ok("cp f.o f2.o")
        .ok("cp store/z1.so L2/libz9.so")
        .ok("ar rcs a.a g.o");
    var random = new Random(seed);
    var line = LINES.getFirst();
    var history = new ArrayList<String>();
    for (int i = 0; i < EDITS; i++) {
      if (random.nextInt(6) == 0) {
        line = LINES.get(random.nextInt(LINES.size()));
      }
      for (int n = random.nextInt(3); n > 0; n--) {
        history.add(edit(random));
      }
      List<String> words = List.of(line.split(" "));
      var result = links.tenon(engine, words);
      assertThat(result.exit()).as("%s %s", result.err(), history).isZero();
      var alone = new ArrayList<>(words);
      byte[] ours = lab.bytes("out");
      Path kept = folder.resolve("kept-out");
      Files.move(folder.resolve("out"), kept, StandardCopyOption.REPLACE_EXISTING);
      assertThat(links.direct(engine, alone).exit()).isZero();
      boolean skipped = new LinkLog(links.state()).lines().getLast().isSkipped();
      assertThat(ours)
          .as("edit %d, %s after %s", i, skipped ? "skipped" : "linked", history)
          .isEqualTo(lab.bytes("out"));
      Files.move(kept, folder.resolve("out"), StandardCopyOption.REPLACE_EXISTING);
    }
    assertThat(isSkippedInTheEnd(engine, links, List.of(line.split(" ")))).isTrue();
  }

  /** When nothing is edited any more, the books are kept and the clock has ticked. */
  private static boolean isSkippedInTheEnd(String engine, Links links, List<String> words)
      throws IOException {
    boolean skipped = false;
    for (int i = 0; i < 100 && !skipped; i++) {
      assertThat(links.tenon(engine, words).exit()).isZero();
      skipped = new LinkLog(links.state()).lines().getLast().isSkipped();
    }
    return skipped;
  }

  private String edit(Random random) throws IOException {
    int which = random.nextInt(14);
    switch (which) {
      case 0 -> touch(pick(random, "m.o", "f.o", "g.o", "L2/libz9.so", "out"));
      case 1, 2 -> copy(pick(random, "store/f1.o", "store/f2.o"), "f.o");
      case 3, 4 -> overwrite(pick(random, "store/g1.o", "store/g2.o"), "g.o", random.nextBoolean());
      case 5 -> copy(pick(random, "store/z1.so", "store/z2.so"), "L1/libz9.so");
      case 6 -> Files.deleteIfExists(folder.resolve("L1/libz9.so"));
      case 7 -> copy(pick(random, "store/z1.so", "store/z2.so"), "L2/libz9.so");
      case 8 -> Files.deleteIfExists(folder.resolve("out"));
      case 9 -> damage();
      case 10 -> {
        // Moved aside and back, as editors and version control do.
        Files.move(folder.resolve("m.o"), folder.resolve("m.kept"));
        Files.move(folder.resolve("m.kept"), folder.resolve("m.o"));
      }
      case 11 -> copy("f.o", "f2.o");
      case 12 -> {
        Files.deleteIfExists(folder.resolve("f2.o"));
        Files.createLink(folder.resolve("f2.o"), folder.resolve("f.o"));
      }
      default -> copy(pick(random, "store/f1.o", "store/f2.o"), "f2.o");
    }
    return String.valueOf(which);
  }

  private static String pick(Random random, String... names) {
    return names[random.nextInt(names.length)];
  }

  private void touch(String name) throws IOException {
    Path file = folder.resolve(name);
    if (Files.exists(file)) {
      Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis()));
    }
  }

  /** Another file in its place. */
  private void copy(String from, String to) throws IOException {
    Files.deleteIfExists(folder.resolve(to));
    Files.copy(folder.resolve(from), folder.resolve(to));
  }

  /** The same file with another content, perhaps with the old time of last change. */
  private void overwrite(String from, String to, boolean secretly) throws IOException {
    Path file = folder.resolve(to);
    FileTime time = Files.getLastModifiedTime(file);
    Files.write(file, Files.readAllBytes(folder.resolve(from)));
    if (secretly) {
      Files.setLastModifiedTime(file, time);
    }
  }

  private void damage() throws IOException {
    Path out = folder.resolve("out");
    if (!Files.exists(out)) {
      return;
    }
    FileTime time = Files.getLastModifiedTime(out);
    try (var file = FileChannel.open(out, StandardOpenOption.WRITE)) {
      file.write(java.nio.ByteBuffer.wrap(new byte[] {7}), 70);
    }
    Files.setLastModifiedTime(out, time);
  }
}
