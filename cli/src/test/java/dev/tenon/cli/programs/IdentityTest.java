package dev.tenon.cli.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Build systems ask a linker who it is, and read the answer in ways of their own. */
class IdentityTest {
  static Stream<Arguments> namesAndEngines() {
    return Stream.of(
        Arguments.of("ld", Engine.BFD),
        Arguments.of("ld", Engine.LLD),
        Arguments.of("ld", Engine.MOLD),
        Arguments.of("ld.bfd", Engine.BFD),
        Arguments.of("ld.lld", Engine.LLD),
        Arguments.of("ld.mold", Engine.MOLD));
  }

  private static Outcome ask(Path folder, String name, Engine engine, String question) {
    engine.real();
    return new Workshop(folder).with(engine).run(Workshop.BIN.resolve(name).toString(), question);
  }

  @ParameterizedTest(name = "{0} with {1}")
  @MethodSource("namesAndEngines")
  void libtoolTakesItForGnuLdWithSharedLibraries(String name, Engine engine, @TempDir Path folder) {
    var version = ask(folder, name, engine, "-v").ok();
    assertThat(version.out() + version.err()).containsAnyOf("GNU", "with BFD");
    var help = ask(folder, name, engine, "--help").ok().out();
    assertThat(help).contains("--whole-archive", "-soname", "--version-script");
    assertThat(help).containsPattern(": supported targets:.* elf");
  }

  @ParameterizedTest(name = "{0} with {1}")
  @MethodSource("namesAndEngines")
  void mesonAndCMakeKnowTheLinkerBehindIt(String name, Engine engine, @TempDir Path folder) {
    var text = ask(folder, name, engine, "--version").ok().out();
    assertThat(text.lines().findFirst().orElseThrow())
        .containsPattern(
            switch (engine) {
              case BFD -> "^GNU ld .*[0-9]+\\.[0-9]+";
              case LLD -> "LLD [0-9]+\\.[0-9]+.*compatible with GNU linkers";
              case MOLD -> "^mold [0-9]+\\.[0-9]+.*compatible with GNU ld";
            });
  }

  @ParameterizedTest(name = "{0} with {1}")
  @MethodSource("namesAndEngines")
  void itSaysWhatTheLinkerBehindItSays(String name, Engine engine, @TempDir Path folder) {
    var real = new Workshop(folder).run(engine.real().toString(), "--version").ok();
    assertThat(ask(folder, name, engine, "--version").ok().out()).isEqualTo(real.out());
  }

  static Stream<Arguments> whatTheKernelLinksWith() {
    return Stream.of(Arguments.of("ld", Engine.BFD), Arguments.of("ld.lld", Engine.LLD));
  }

  @ParameterizedTest(name = "{0} with {1}")
  @MethodSource("whatTheKernelLinksWith")
  void theKernelReadsAVersionNumber(String name, Engine engine, @TempDir Path folder) {
    assertThat(kernelVersion(ask(folder, name, engine, "--version").ok().out()))
        .isGreaterThanOrEqualTo(engine == Engine.BFD ? 23000 : 130000);
  }

  /**
   * The rule of the kernel's version check: words of the first line; after {@code GNU ld} the last
   * word, else the word after {@code LLD}; its leading digits and dots make five or six digits.
   */
  private static int kernelVersion(String text) {
    List<String> words = Arrays.asList(text.lines().findFirst().orElseThrow().split("\\s+"));
    var gnu = words.size() > 2 && words.get(0).equals("GNU") && words.get(1).equals("ld");
    var version = gnu ? words.getLast() : words.get(words.indexOf("LLD") + 1);
    var parts = Pattern.compile("[^0-9.].*").matcher(version).replaceFirst("").split("\\.");
    var number = 0;
    for (int i = 0; i < 3; i++) {
      number = number * 100 + (i < parts.length ? Integer.parseInt(parts[i]) : 0);
    }
    return number;
  }
}
