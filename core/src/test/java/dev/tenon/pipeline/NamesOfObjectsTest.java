package dev.tenon.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.keep.LinkLog;
import dev.tenon.keep.Receipts;
import dev.tenon.real.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compilers give their objects new names each time. Where linkers let such a name into what they
 * make, the link is done again; where they do not, it is left undone, and both are seen by running
 * them.
 */
class NamesOfObjectsTest {
  @TempDir Path folder;
  private Lab lab;
  private Links links;

  @BeforeEach
  void objects() {
    Lab.needs("gcc", "as");
    lab = new Lab(folder);
    links = Links.resident(lab);
    lab.write(
            "m.c",
            "static int own = 3; int f(void); int g(void);\nint main(void){return f()+g()+own;}\n")
        .write("f.c", "static int s(int x){return x+1;}\nint t; int f(void){return s(t);}\n")
        .write(
            "g.s",
            """
             .text
            mine: nop
             .globl g
            g: call mine
             ret
             .section .init_array,"aw"
             .quad mine
             .section .note.GNU-stack,"",@progbits
            """)
        .ok("gcc -g -O0 -fPIC -c m.c f.c")
        .ok("as g.s -o g.o")
        .ok("mkdir a b empty1 empty2");
    for (String object : List.of("m", "f", "g")) {
      copy(object + ".o", "a/" + object + ".o");
      copy(object + ".o", "b/" + object + ".o");
      copy(object + ".o", "b/rg-0a1b2." + object + ".rcgu.o");
    }
    copy("f.o", "b/crt9.o");
  }

  private void copy(String from, String to) {
    try {
      Files.copy(folder.resolve(from), folder.resolve(to), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /**
   * Two lines that differ in names.
   *
   * @param skipped families for which the second link is left undone
   */
  record Pair(String name, String skipped, String first, String second) {}

  private static final String ALL = "bfd lld mold";
  private static final String END = " --entry=main -o out";

  private static final List<Pair> PAIRS =
      List.of(
          new Pair(
              "objects that name their sources",
              ALL,
              "a/m.o a/f.o g.o" + END,
              "b/rg-0a1b2.m.rcgu.o b/rg-0a1b2.f.rcgu.o g.o" + END),
          new Pair(
              "an object that does not, in another folder",
              ALL,
              "m.o f.o a/g.o" + END,
              "m.o f.o b/g.o" + END),
          new Pair(
              "an object that does not, under another name",
              "lld mold",
              "m.o f.o a/g.o" + END,
              "m.o f.o b/rg-0a1b2.g.rcgu.o" + END),
          new Pair(
              "with relocations kept",
              ALL,
              "a/m.o a/f.o g.o --emit-relocs" + END,
              "b/rg-0a1b2.m.rcgu.o b/rg-0a1b2.f.rcgu.o g.o --emit-relocs" + END),
          new Pair(
              "a relocatable output",
              "bfd lld",
              "-r a/m.o a/f.o -o out",
              "-r b/rg-0a1b2.m.rcgu.o b/rg-0a1b2.f.rcgu.o -o out"),
          new Pair(
              "a shared library with an ID",
              ALL,
              "-shared --build-id a/f.o -o out",
              "-shared --build-id b/rg-0a1b2.f.rcgu.o -o out"),
          new Pair(
              "a list of symbols",
              ALL,
              "-shared a/f.o --version-script=a/list -o out",
              "-shared a/f.o --version-script=b/list -o out"),
          new Pair(
              "another list of symbols",
              "",
              "-shared a/f.o --version-script=a/list -o out",
              "-shared a/f.o --version-script=b/other -o out"),
          new Pair("a map", "", "a/m.o f.o g.o -Map=map" + END, "b/m.o f.o g.o -Map=map" + END),
          new Pair(
              "names of start-up objects", "", "m.o a/f.o g.o" + END, "m.o b/crt9.o g.o" + END),
          new Pair(
              "a folder in which nothing is found",
              ALL,
              "m.o f.o g.o -L {here}/empty1 -L {here}/lib -lx" + END,
              "m.o f.o g.o -L {here}/empty2 -L {here}/lib -lx" + END),
          new Pair(
              "a folder in which something is found now",
              "",
              "m.o f.o g.o -L {here}/empty1 -L {here}/lib -lx" + END,
              "m.o f.o g.o -L {here}/full -L {here}/lib -lx" + END),
          new Pair(
              "a folder in which something was found",
              "",
              "m.o f.o g.o -L {here}/full -lx" + END,
              "m.o f.o g.o -L {here}/lib -lx" + END),
          new Pair(
              "the same objects in another order", "", "m.o f.o g.o" + END, "f.o m.o g.o" + END),
          new Pair("another object", "", "m.o f.o a/g.o" + END, "m.o f.o changed/g.o" + END),
          new Pair(
              "the place where GCC's plugin writes",
              ALL,
              "m.o f.o g.o -plugin {plugin} -plugin-opt=-fresolution=/tmp/ccA.res" + END,
              "m.o f.o g.o -plugin {plugin} -plugin-opt=-fresolution=/tmp/ccB.res" + END));

  static Stream<Arguments> pairs() {
    return Stream.of("bfd", "lld", "mold")
        .flatMap(engine ->
            PAIRS.stream()
                // mold does not tell what it reads for a relocatable output.
                .filter(pair -> !engine.equals("mold") || !pair.first.startsWith("-r "))
                .map(pair -> Arguments.of(engine, pair.name, pair)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("pairs")
  void aNameThatEntersNothingDoesNotMatter(String engine, String name, Pair pair) throws Exception {
    Links.needs(engine);
    lab.ok("mkdir lib full changed")
        .write("a/list", "{ global: f; local: *; };\n")
        .write("b/list", "{ global: f; local: *; };\n")
        .write("b/other", "{ global: t; local: *; };\n")
        .write("x.c", "int x;\n")
        .write("y.c", "int x, y;\n")
        .ok("gcc -shared -o lib/libx.so x.c")
        .ok("gcc -shared -o full/libx.so y.c")
        .ok("as --defsym other=1 g.s -o changed/g.o");
    link(engine, pair.first);
    assertThat(Objects.requireNonNull(standing()).unskippable()).isEmpty();
    link(engine, pair.second);
    assertThat(skipped())
        .as("%s", Objects.requireNonNull(standing()).because())
        .isEqualTo(List.of(pair.skipped.split(" ")).contains(engine));
    link(engine, pair.first); // which may be known from before the last link
    link(engine, pair.first);
    assertThat(skipped()).isTrue();
  }

  private dev.tenon.model.Receipt.@org.jspecify.annotations.Nullable Standing standing() {
    return Objects.requireNonNull(new Receipts(links.state()).last(folder.resolve("out")))
        .standing();
  }

  private boolean skipped() throws IOException {
    return new LinkLog(links.state()).lines().getLast().isSkipped();
  }

  /** Links through us and alone; both give the same bytes. */
  private void link(String engine, String line) throws IOException {
    tick();
    String plugin = lab.run(Map.of(), List.of("gcc", "-print-file-name=liblto_plugin.so")).out();
    var words = new ArrayList<String>();
    for (String word : line.split(" ")) {
      words.add(word.replace("{here}", folder.toString()).replace("{plugin}", plugin.strip()));
    }
    assertThat(links.tenon(engine, words).exit()).isZero();
    Path output = folder.resolve("out");
    Path kept = folder.resolve("kept");
    Files.move(output, kept, StandardCopyOption.REPLACE_EXISTING);
    assertThat(links.direct(engine, words).exit()).isZero();
    assertThat(kept).hasSameBinaryContentAs(output);
    Files.move(kept, output, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Until the clock of the file system has ticked. */
  private void tick() throws IOException {
    Path mark = Files.createTempFile(folder, "tick", "");
    var first = Files.getLastModifiedTime(mark);
    while (Files.getLastModifiedTime(mark).toMillis() - first.toMillis() < 12) {
      Files.delete(mark);
      Files.createFile(mark);
    }
    Files.delete(mark);
  }
}
