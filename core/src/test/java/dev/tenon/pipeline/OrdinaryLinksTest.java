package dev.tenon.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.keep.LinkLog;
import dev.tenon.keep.Receipts;
import dev.tenon.real.Lab;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What compilers tell their linkers every day is left undone the second time. */
class OrdinaryLinksTest {
  @TempDir Path folder;
  private Lab lab;
  private Links links;

  private static final List<String> LINES =
      List.of(
          "gcc m.o f.o -o out",
          "gcc -no-pie m.o f.o -o out",
          "gcc -static m.o f.o -o out",
          "gcc -shared f.o -o out",
          "gcc m.o thin.a -o out",
          "gcc m.o -Wl,--whole-archive thin.a -Wl,--no-whole-archive -o out",
          "gcc m.o L/f.a -lm -lpthread -o out",
          "gcc m.o -L. -lf -Wl,-rpath,/x -o out",
          "g++ m.o f.o -o out",
          "g++ -static m.o f.o -o out",
          "gcc m.o f.o -Wl,--as-needed -lz -Wl,--gc-sections -o out");

  static Stream<Arguments> lines() {
    return Stream.of("bfd", "lld", "mold")
        .flatMap(engine -> LINES.stream().map(line -> Arguments.of(engine, line)));
  }

  @BeforeEach
  void program() {
    Lab.needs("gcc", "g++");
    lab = new Lab(folder);
    links = Links.resident(lab);
    lab.write("m.c", "int f(void);\nint main(void){return f();}\n")
        .write("f.c", "int f(void){return 3;}\n")
        .ok("gcc -fPIC -c m.c f.c")
        .ok("mkdir L")
        .ok("ar rcs L/f.a f.o")
        .ok("ar rcsT thin.a f.o")
        .ok("gcc -shared -o libf.so f.o");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("lines")
  void anOrdinaryLinkIsDoneOnce(String engine, String line) throws Exception {
    Links.needs(engine);
    if (line.contains("-lz")) {
      org.junit.jupiter.api.Assumptions.assumeTrue(
          Path.of(
                  lab.run(java.util.Map.of(), List.of("gcc", "-print-file-name=libz.so"))
                      .out()
                      .strip())
              .isAbsolute(),
          "zlib's development files are not installed");
    }
    List<String> words = links.linkerWords(List.of(line.split(" ")));
    for (int i = 0; i < 2; i++) {
      tick();
      assertThat(links.tenon(engine, words).exit()).isZero();
      var receipt = Objects.requireNonNull(new Receipts(links.state()).last(folder.resolve("out")));
      var standing = Objects.requireNonNull(receipt.standing());
      assertThat(standing.unskippable()).isEmpty();
      assertThat(new LinkLog(links.state()).lines().getLast().isSkipped())
          .as("%s", standing.because())
          .isEqualTo(i == 1);
    }
  }

  private void tick() throws Exception {
    Path mark = Files.createTempFile(folder, "tick", "");
    var first = Files.getLastModifiedTime(mark);
    while (Files.getLastModifiedTime(mark).toMillis() - first.toMillis() < 12) {
      Files.delete(mark);
      Files.createFile(mark);
    }
    Files.delete(mark);
  }
}
