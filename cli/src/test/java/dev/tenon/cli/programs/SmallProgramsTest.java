package dev.tenon.cli.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Small programs with every linker: the very bytes of the bare linker, and they run. */
class SmallProgramsTest {
  /**
   * @param compile commands that make objects
   * @param link commands that link; the driver is told after its name where its linker is
   * @param outputs what the links write
   * @param run the program, or nothing when what is made does not run
   */
  record Program(
      String name,
      List<List<String>> compile,
      List<List<String>> link,
      List<String> outputs,
      List<String> run) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final String EXAMPLES = Workshop.HOME.resolve("examples").toString();

  static final List<Program> PROGRAMS =
      List.of(
          c("C", "gcc -O1", "gcc"),
          c("C, not position independent", "gcc -fno-pie", "gcc -no-pie"),
          c("C, static", "gcc", "gcc -static"),
          c("C, static-pie", "gcc -fPIE", "gcc -static-pie"),
          c("C, exporting its symbols, stripped", "gcc -g", "gcc -rdynamic -s"),
          c("C, sections collected", "gcc -ffunction-sections", "gcc -Wl,--gc-sections,-z,now"),
          c("C, sanitized", "gcc -fsanitize=address", "gcc -fsanitize=address"),
          c("C with clang", "clang-19 -g", "clang-19"),
          c("C with clang, static", "clang-19", "clang-19 -static"),
          c("C with musl", "musl-gcc", "musl-gcc"),
          c("C with musl, static", "musl-gcc -fno-pie", "musl-gcc -static -no-pie"),
          c("C with musl, static-pie", "musl-gcc -fPIE", "musl-gcc -static-pie"),
          cxx("C++", "g++ -g", "g++"),
          cxx("C++, static", "g++", "g++ -static"),
          cxx("C++ with clang", "clang++-19 -O2", "clang++-19"),
          cxx("C++, its runtime static", "g++", "g++ -static-libstdc++ -static-libgcc"),
          new Program(
              "C with map and dependency file",
              List.of(words("gcc -c hello.c")),
              List.of(words("gcc hello.o -o hello -Wl,-Map=hello.map,--dependency-file=hello.d")),
              List.of("hello.map", "hello.d", "hello"),
              List.of("./hello")),
          new Program(
              "C, partly linked",
              List.of(words("gcc -c hello.c")),
              List.of(words("gcc -r hello.o -o all.o"), words("gcc all.o -o hello")),
              List.of("all.o", "hello"),
              List.of("./hello")),
          new Program(
              "shared library with version script",
              List.of(words("gcc -fPIC -c counter.c"), words("gcc -c main.c")),
              List.of(
                  words(
                      "gcc -shared counter.o -o libcounter.so"
                          + " -Wl,--version-script=counter.map,-soname,libcounter.so"),
                  words("gcc main.o -L. -lcounter -Wl,-rpath,$ORIGIN -o main")),
              List.of("libcounter.so", "main"),
              List.of("./main")),
          new Program(
              "archive taken whole",
              List.of(
                  words("gcc -fPIC -c counter.c"),
                  words("gcc -c main.c"),
                  words("ar rcsD libcounter.a counter.o")),
              List.of(
                  words(
                      "gcc -shared -o libwhole.so -Wl,--whole-archive libcounter.a"
                          + " -Wl,--no-whole-archive"),
                  words("gcc main.o -L. -Wl,-Bstatic -lcounter -Wl,-Bdynamic -o main")),
              List.of("libwhole.so", "main"),
              List.of("./main")));

  private static Program c(String name, String compile, String link) {
    return new Program(
        name,
        List.of(words(compile + " -c hello.c")),
        List.of(words(link + " hello.o -o hello")),
        List.of("hello"),
        List.of("./hello"));
  }

  private static Program cxx(String name, String compile, String link) {
    return new Program(
        name,
        List.of(words(compile + " -c words.cpp")),
        List.of(words(link + " words.o -o words")),
        List.of("words"),
        List.of("./words", "tenon", "mortise", "", "tenon"));
  }

  private static List<String> words(String line) {
    return Arrays.asList(line.split(" "));
  }

  static Stream<Arguments> programsAndEngines() {
    return PROGRAMS.stream()
        .flatMap(
            program -> Stream.of(Engine.values()).map(engine -> Arguments.of(program, engine)));
  }

  @ParameterizedTest(name = "{0} with {1}")
  @MethodSource("programsAndEngines")
  void theBytesAreThoseOfTheBareLinkerAndTheProgramRuns(
      Program program, Engine engine, @TempDir Path folder) throws Exception {
    var shop = new Workshop(folder);
    for (var command : program.compile) Tools.want(command.getFirst());
    for (var place : List.of("hello", "words", "library")) {
      Tools.copyTree(Path.of(EXAMPLES, place), folder);
    }
    for (var command : program.compile) shop.run(command).ok();

    var bare = link(shop, program, shop.bare(engine));
    var expected = shop.run(program.run);
    assumeTrue(
        expected.status() == 0, () -> "without Tenon it ends with status " + expected.status());
    for (var output : program.outputs) java.nio.file.Files.delete(folder.resolve(output));

    var ours = link(shop.with(engine), program, Workshop.BIN);
    assertThat(shop.run(program.run).seen()).isEqualTo(expected.seen());
    shop.assertLinked(engine, program.outputs.getLast());
    for (int i = 0; i < bare.size(); i++) {
      assertThat(ours.get(i)).as(program.outputs.get(i)).isEqualTo(bare.get(i));
    }
  }

  private static List<byte[]> link(Workshop shop, Program program, Path linkers) {
    for (var command : program.link) {
      var words = new ArrayList<>(command);
      words.add(1, "-B" + linkers);
      shop.run(words).ok();
    }
    return program.outputs.stream().map(shop::read).toList();
  }
}
