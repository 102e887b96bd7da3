package dev.tenon.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.option.LinkerVariables.Effect;
import dev.tenon.real.Lab;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of variables, held against what the installed linkers ask for and do. */
class LinkerVariablesTest {
  /** LLVM asks for it so that a compiler does not leave out what is never run. */
  private static final Set<String> NO_VARIABLES = Set.of("bar");

  /** Strings in the programs that look like variables of linkers and are none. */
  private static final Set<String> OTHER_STRINGS = Set.of("LD_FEATURE");

  private static final Pattern NAME =
      Pattern.compile("(?<![ -~])(LLD|MOLD|LD|COLLECT|LIBCTF)_[A-Z0-9_]{3,40}(?=\\x00)");

  @TempDir Path folder;
  private Lab lab;

  @BeforeEach
  void build() {
    Lab.needs("gcc");
    lab = new Lab(folder).write("m.c", "int f(void);\nint main(void) { return f(); }\n");
    lab.write("f.c", "int f(void) { return 1; }\n").ok("gcc -c m.c").ok("gcc -c f.c");
  }

  private static Path program(String name) {
    Lab.needs(name);
    return Objects.requireNonNull(Lab.find(name));
  }

  @ParameterizedTest
  @CsvSource({"bfd, ld.bfd", "gold, ld.gold", "lld, ld.lld-19", "mold, mold"})
  void everyVariableThatALinkerAsksForIsKnown(String family, String name) throws IOException {
    Lab.needs("gdb");
    Path linker = program(name);
    var asked = new TreeSet<String>();
    for (String words :
        List.of(
            "-e main m.o f.o -o out",
            "-shared f.o -o out --build-id -Map=map",
            "-r f.o -o out",
            "-e main m.o -o out")) {
      asked.addAll(asked(linker, (family.equals("mold") ? "--no-fork " : "") + words));
    }
    asked.removeAll(NO_VARIABLES);
    assertThat(asked).hasSizeGreaterThan(2);
    assertThat(asked)
        .allSatisfy(one -> assertThat(LinkerVariables.effect(family, one)).as(one).isNotNull());
    // A name that only looks like a linker's would pass for unknown reasons.
    assertThat(asked)
        .allSatisfy(one ->
            assertThat(LinkerVariables.all()).as(one).anyMatch(known -> isFor(known.name(), one)));
  }

  private static boolean isFor(String pattern, String name) {
    String upper = name.startsWith("mimalloc_") ? name.toUpperCase(java.util.Locale.ROOT) : name;
    return pattern.endsWith("*")
        ? upper.startsWith(pattern.substring(0, pattern.length() - 1))
        : upper.equals(pattern);
  }

  /** Names that are given to {@code getenv} during a link. */
  private Set<String> asked(Path linker, String words) throws IOException {
    String stop = "commands\nsilent\nprintf \"ASKED %s\\n\", (char *) $rdi\ncontinue\nend\n";
    lab.write(
        "script",
        "set confirm off\nset breakpoint pending on\nset debuginfod enabled off\n"
            + "set logging file asked.log\nset logging redirect on\nset logging enabled on\n"
            + "break getenv\n"
            + stop
            + "break secure_getenv\n"
            + stop
            + "run\nquit\n");
    Files.deleteIfExists(folder.resolve("asked.log"));
    List<String> line = new ArrayList<>(List.of("gdb", "-q", "-nx", "-batch", "-x", "script"));
    line.addAll(List.of("--args", linker.toString()));
    line.addAll(List.of(words.split(" ")));
    lab.run(Map.of(), line);
    Path log = folder.resolve("asked.log");
    String text = Files.exists(log) ? Files.readString(log, StandardCharsets.ISO_8859_1) : "";
    assumeTrue(text.contains("ASKED "), "gdb cannot stop programs here");
    var asked = new TreeSet<String>();
    text.lines()
        .filter(one -> one.matches("ASKED \\S+"))
        .forEach(one -> asked.add(one.substring("ASKED ".length())));
    return asked;
  }

  @ParameterizedTest
  @CsvSource({
    "bfd, ld.bfd",
    "gold, ld.gold",
    "lld, ld.lld-19",
    "mold, mold",
    "bfd, x86_64-w64-mingw32-ld"
  })
  void everyNameInAProgramThatLooksLikeALinkersVariableIsKnown(String family, String name)
      throws IOException {
    var found = new TreeSet<String>();
    for (Path file : List.of(program(name).toRealPath(), plugin())) {
      String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      NAME.matcher(text).results().forEach(one -> found.add(one.group()));
    }
    found.removeAll(OTHER_STRINGS);
    assertThat(found)
        .allSatisfy(one ->
            assertThat(LinkerVariables.all()).as(one).anyMatch(known -> isFor(known.name(), one)));
  }

  private Path plugin() {
    String said = lab.run(Map.of(), List.of("gcc", "-print-file-name=liblto_plugin.so")).out();
    return Path.of(said.strip());
  }

  @ParameterizedTest
  @CsvSource({"bfd, ld.bfd", "gold, ld.gold", "lld, ld.lld-19", "mold, mold"})
  void whatIsSaidOfAVariableIsWhatItDoes(String family, String name) throws IOException {
    Path linker = program(name);
    Done plain = link(linker, Map.of());
    for (var variable : LinkerVariables.all()) {
      String asked = variable.name().replace("*", "VERBOSE");
      Effect effect = LinkerVariables.effect(family, asked);
      // These would leave files elsewhere, load code, or need a value of their own.
      boolean isHarmful = effect == Effect.WRITES || effect == Effect.READS;
      if (isHarmful || !variable.families().isEmpty() && !variable.families().contains(family)) {
        continue;
      }
      Done with = link(linker, Map.of(asked, "1"));
      if (effect != Effect.PRINTS && effect != Effect.CHANGES_OUTPUT) {
        assertThat(with.said()).as(asked).isEqualTo(plain.said());
        assertThat(with.exit()).as(asked).isEqualTo(plain.exit());
        assertThat(with.output()).as(asked).isEqualTo(plain.output());
      }
    }
  }

  private record Done(int exit, String said, String output) {}

  private Done link(Path linker, Map<String, String> environment) throws IOException {
    Files.deleteIfExists(folder.resolve("out"));
    var words = List.of(linker.toString(), "-e", "main", "m.o", "f.o", "-o", "out");
    var result = lab.run(environment, words);
    String output =
        Files.exists(folder.resolve("out")) ? Arrays.toString(lab.bytes("out")) : "none";
    return new Done(result.exit(), result.out() + result.err(), output);
  }

  @Test
  void variablesThatPrintOrWriteBarASkipAndTheOthersAreCompared() {
    var environment =
        Map.of(
            "LD_DEBUG", "all",
            "LLD_REPRODUCE", "/tmp/x.tar",
            "LD_RUN_PATH", "/lib",
            "LANG", "de",
            "COLLECT_GCC_OPTIONS", "'-B' '/tmp/rustc12345'",
            "MOLD_FUTURE", "1",
            "HOME", "/root");
    assertThat(LinkerVariables.barring("lld", environment))
        .containsExactly("LD_DEBUG", "LLD_REPRODUCE");
    assertThat(LinkerVariables.barring("bfd", environment)).containsExactly("LD_DEBUG");
    assertThat(LinkerVariables.decisive("bfd", environment, false, false))
        .containsOnlyKeys("LD_DEBUG", "LD_RUN_PATH", "MOLD_FUTURE");
    assertThat(LinkerVariables.decisive("bfd", environment, true, true))
        .containsKeys("COLLECT_GCC_OPTIONS", "LANG");
  }

  @ParameterizedTest
  @CsvSource({"MIMALLOC_SHOW_STATS, PRINTS", "mimalloc_verbose, PRINTS", "mimalloc_os_tag,"})
  void settingsOfTheAllocatorAreKnownInBothCases(String name, String effect) {
    assertThat(LinkerVariables.effect("mold", name))
        .isEqualTo(effect == null ? Effect.NOTHING_KNOWN : Effect.valueOf(effect));
  }
}
