package dev.tenon.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.real.Lab;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An output is whole or untouched, and where it goes is what the linker in use would have done. */
class PublishingTest {
  @TempDir Path folder;
  private Lab lab;
  private Links links;

  @BeforeEach
  void objects() {
    Lab.needs("gcc");
    lab = new Lab(folder);
    links = new Links(lab);
    lab.write("s.c", "int _start(){return 0;}\n")
        .write("bad.c", "int nothere();\nint _start(){return nothere();}\n")
        .ok("gcc -c -O1 s.c bad.c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void aFailedLinkLeavesTheOldOutputAndNothingElse(String engine) throws Exception {
    Links.needs(engine);
    lab.write("out", "old");
    Lab.Result result = links.performed(engine, List.of("bad.o", "-o", "out", "-Map=m"));
    assertThat(result.exit()).isEqualTo(links.direct(engine, List.of("bad.o", "-o", "x")).exit());
    assertThat(result.err()).contains("error[T0501]").contains("nothere");
    assertThat(folder.resolve("out")).hasContent("old");
    assertThat(folder.resolve("m")).doesNotExist();
    try (var names = Files.list(folder)) {
      assertThat(names.map(n -> n.getFileName().toString())).noneMatch(n -> n.startsWith("."));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void symbolicLinksAreTreatedAsTheLinkerInUseTreatsThem(String engine) throws Exception {
    Links.needs(engine);
    for (String target : List.of("full", "empty", "absent")) {
      String direct = linkOver(target, () -> links.direct(engine, List.of("s.o", "-o", "link")));
      String through =
          linkOver(target, () -> links.performed(engine, List.of("s.o", "-o", "link")));
      assertThat(through).as("link to a file that is %s, %s", target, engine).isEqualTo(direct);
    }
  }

  private String linkOver(String target, java.util.concurrent.Callable<Lab.Result> run)
      throws Exception {
    Path link = folder.resolve("link");
    Path file = folder.resolve("file");
    Files.deleteIfExists(link);
    Files.deleteIfExists(file);
    switch (target) {
      case "full" -> Files.writeString(file, "old");
      case "empty" -> Files.createFile(file);
      default -> {}
    }
    Files.createSymbolicLink(link, Path.of("file"));
    assertThat(run.call().exit()).isZero();
    return "link "
        + Files.isSymbolicLink(link)
        + ", file "
        + (Files.exists(file) ? Files.size(file) : -1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void modeAndUmaskAreTheLinkersOwn(String engine) throws Exception {
    Links.needs(engine);
    for (List<String> kind : List.of(List.<String>of(), List.of("-r"), List.of("-shared"))) {
      var words = new java.util.ArrayList<>(List.of("s.o", "-o", "out"));
      words.addAll(kind);
      Files.deleteIfExists(folder.resolve("out"));
      links.direct(engine, words);
      String direct = mode();
      Files.deleteIfExists(folder.resolve("out"));
      links.performed(engine, words);
      assertThat(mode()).isEqualTo(direct);
    }
  }

  private String mode() throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("out")));
  }

  @Test
  void devicesAreWrittenDirectly() {
    Links.needs("lld");
    Lab.Result result = links.performed("lld", List.of("s.o", "-o", "/dev/null"));
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
  }

  @Test
  void whatAKilledLinkLeftIsSweptByTheNextOne() throws Exception {
    Links.needs("bfd");
    links.performed("bfd", List.of("s.o", "-o", "out"));
    String outer = ".tenon-" + Integer.toHexString("out".hashCode()) + ".d";
    // A process that is gone: pid 1's number with another start time.
    String owner = "1-0-" + space() + "-1";
    for (var words : List.of(List.of("s.o", "-o", "out"), List.of("s.o", "-o", "out", "--stats"))) {
      Path left = Files.createDirectories(folder.resolve(outer).resolve(owner));
      Files.writeString(left.resolve("out"), "half");
      String token = ".tenon-" + owner + "-";
      claimed(owner, token);
      lab.write(token + "out", "half").write(".mold-AbCdEf", "half");
      assertThat(links.performed("bfd", words).exit()).isZero();
      assertThat(all()).noneMatch(name -> name.startsWith("."));
      try (var names = Files.list(links.state().resolve("claims"))) {
        assertThat(names).noneMatch(name -> name.endsWith(owner));
      }
    }
  }

  @Test
  void whatAnotherLinkIsWritingIsLeftAlone() throws Exception {
    Links.needs("bfd");
    var other = ProcessHandle.current().parent().orElseThrow();
    String stat = Files.readString(Path.of("/proc", "" + other.pid(), "stat"));
    String start = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19];
    String owner = other.pid() + "-" + start + "-" + space() + "-1";
    String left = ".tenon-" + owner + "-out";
    claimed(owner, ".tenon-" + owner + "-");
    lab.write(left, "half");
    assertThat(links.performed("bfd", List.of("s.o", "-o", "out")).exit()).isZero();
    assertThat(folder.resolve(left)).hasContent("half");
    assertThat(folder.resolve("out")).isExecutable();
  }

  /** Names that lead elsewhere, or that are not ours, are nobody's to sweep. */
  @Test
  void whatIsNoClaimRemovesNothing() throws Exception {
    Links.needs("bfd");
    lab.write("mine", "whole").write("s.keep", "whole");
    for (String token : List.of("mine", "", "s*", ".tenon-*", "../")) {
      claimed("1-0-" + space() + "-" + token.length(), token);
      assertThat(links.performed("bfd", List.of("s.o", "-o", "out")).exit()).isZero();
    }
    Path file = links.state().resolve("claims").resolve("1-0-" + space() + "-9");
    Files.write(file, new byte[] {0, 1, 'x', 0, (byte) 0xff});
    assertThat(links.performed("bfd", List.of("s.o", "-o", "out")).exit()).isZero();
    assertThat(folder.resolve("mine")).hasContent("whole");
    assertThat(folder.resolve("s.keep")).hasContent("whole");
  }

  /** A state folder that takes nothing is no reason to go without staging. */
  @Test
  void withoutAPlaceForClaimsOutputsAreStagedAllTheSame() throws Exception {
    Links.needs("bfd");
    Files.createDirectories(links.state());
    Files.writeString(links.state().resolve("claims"), "in the way");
    assertThat(links.performed("bfd", List.of("s.o", "-o", "out")).exit()).isZero();
    assertThat(folder.resolve("out")).isExecutable();
    assertThat(all()).noneMatch(name -> name.startsWith("."));
  }

  private List<String> all() throws Exception {
    try (var names = Files.list(folder)) {
      return names.map(name -> name.getFileName().toString()).toList();
    }
  }

  private static String space() throws Exception {
    String space =
        Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
            + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    return Integer.toHexString(space.hashCode());
  }

  private void claimed(String owner, String token) throws Exception {
    Path claims = Files.createDirectories(links.state().resolve("claims"));
    Files.writeString(claims.resolve(owner), "0\0" + folder + "\0" + token + "\0");
  }

  @Test
  void filesThatALinkerNamesAfterItsOutputArriveBesideIt() throws Exception {
    Links.needs("lld");
    Lab.needs("clang-19");
    lab.write("lto.c", "int _start(){return 0;}\n").ok("clang-19 -flto -c lto.c");
    List<String> words = List.of("lto.o", "--save-temps", "-o", "out");
    links.direct("lld", words);
    List<String> direct = names();
    direct.forEach(name -> folder.resolve(name).toFile().delete());
    assertThat(direct).hasSizeGreaterThan(2);
    links.performed("lld", words);
    assertThat(names()).isEqualTo(direct);
  }

  @Test
  void whatMoldPacksForSomebodyElseArrivesBesideTheOutput() throws Exception {
    Links.needs("mold");
    var variables = Map.of("TENON_ENGINE", "mold", "MOLD_REPRO", "1", "TENON_ROUNDTRIP", "1");
    assertThat(links.tenon(variables, List.of("s.o", "-o", "out")).exit()).isZero();
    assertThat(names()).containsExactly("out", "out.repro.tar");
    assertThat(lab.run(Map.of(), List.of("tar", "tf", "out.repro.tar")).out())
        .contains("out.repro/response.txt")
        .contains("/s.o");
  }

  private List<String> names() throws Exception {
    try (var names = Files.list(folder)) {
      return names
          .map(n -> n.getFileName().toString())
          .filter(n -> n.startsWith("out"))
          .sorted()
          .toList();
    }
  }
}
