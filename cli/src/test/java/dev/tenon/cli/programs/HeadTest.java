package dev.tenon.cli.programs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The head comes up, serves, refuses, survives and ends as ARCHITECTURE.md says. */
class HeadTest extends OwnHead {
  @BeforeEach
  void anObject() {
    shop.write("a.c", "#include <stdio.h>\nint main(void) { puts(\"ran\"); return 0; }\n");
    shop.run("gcc", "-c", "a.c").ok();
  }

  private void link() {
    shop.run("gcc", "-B" + Workshop.BIN, "a.o", "-o", "a").ok();
    assertThat(shop.run("./a").ok().out()).isEqualTo("ran\n");
  }

  /** What it says when it has rehearsed. */
  private String ready() {
    return awaited("ready", "ready since");
  }

  private void rehearse() {
    shop = shop.with(Map.of("TENON_REHEARSAL", ""));
  }

  private ProcessHandle head() {
    return ProcessHandle.of(Long.parseLong(status("pid").substring(4))).orElseThrow();
  }

  private Path socket() throws IOException {
    try (var names = Files.list(runtime)) {
      return names.filter(name -> name.toString().endsWith(".sock")).findFirst().orElseThrow();
    }
  }

  private List<String> asides() throws IOException {
    Path log = runtime.resolve("aside.log");
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  @Test
  void itServesLinkAfterLinkAndSaysHowItDoes() {
    link();
    link();
    assertThat(status("calls")).isEqualTo("calls 2");
    assertThat(awaited("running", "running 0")).isEqualTo("running 0");
    assertThat(shop.links()).hasSize(2);
  }

  @Test
  void aYoungHeadRehearsesAndLeavesNoTraceOfThat() throws IOException {
    rehearse();
    link();
    assertThat(ready())
        .matches("ready since [0-9]+ ms after its start, with [1-9][0-9]+ links rehearsed");
    assertThat(status("calls")).isEqualTo("calls 1");
    assertThat(shop.links()).hasSize(1);
    try (var names = Files.list(runtime)) {
      assertThat(names).noneMatch(name -> name.toString().contains("rehearsal"));
    }
  }

  @Test
  void aHeadThatIsNotToRehearseIsReadyAtOnce() {
    link();
    assertThat(ready()).endsWith("with 0 links rehearsed");
  }

  @Test
  void whileItRehearsesItTakesThoseWhoWouldRatherWait() throws IOException {
    rehearse();
    link();
    shop.with(Map.of("TENON_HEAD", "")).run("gcc", "-B" + Workshop.BIN, "a.o", "-o", "b").ok();
    assertThat(asides()).last().asString().endsWith("\tld\tthe head has just begun");
    link();
    assertThat(shop.links()).hasSize(2);
  }

  @Test
  void aLinkThatFindsNoHeadIsDoneByTheRealLinkerAndTheHeadComesUpForTheNext() throws IOException {
    shop.with(Map.of("TENON_HEAD", "")).run("gcc", "-B" + Workshop.BIN, "a.o", "-o", "a").ok();
    assertThat(asides()).singleElement().asString().endsWith("\tld\tthe head is not up");
    assertThat(shop.links()).isEmpty();
    link();
    assertThat(shop.links()).hasSize(1);
    assertThat(shop.run(TENON, "daemon", "log").ok().out()).containsOnlyOnce("\tstarted");
  }

  @Test
  void compilesNeverAskTheHead() {
    var trace = Tools.want("strace").toString();
    var cc = Workshop.BIN.resolve("tenon-cc").toString();
    for (var words : List.of(List.of("-c", "a.c"), List.of("-E", "a.c"), List.of("--version"))) {
      var line = new java.util.ArrayList<>(List.of(trace, "-f", "-e", "trace=socket", "-o", "t"));
      line.add(cc);
      line.addAll(words);
      shop.run(line).ok();
      assertThat(new String(shop.read("t"), UTF_8)).doesNotContain("AF_UNIX");
    }
    assertThat(runtime).doesNotExist();
  }

  @Test
  void whatOneCommandCompilesAndLinksIsLinkedByUs() {
    shop.run(Workshop.BIN.resolve("tenon-cc").toString(), "a.c", "-o", "a").ok();
    assertThat(shop.run("./a").ok().out()).isEqualTo("ran\n");
    assertThat(shop.links()).hasSize(1);
  }

  @Test
  void aFrontThatALinkerStartedPassesTheHeadBy() throws IOException {
    shop.with(Map.of("TENON_INSIDE", "1")).run(LD, "-r", "-o", "r.o", "a.o").ok();
    assertThat(runtime).doesNotExist();
  }

  @Test
  void aFolderThatOthersMayWriteToIsNotUsed() throws IOException {
    Files.createDirectory(runtime);
    Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwxrwxrwx"));
    shop.with(Map.of("TENON_HEAD", "")).run(LD, "-r", "-o", "r.o", "a.o").ok();
    assertThat(folder.resolve("r.o")).isNotEmptyFile();
    try (var names = Files.list(runtime)) {
      assertThat(names).isEmpty();
    }
    assertThat(shop.run(TENON, "daemon", "serve").status()).isEqualTo(4);
  }

  @Test
  void otherUsersAreRefused() throws IOException {
    var setpriv = Tools.want("setpriv").toString();
    assumeTrue(isRoot(), "only root can become somebody else");
    link();
    Path socket = socket();
    Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rwxrwxrwx"));
    for (Path up = runtime; up != null; up = up.getParent()) {
      shop.run("chmod", "a+x", up.toString()).ok();
    }
    String ask =
        "use Socket; $SIG{PIPE} = 'IGNORE'; socket(S, AF_UNIX, SOCK_STREAM, 0); connect(S,"
            + " sockaddr_un($ARGV[0])) or die; syswrite(S, \"\\x05\\0\\0\\0Qabcde\"); print"
            + " 'answered' if sysread(S, $b, 5);";
    assertThat(shop.run("perl", "-e", ask, socket.toString()).ok().out()).isEqualTo("answered");
    var somebody = List.of(setpriv, "--reuid=65534", "--regid=65534", "--clear-groups", "perl");
    assertThat(shop.run(somebody, "-e", ask, socket.toString()).ok().out()).isEmpty();
  }

  private static boolean isRoot() throws IOException {
    return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
  }

  @Test
  void whenItsFolderIsDeletedItEndsAndTheNextLinkFindsAnother() throws Exception {
    link();
    assertThat(ready()).isNotEmpty(); // what is being written to cannot be deleted as a whole
    String first = status("pid");
    var process = ProcessHandle.of(Long.parseLong(first.substring(4))).orElseThrow();
    shop.run("rm", "-rf", runtime.toString()).ok();
    link();
    assertThat(status("pid")).startsWith("pid ").isNotEqualTo(first);
    process.onExit().get(1, TimeUnit.MINUTES);
  }

  private static List<Path> keptBy(long process) throws IOException {
    try (var files = Files.newDirectoryStream(Path.of("/dev/shm"), "tenon-" + process + "-*.d")) {
      var kept = new java.util.ArrayList<Path>();
      files.forEach(kept::add);
      return kept;
    }
  }

  @Test
  void whatItKeepsInMemoryIsGoneWithIt() throws Exception {
    link();
    var head = head();
    List<Path> kept = keptBy(head.pid());
    assertThat(kept).isNotEmpty();
    shop.run(TENON, "daemon", "stop").ok();
    head.onExit().get(1, TimeUnit.MINUTES);
    assertThat(keptBy(head.pid())).isEmpty();
  }

  @Test
  void whatAKilledOneKeptInMemoryIsRemovedByTheNext() throws Exception {
    link();
    var head = head();
    head.destroyForcibly();
    head.onExit().get(1, TimeUnit.MINUTES);
    assertThat(keptBy(head.pid())).isNotEmpty();
    link();
    assertThat(keptBy(head.pid())).isEmpty();
  }

  @Test
  void itEndsWhenNobodyCallsAndSaysSo() throws Exception {
    shop.run(TENON, "daemon", "serve", "--idle=1").ok();
    assertThat(shop.run(TENON, "daemon", "log").ok().out())
        .containsPattern("\tended: nobody called for [0-9]+ s\n");
  }

  @Test
  void theNextHeadSaysOfOneThatWasKilledThatItLeftWithoutAWord() throws Exception {
    link();
    var head = head();
    head.destroyForcibly();
    head.onExit().get(1, TimeUnit.MINUTES);
    link();
    assertThat(shop.run(TENON, "daemon", "log").ok().out())
        .contains("\tended without a word: killed, or the machine went down\n");
  }

  @Test
  void aFullDiskIsNoReasonForALinkToFail() throws IOException {
    assumeTrue(isRoot(), "only root can mount a small disk");
    Files.createDirectory(runtime);
    assumeTrue(
        shop.run("mount", "-t", "tmpfs", "-o", "size=64k,mode=700", "t", runtime.toString())
                .status()
            == 0,
        "no small disk can be mounted here");
    try {
      var full = shop.with(Map.of("TENON_STATE", runtime.resolve("state").toString()));
      full.run("gcc", "-B" + Workshop.BIN, "a.o", "-o", "a").ok();
      shop.run("sh", "-c", "dd if=/dev/zero of=run/fill bs=1k 2>dd.txt; test -s run/fill").ok();
      full.run("gcc", "-B" + Workshop.BIN, "a.o", "-o", "b").ok();
      full.run(TENON, "daemon", "stop").ok();
      var soon = full.with(Map.of("TENON_HEAD", ""));
      soon.run("gcc", "-B" + Workshop.BIN, "a.o", "-o", "c").ok();
      assertThat(shop.run("./c").ok().out()).isEqualTo("ran\n");
      assertThat(shop.read("b")).isEqualTo(shop.read("a"));
    } finally {
      shop.run(TENON, "daemon", "stop");
      shop.run("umount", "-l", runtime.toString()).ok();
    }
  }

  @Test
  void twoVersionsSideBySideDoNotDisturbEachOther() throws IOException {
    Path other = folder.resolve("other");
    for (var part : List.of("launcher", "front")) {
      Tools.copyTree(Workshop.HOME.resolve(part), other.resolve(part));
    }
    Files.copy(
        Workshop.HOME.resolve("tenon"),
        other.resolve("tenon"),
        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    Files.createDirectories(other.resolve("cli/target"));
    Tools.copyTree(Workshop.HOME.resolve("cli/target/lib"), other.resolve("cli/target/lib"));
    Files.copy(
        Workshop.HOME.resolve("cli/target/tenon-cli.jar"),
        other.resolve("cli/target/tenon-cli.jar"));
    Files.writeString(
        other.resolve("front/arguments.c"), "\n", java.nio.file.StandardOpenOption.APPEND);
    shop.run(other.resolve("tenon").toString(), "--version").ok();
    for (int i = 0; i < 2; i++) {
      link();
      shop.run("gcc", "-B" + other.resolve("bin"), "a.o", "-o", "b").ok();
    }
    String status = shop.report("daemon", "status");
    assertThat(status.lines().filter(line -> line.equals("calls 2"))).hasSize(2);
    assertThat(shop.read("b")).isEqualTo(shop.read("a"));
    assertThat(shop.links()).hasSize(4);
  }

  /** Five million words would be more than its heap holds. */
  @Test
  void aRequestThatIsTooLargeForTheHeadHarmsNoOther() throws IOException {
    shop.write("a.c", "int main(void) { return 7; }\n");
    shop.run("gcc", "-c", "a.c").ok();
    shop.run("gcc", "-B" + Workshop.BIN, "a.o", "-o", "a").ok();
    String before = status("pid");
    shop.write("huge", "-g ".repeat(5_000_000) + "a.o -e main -o b\n");
    shop.run(LD, "@huge").ok();
    assertThat(folder.resolve("b")).exists();
    shop.run("truncate", "-s", "1G", "holes").ok();
    shop.run(LD, "@holes", "a.o", "-o", "c");
    shop.run("gcc", "-B" + Workshop.BIN, "a.o", "-o", "a").ok();
    assertThat(status("pid")).isEqualTo(before);
    assertThat(shop.report("daemon", "log")).doesNotContain("Error");
  }
}
