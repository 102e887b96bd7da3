package dev.tenon.cli.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A link with huge, endless or deeply nested inputs ends as without Tenon, and delays no other. */
class StallsTest extends OwnHead {
  private static final String BFD = Workshop.BIN.resolve("ld.bfd").toString();

  private String pid = "";

  @BeforeEach
  void aHeadThatServes() {
    Tools.want("ld.bfd");
    shop = shop.with(Map.of("TENON_EXPLAIN", "off"));
    shop.write("a.c", "int main(void) { return 7; }\n");
    shop.run("gcc", "-c", "a.c").ok();
    isServed();
    pid = status("pid");
  }

  /** An ordinary link, by the head. */
  private void isServed() {
    int before = shop.links().size();
    shop.run(BFD, "a.o", "-e", "main", "-o", "a").ok();
    assertThat(awaited("running", "running ")).isNotEmpty();
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (shop.links().size() == before && System.nanoTime() < end) Thread.onSpinWait();
    assertThat(shop.links()).hasSizeGreaterThan(before);
  }

  /** The link is done with and without Tenon, and the head is what it was. */
  private void isAsBare(String... words) throws IOException {
    var ours = new ArrayList<>(List.of(BFD, "-o", "out"));
    ours.addAll(List.of(words));
    var bare = shop.with(Map.of("TENON", "off")).run(ours);
    Path output = folder.resolve("out");
    byte[] expected = Files.exists(output) ? Files.readAllBytes(output) : new byte[0];
    Files.deleteIfExists(output);
    assertThat(shop.run(ours).seen()).isEqualTo(bare.seen());
    assertThat(Files.exists(output) ? Files.readAllBytes(output) : new byte[0]).isEqualTo(expected);
    isServed();
    assertThat(awaited("running", "running 0")).isEqualTo("running 0");
    assertThat(status("pid")).isEqualTo(pid);
    assertThat(shop.report("daemon", "log")).doesNotContain("Error");
  }

  private void holes(String name) {
    shop.run("truncate", "-s", "1T", name).ok();
  }

  @Test
  void filesOfATerabyteOfHoles() throws IOException {
    Files.copy(folder.resolve("a.o"), folder.resolve("s.o"));
    shop.run("ar", "rc", "s.a", "a.o").ok();
    shop.write("s.ld", "INPUT(a.o)\n");
    for (var name : List.of("s.o", "s.a", "s.ld")) holes(name);
    isAsBare("-e", "main", "s.o");
    isAsBare("-e", "main", "a.o", "s.a");
    isAsBare("-e", "main", "s.ld");
  }

  /** To digest them takes far longer than all else here. */
  @Test
  void objectsOfManyGigabytesAreDigestedWhenOthersHaveBeenRecorded() throws Exception {
    var words = new ArrayList<>(List.of(BFD, "-r", "-o", "out"));
    for (int i = 0; i < 4; i++) {
      Files.copy(folder.resolve("a.o"), folder.resolve("s" + i + ".o"));
      shop.run("truncate", "-s", "15G", "s" + i + ".o").ok();
      words.add("s" + i + ".o");
    }
    words.add("-zmuldefs");
    var head = ProcessHandle.of(Long.parseLong(pid.substring(4))).orElseThrow();
    try {
      shop.run(words).ok();
      shop.run(BFD, "a.o", "-e", "main", "-o", "b").ok();
      Path log = shop.stateHome().resolve("tenon/links.tsv");
      while (Files.readAllLines(log).stream().noneMatch(StallsTest::isSkipped)) {
        shop.run(BFD, "a.o", "-e", "main", "-o", "b").ok();
      }
      assertThat(digesters(head)).isNotEmpty(); // still at it
    } finally {
      var children = head.children().toList();
      head.destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
      head.onExit().get(1, TimeUnit.MINUTES);
    }
  }

  private static boolean isSkipped(String line) {
    return line.contains("/b\t") && !line.contains("/b\t-1\t");
  }

  private static List<String> digesters(ProcessHandle head) {
    return head.children()
        .map(child -> child.info().arguments().map(words -> String.join(" ", words)).orElse(""))
        .filter(words -> words.contains("--last"))
        .toList();
  }

  @Test
  void responseFilesThatAreTooLarge() throws IOException {
    shop.run("truncate", "-s", "64M", "holes.rsp").ok();
    isAsBare("@holes.rsp", "a.o");
    shop.write("words.rsp", "-g ".repeat(1_000_000));
    isAsBare("-e", "main", "@words.rsp", "a.o");
    shop.write("word.rsp", "a".repeat(17 << 20));
    isAsBare("@word.rsp", "a.o");
    assertThat(troubles().lines())
        .hasSize(3)
        .allMatch(line -> line.contains("`ld.bfd` in " + folder + " is not looked at"));
  }

  @Test
  void nestingOfAHundredThousand() throws IOException {
    shop.write("l.ld", "INPUT(" + "AS_NEEDED(".repeat(100_000) + "a.o" + ")".repeat(100_001));
    isAsBare("-e", "main", "l.ld");
    shop.write("p.ld", "x = " + "(".repeat(100_000) + "1" + ")".repeat(100_000) + ";\n");
    isAsBare("-e", "main", "p.ld", "a.o");
    var groups = new ArrayList<>(Collections.nCopies(100_000, "-("));
    groups.add("a.o");
    isAsBare(groups.toArray(String[]::new));
  }

  @Test
  void manyArgumentsAndResponseFilesThatLeadToMore() throws IOException {
    for (int i = 0; i < 3_000; i++) shop.write("r/" + i, "@r/" + (i + 1));
    shop.write("r/3000", "a.o");
    isAsBare("@r/0");
    var words = new ArrayList<>(Collections.nCopies(30_000, "-L/nowhere/in/this/folder"));
    words.addAll(List.of("-e", "main", "a.o"));
    isAsBare(words.toArray(String[]::new));
  }

  /** The linker waits for the pipe's other end; meanwhile the head is asked. */
  @Test
  void aPipeIsReadByTheLinkerAlone() throws Exception {
    String strace = Tools.want("strace").toString();
    shop.write("s.ld", "INCLUDE pipe\n");
    shop.run("mkfifo", "pipe").ok();
    var bare = linksOfPipes(shop.with(Map.of("TENON", "off")), () -> {});
    String process = pid.substring(4);
    var tracer =
        new ProcessBuilder(strace, "-f", "-qq", "-e", "openat", "-o", "trace", "-p", process)
            .directory(folder.toFile())
            .redirectError(folder.resolve("strace.err").toFile())
            .start();
    try {
      Path state = Path.of("/proc", process, "status");
      while (tracer.isAlive() && Files.readString(state).contains("TracerPid:\t0\n")) {
        Thread.onSpinWait();
      }
      assumeTrue(tracer.isAlive(), "no process may be traced here");
      assertThat(linksOfPipes(shop, this::isServed)).isEqualTo(bare);
      assertThat(awaited("running", "running 0")).isEqualTo("running 0");
    } finally {
      tracer.destroy();
      tracer.waitFor();
    }
    assertThat(Files.readString(folder.resolve("trace")))
        .contains("a.o\"")
        .doesNotContain("pipe\"");
    assertThat(status("pid")).isEqualTo(pid);
  }

  private List<String> linksOfPipes(Workshop where, Runnable meanwhile) throws Exception {
    return List.of(
        fed(where, "-T pipe a.o", "x = 1;\n", meanwhile),
        fed(where, "s.ld a.o", "x = 1;\n", meanwhile),
        fed(where, "-shared --version-script=pipe a.o", "V { global: *; };\n", meanwhile),
        fed(where, "-e main pipe", "x = 1;\n", meanwhile),
        fed(where, "-e main @pipe", "a.o\n", meanwhile));
  }

  /**
   * Status, messages and bytes of a link that reads from the pipe what comes when others are done.
   */
  private String fed(Workshop where, String words, String content, Runnable meanwhile)
      throws Exception {
    Path output = folder.resolve("out");
    Files.deleteIfExists(output);
    var line = new ArrayList<>(List.of(BFD, "-o", "out"));
    line.addAll(List.of(words.split(" ")));
    var link = CompletableFuture.supplyAsync(() -> where.run(line));
    meanwhile.run();
    try {
      Files.writeString(folder.resolve("pipe"), content);
    } catch (IOException refused) {
      assertThat(refused).hasMessageContaining("Broken pipe"); // the linker takes no pipe there
    }
    String seen = link.get(1, TimeUnit.MINUTES).seen();
    return words + "\n" + seen + (Files.exists(output) ? text(output) : "");
  }

  private static String text(Path output) throws IOException {
    return Files.readString(output, StandardCharsets.ISO_8859_1);
  }

  @Test
  void aCallerThatIsKilledWhileItsLinkerWaitsIsForgotten() throws Exception {
    shop.run("mkfifo", "pipe").ok();
    var link =
        CompletableFuture.supplyAsync(
            () -> shop.run("sh", "-c", "echo $$ > killed; exec " + BFD + " -o out -T pipe a.o"));
    assertThat(awaited("running", "running 1")).isEqualTo("running 1");
    long front = Long.parseLong(Files.readString(folder.resolve("killed")).strip());
    ProcessHandle.of(front).orElseThrow().destroyForcibly();
    assertThat(link.get(1, TimeUnit.MINUTES).status()).isEqualTo(137);
    assertThat(awaited("running", "running 0")).isEqualTo("running 0");
    isServed();
  }

  private String troubles() throws IOException {
    return Files.readString(shop.stateHome().resolve("tenon/troubles.log"));
  }
}
