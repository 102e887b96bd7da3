package dev.tenon.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.keep.LinkLog;
import dev.tenon.keep.Receipts;
import dev.tenon.model.Receipt;
import dev.tenon.real.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Links through a compiler driver are left undone, too, and not when the driver adds another file.
 */
class DriverSkippingTest {
  @TempDir Path folder;
  private Lab lab;
  private Links links;

  @BeforeEach
  void program() {
    Lab.needs("gcc");
    lab = new Lab(folder);
    links = Links.resident(lab);
    lab.write("m.c", "int f(void);\nint main(void){return f();}\n")
        .write("f.c", "int f(void){return 3;}\n")
        .ok("gcc -c m.c f.c")
        .ok("mkdir prefix");
    copy("f.o", "f2.o");
  }

  private void copy(String from, String to) {
    try {
      Files.copy(folder.resolve(from), folder.resolve(to), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Whether the link was done; the result is the same as the driver's own with that linker. */
  private boolean runs(String driver, String engine, Map<String, String> more, String line)
      throws IOException {
    tick();
    var variables = new HashMap<>(more);
    variables.put("TENON_CC", driver);
    variables.put("TENON_ENGINE", engine);
    var words = List.of(line.split(" "));
    var result = links.driver("tenon-cc", variables, words);
    assertThat(result.exit()).as(result.err()).isZero();
    boolean skipped = new LinkLog(links.state()).lines().getLast().isSkipped();
    Path output = folder.resolve("out");
    Path kept = folder.resolve("kept");
    Files.move(output, kept, StandardCopyOption.REPLACE_EXISTING);
    var bare = new ArrayList<>(List.of(driver, "-fuse-ld=" + engine));
    bare.addAll(words);
    assertThat(lab.run(more, bare).exit()).isZero();
    assertThat(kept).hasSameBinaryContentAs(output);
    Files.move(kept, output, StandardCopyOption.REPLACE_EXISTING);
    return !skipped;
  }

  private void tick() throws IOException {
    Path mark = Files.createTempFile(folder, "tick", "");
    var first = Files.getLastModifiedTime(mark);
    while (Files.getLastModifiedTime(mark).toMillis() - first.toMillis() < 60) {
      Files.delete(mark);
      Files.createFile(mark);
    }
    Files.delete(mark);
  }

  private Receipt.Standing standing() {
    var receipt = Objects.requireNonNull(new Receipts(links.state()).last(folder.resolve("out")));
    return Objects.requireNonNull(receipt.standing());
  }

  @ParameterizedTest
  @CsvSource({"gcc,bfd", "gcc,mold", "clang-19,lld", "clang-19,bfd"})
  void theSameLinkIsDoneOnce(String driver, String engine) throws Exception {
    Links.needs(engine);
    Lab.needs(driver);
    assertThat(runs(driver, engine, Map.of(), "m.o f.o -o out")).isTrue();
    assertThat(standing().unskippable()).isEmpty();
    assertThat(runs(driver, engine, Map.of(), "m.o f.o -o out"))
        .as("%s", standing().because())
        .isFalse();
    assertThat(runs(driver, engine, Map.of(), "m.o f2.o -o out"))
        .as("%s", standing().because())
        .isFalse();
    assertThat(runs(driver, engine, Map.of(), "m.o f.o -o out -Wl,--gc-sections")).isTrue();
    assertThat(standing().because()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({"gcc,bfd", "gcc,mold", "clang-19,lld"})
  void aStartUpObjectThatAppearsInAFolderOfTheDriverIsTaken(String driver, String engine)
      throws Exception {
    Links.needs(engine);
    Lab.needs(driver);
    String line = "-B" + folder.resolve("prefix") + "/ m.o f.o -o out";
    assertThat(runs(driver, engine, Map.of(), line)).isTrue();
    assertThat(runs(driver, engine, Map.of(), line)).isFalse();
    Path real =
        Path.of(lab.run(Map.of(), List.of("gcc", "-print-file-name=Scrt1.o")).out().strip());
    Files.copy(real, folder.resolve("prefix/Scrt1.o"));
    lab.write("extra.c", "int extra = 1;\n").ok("gcc -c extra.c");
    assertThat(
            lab.run(
                    Map.of(),
                    List.of("ld.bfd", "-r", real.toString(), "extra.o", "-o", "prefix/Scrt1.o"))
                .exit())
        .isZero();
    assertThat(runs(driver, engine, Map.of(), line)).isTrue();
    assertThat(standing().because()).isNotEmpty();
    assertThat(runs(driver, engine, Map.of(), line)).as("%s", standing().because()).isFalse();
  }

  @Test
  void aLibraryInAFolderOfTheEnvironmentIsTaken() throws Exception {
    Links.needs("mold");
    lab.write("z.c", "int z = 1;\n").ok("gcc -shared -fPIC -o libz9.so z.c").ok("mkdir L1 L2");
    copy("libz9.so", "L2/libz9.so");
    Map<String, String> more = Map.of("LIBRARY_PATH", folder + "/L1:" + folder + "/L2");
    String line = "m.o f.o -Wl,--no-as-needed -lz9 -o out";
    assertThat(runs("gcc", "mold", more, line)).isTrue();
    assertThat(runs("gcc", "mold", more, line)).as("%s", standing().because()).isFalse();
    lab.write("z.c", "int z = 1, y = 2;\n").ok("gcc -shared -fPIC -o L1/libz9.so z.c");
    assertThat(runs("gcc", "mold", more, line)).isTrue();
  }

  @Test
  void aLinkThatCompilesAnewIsLeftUndone() throws Exception {
    Links.needs("bfd");
    // As GCC calls its linker when it compiles and links at once: new names each time.
    var first = words();
    tick();
    assertThat(links.tenon("bfd", first).exit()).isZero();
    assertThat(standing().unskippable()).isEmpty();
    var second = words();
    assertThat(second).isNotEqualTo(first);
    tick();
    assertThat(links.tenon("bfd", second).exit()).isZero();
    assertThat(new LinkLog(links.state()).lines().getLast().isSkipped())
        .as("%s", standing().because())
        .isTrue();
  }

  /** The linker's words of {@code gcc m.c f.c}, with the objects made under the names in them. */
  private List<String> words() throws IOException {
    var words = new ArrayList<>(links.linkerWords(List.of("gcc", "m.c", "f.c", "-o", "out")));
    List<String> sources = new ArrayList<>(List.of("f.c", "m.c"));
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).matches("/tmp/cc\\w+\\.o")) {
        String object = Files.createTempFile(folder, "cc", ".o").toString();
        lab.ok("gcc -c " + sources.removeLast() + " -o " + object);
        words.set(i, object);
      }
    }
    assertThat(sources).isEmpty();
    return words;
  }
}
