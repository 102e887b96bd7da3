package dev.tenon.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.format.FileKind;
import dev.tenon.real.Lab;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a driver does not know is learnt from its refusal. The driver is gcc behind a few lines of
 * shell that refuse options in the words of compilers that lack them and write down every call.
 */
class RetriesTest {
  @TempDir Path folder;
  private Lab lab;
  private Links links;

  @BeforeEach
  void objects() throws IOException {
    Lab.needs("gcc", "ld.bfd");
    lab = new Lab(Files.createDirectory(folder.resolve("work")));
    links = new Links(lab);
    lab.write("main.c", "int main(){return 0;}\n").ok("gcc -c -O1 -fPIE main.c");
  }

  /** The links in there lead to tools that stay. */
  @AfterEach
  void remove() {
    lab.ok("rm -rf " + links.state());
  }

  private String old(String... refused) throws IOException {
    return old("gcc: error: unrecognized command line option '%s'", List.of(refused));
  }

  private String old(String message, List<String> refused) throws IOException {
    var script = new StringBuilder("#!/bin/sh\necho \"$*\" >> '" + calls() + "'\n");
    script.append("for word in \"$@\"; do\n  case $word in\n");
    for (String option : refused) {
      script.append("    ").append(option).append(") echo \"");
      script.append(message.formatted(option)).append("\" >&2; exit 1 ;;\n");
    }
    script.append("  esac\ndone\nexec gcc \"$@\"\n");
    return program("old-cc", script.toString());
  }

  private String program(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file.toString();
  }

  private Path calls() {
    return folder.resolve("calls");
  }

  private List<String> calls(String with) throws IOException {
    return Files.readAllLines(calls()).stream()
        .filter(line -> List.of(line.split(" ")).contains(with))
        .toList();
  }

  private Lab.Result link(String driver, Map<String, String> more, String line) {
    var variables = new HashMap<>(Map.of("TENON_CC", driver));
    variables.putAll(more);
    return links.driver("tenon-cc", variables, List.of(line.split(" ")));
  }

  /** A link that succeeds and says nothing. */
  private void quiet(String driver, Map<String, String> more, String line) {
    Lab.Result result = link(driver, more, line);
    assertThat(result.err()).isEmpty();
    assertThat(result.exit()).isZero();
  }

  private static final Map<String, String> BFD = Map.of("TENON_ENGINE", "bfd");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gcc: error: unrecognized command line option '%s'",
        "gcc: error: unrecognized option '%s'",
        "clang: error: unknown argument: '%s'"
      })
  void rty01ADriverThatDoesNotKnowNoPieIsNotToldIt(String message) throws Exception {
    String driver = old(message, List.of("-no-pie"));
    quiet(driver, BFD, "-no-pie -o out main.o");
    assertThat(calls("-no-pie")).hasSize(1);
    assertThat(lab.run(Map.of(), List.of("./out")).exit()).isZero();
  }

  @Test
  void rty01TheSecondLinkTriesNoMoreWhatWasRefused() throws Exception {
    String driver = old("-no-pie");
    quiet(driver, BFD, "-no-pie -o out main.o");
    Files.delete(calls());
    quiet(driver, BFD, "-no-pie -o out main.o");
    assertThat(calls("-no-pie")).isEmpty();
    assertThat(calls("-o")).isNotEmpty();
  }

  @Test
  void rty01WhatWasLearntHangsOnTheDriversContent() throws Exception {
    String driver = old("-no-pie");
    quiet(driver, BFD, "-no-pie -o out main.o");
    Files.writeString(
        Path.of(driver), "#!/bin/sh\n# newer\necho \"$*\" >> '" + calls() + "'\nexec gcc \"$@\"\n");
    quiet(driver, BFD, "-no-pie -o out main.o");
    assertThat(elfType()).isEqualTo(2);
    assertThat(calls("-no-pie")).hasSizeGreaterThan(1);
  }

  @Test
  void rty02StaticPieBecomesStatic() throws Exception {
    String driver = old("-static-pie");
    quiet(driver, BFD, "-static-pie -o out main.o");
    assertThat(elfType()).isEqualTo(2);
    assertThat(calls("-static-pie")).hasSize(1);
    assertThat(calls("-static")).isNotEmpty();
    assertThat(lab.run(Map.of(), List.of("./out")).exit()).isZero();
  }

  @Test
  void rty03ADriverWithoutFuseLdIsLedToTheLinkerByItsPlainName() throws Exception {
    Links.needs("lld");
    String driver = old("-fuse-ld=lld");
    quiet(driver, Map.of("TENON_ENGINE", "lld"), "-o out main.o");
    assertThat(linkedBy()).contains("LLD");
    quiet(driver, Map.of(), "-fuse-ld=lld -o out main.o");
    assertThat(linkedBy()).contains("LLD");
    assertThat(calls("-fuse-ld=lld")).hasSize(1);
  }

  @Test
  void rty03AndRty02OneRefusalAfterAnother() throws Exception {
    Links.needs("lld");
    String driver = old("-fuse-ld=lld", "-static-pie");
    quiet(driver, Map.of(), "-fuse-ld=lld -static-pie -o out main.o");
    assertThat(elfType()).isEqualTo(2);
    assertThat(linkedBy()).contains("LLD");
    // Asked with both, without the one, without the other too.
    assertThat(calls("-###")).hasSize(3);
    assertThat(calls("-###").getLast()).doesNotContain("-fuse-ld", "-static-pie");
    Files.delete(calls());
    quiet(driver, Map.of(), "-fuse-ld=lld -static-pie -o out main.o");
    assertThat(calls("-fuse-ld=lld")).isEmpty();
    assertThat(calls("-static-pie")).isEmpty();
  }

  @Test
  void rty03WhereNothingCanBeRememberedTheLinkSucceedsAllTheSame() throws Exception {
    String driver = old("-no-pie");
    Files.writeString(links.state(), "no folder");
    quiet(driver, Map.of("TENON_ENGINE", "ld"), "-no-pie -o out main.o");
    assertThat(elfType()).isEqualTo(3);
  }

  @Test
  void rty05WhatNoRetryHelpsIsSaidOnce() throws Exception {
    String driver = old("-no-pie");
    lab.write("u.c", "int nowhere(void);\nint main(){return nowhere();}\n").ok("gcc -c u.c");
    Lab.Result result = link(driver, BFD, "-no-pie -o out u.o");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).doesNotContain("-no-pie").containsOnlyOnce("undefined reference to");
  }

  /** A linker that a signal ends as often as the file has lines left. */
  private String crashing(String signal, int times) throws IOException {
    Files.writeString(folder.resolve("left"), "x\n".repeat(times));
    String left = "'" + folder.resolve("left") + "'";
    return program(
        "crashing-ld",
        "#!/bin/sh\ncase \" $* \" in *' -o '*) echo x >> '"
            + calls()
            + "'\n  if [ -s "
            + left
            + " ]; then\n    sed -i 1d "
            + left
            + "\n    echo crash >&2\n    kill -"
            + signal
            + " $$\n  fi ;;\nesac\nexec ld.bfd \"$@\"\n");
  }

  @ParameterizedTest
  @CsvSource({"SEGV", "BUS", "ILL"})
  void rty04ALinkerThatCrashesIsTriedAgainIfTheCallerWantsIt(String signal) throws Exception {
    var variables = Map.of("TENON_ENGINE", crashing(signal, 3), "TENON_RETRY_ON_SIGNAL", "1");
    lab.write("s.c", "int _start(){return 0;}\n").ok("gcc -c -O1 s.c");
    Lab.Result direct = links.tenon(variables, List.of("-o", "out", "s.o"));
    assertThat(direct.exit()).as(direct.err()).isZero();
    assertThat(direct.err()).isEmpty();
    assertThat(Files.readAllLines(calls())).hasSize(4);
  }

  @Test
  void rty04ACrashBehindADriverCountsAsWell() throws Exception {
    var variables = Map.of("TENON_ENGINE", crashing("SEGV", 2), "TENON_RETRY_ON_SIGNAL", "1");
    quiet("gcc", variables, "-o out main.o");
    assertThat(Files.readAllLines(calls())).hasSize(3);
  }

  @Test
  void rty04FourCrashesAreEnoughAndOneIfNobodyAsked() throws Exception {
    var wanted = Map.of("TENON_ENGINE", crashing("SEGV", 9), "TENON_RETRY_ON_SIGNAL", "1");
    assertThat(link("gcc", wanted, "-o out main.o").exit()).isEqualTo(1);
    assertThat(Files.readAllLines(calls())).hasSize(4);
    Files.delete(calls());
    var plain = Map.of("TENON_ENGINE", crashing("SEGV", 9));
    Lab.Result once = link("gcc", plain, "-o out main.o");
    assertThat(once.exit()).isEqualTo(1);
    assertThat(once.err()).contains("crash");
    assertThat(Files.readAllLines(calls())).hasSize(1);
  }

  /** Where GNU ld is the only linker, gcc says that it cannot find ld. */
  @Test
  void rty06ALinkerThatIsNotInstalledIsReplacedByTheDriversOwn() throws Exception {
    Path bin = Files.createDirectory(folder.resolve("bin"));
    for (String tool : List.of("gcc", "as", "ld", "ld.bfd", "sh", "cat")) {
      Files.createSymbolicLink(bin.resolve(tool), Objects.requireNonNull(Lab.find(tool)));
    }
    var path = Map.of("PATH", bin.toString());
    Lab.Result plain = lab.run(path, List.of("gcc", "-fuse-ld=lld", "-o", "plain", "main.o"));
    assertThat(plain.exit()).isEqualTo(1);
    assertThat(plain.err()).contains("cannot find");
    Lab.Result result = link("gcc", path, "-fuse-ld=lld -o out main.o");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.err()).contains("tenon: note: `lld` was asked for and is not installed");
    assertThat(lab.run(Map.of(), List.of("./out")).exit()).isZero();
    lab.ok("rm -r " + bin);
  }

  @ParameterizedTest
  @CsvSource({"ld", "gcc", "clang-19"})
  void cmd05LinkersSpeakEnglishWhateverTheCallersLanguage(String through) throws Exception {
    Path seen = folder.resolve("environment");
    String linker =
        program(
            "ld.bfd",
            "#!/bin/sh\ncase \" $* \" in *' -o '*) env > '"
                + seen
                + "' ;; esac\n"
                + "exec "
                + Lab.find("ld.bfd")
                + " \"$@\"\n");
    var variables =
        new HashMap<>(Map.of("TENON_ENGINE", linker, "LC_ALL", "de_DE.UTF-8", "OTHER", "1"));
    Lab.Result result;
    if (through.equals("ld")) {
      lab.write("s.c", "int _start(){return 0;}\n").ok("gcc -c -O1 s.c");
      result = links.tenon(variables, List.of("-o", "out", "s.o"));
    } else {
      Lab.needs(through);
      result = link(through, variables, "-o out main.o");
    }
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(Files.readAllLines(seen)).contains("LC_ALL=C", "VSLANG=1033", "OTHER=1");
  }

  /** 2: at a fixed address; 3: position independent. */
  private int elfType() {
    byte[] bytes = lab.bytes("out");
    assertThat(FileKind.of(bytes)).isEqualTo(FileKind.ELF);
    return bytes[16];
  }

  private String linkedBy() {
    return new String(lab.bytes("out"), StandardCharsets.ISO_8859_1);
  }
}
