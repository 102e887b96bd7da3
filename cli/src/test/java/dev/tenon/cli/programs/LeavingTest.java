package dev.tenon.cli.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A front that has nothing more to say puts the output in its place and leaves. */
class LeavingTest extends OwnHead {
  @BeforeEach
  void anObject() {
    shop.write("a.c", "int main(void) { return 7; }\n");
    shop.run("gcc", "-c", "a.c").ok();
  }

  @AfterEach
  @Override
  void nothingStays() {
    super.nothingStays();
    try (var names = Files.list(folder)) {
      assertThat(names).noneMatch(name -> name.getFileName().toString().startsWith(".tenon"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void link(String output) {
    shop.run("gcc", "-B" + Workshop.BIN, "a.o", "-o", output).ok();
    assertThat(shop.run("./" + output).status()).isEqualTo(7);
  }

  private long head() {
    return Long.parseLong(status("pid").substring(4));
  }

  /** The linker stops the head: nobody can answer when it has ended. */
  @Test
  void theHeadIsNotWaitedFor() throws IOException {
    link("a");
    Path linker = folder.resolve("stopping-ld");
    // A program: scripts are run without the daemon.
    shop.write(
        "stopping.c",
        """
        #include <signal.h>
        #include <string.h>
        #include <unistd.h>
        const char *volatile knows = "dependency-file"; /* as a linker, not as a wrapper */
        int main(int c, char **v) {
          for (int i = 1; i < c; i++) if (strcmp(v[i], "-o") == 0) kill(PID, SIGSTOP);
          return execvp("ld.bfd", v);
        }
        """
            .replace("PID", Long.toString(head())));
    shop.run("gcc", "stopping.c", "-o", linker.toString()).ok();
    String pid = Long.toString(head());
    var stopping = shop.with(Map.of("TENON_ENGINE", linker.toString()));
    try {
      stopping.run("gcc", "-B" + Workshop.BIN, "a.o", "-o", "b").ok();
      assertThat(shop.run("./b").status()).isEqualTo(7);
    } finally {
      shop.run("kill", "-CONT", pid).ok();
    }
    assertThat(shop.links()).last().asString().contains("/b");
    assertThat(runtime.resolve("aside.log")).doesNotExist();
  }

  /** What it was when the linker had ended is known; the next link trusts it. */
  @ParameterizedTest
  @EnumSource
  void theOutputIsTrustedAfterwards(Engine engine) throws IOException {
    var with = shop.with(engine);
    Path output = folder.resolve("a");
    for (String content : List.of("1", "2")) { // nothing in its place; and something
      Files.writeString(folder.resolve("a.o"), content, StandardOpenOption.APPEND);
      with.run("gcc", "-B" + Workshop.BIN, "a.o", "-o", "a").ok();
      byte[] ours = Files.readAllBytes(output);
      with.run("gcc", "-B" + with.bare(engine), "a.o", "-o", "a.bare").ok();
      assertThat(Files.readAllBytes(folder.resolve("a.bare"))).isEqualTo(ours);
      assertThat(shop.links()).last().asString().doesNotContain("skipped");
      String last = "";
      for (int i = 0;
          i < 20 && !last.contains("skipped");
          i++) { // an object may be too new at first
        with.run("gcc", "-B" + Workshop.BIN, "a.o", "-o", "a").ok();
        last = shop.links().getLast();
      }
      assertThat(last).contains("skipped");
    }
  }

  @Test
  void whatIsChangedAtOnceIsMadeAgain() throws IOException {
    link("a");
    byte[] made = shop.read("a");
    shop.run("sh", "-c", "gcc -B" + Workshop.BIN + " a.o -o a && printf x >>a").ok();
    link("a");
    assertThat(shop.read("a")).isEqualTo(made);
  }

  @ParameterizedTest
  @EnumSource
  void aSymbolicLinkIsTreatedAsTheLinkerTreatsIt(Engine engine) throws IOException {
    var with = shop.with(engine);
    for (String name : List.of("ours", "bare")) {
      Files.writeString(folder.resolve(name + ".full"), "something");
      Files.createSymbolicLink(folder.resolve(name), Path.of(name + ".full"));
      Files.createSymbolicLink(folder.resolve(name + "2"), Path.of(name + ".none"));
    }
    for (String end : List.of("", "2")) {
      with.run("gcc", "-B" + Workshop.BIN, "a.o", "-o", "ours" + end).ok();
      with.run("gcc", "-B" + with.bare(engine), "a.o", "-o", "bare" + end).ok();
      assertThat(Files.isSymbolicLink(folder.resolve("ours" + end)))
          .isEqualTo(Files.isSymbolicLink(folder.resolve("bare" + end)));
      assertThat(shop.read("ours" + end)).isEqualTo(shop.read("bare" + end));
    }
    assertThat(shop.read("ours.full")).isEqualTo(shop.read("bare.full"));
  }

  /** Somebody else's file in a folder where only its owner may take it away. */
  @Test
  void whatTheLinkerCannotWriteIsSaidAndNothingIsLost() throws IOException {
    String setpriv = Tools.want("setpriv").toString();
    boolean isRoot = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    assumeTrue(isRoot, "only root can become somebody else");
    Path sticky = Files.createDirectory(folder.resolve("sticky"));
    Files.copy(folder.resolve("a.o"), sticky.resolve("a.o"));
    Files.writeString(sticky.resolve("a"), "root's");
    shop.run("chmod", "1777", "sticky").ok();
    for (Path up = sticky; up != null; up = up.getParent()) {
      shop.run("chmod", "a+x", up.toString()).ok();
    }
    Path own = Files.createTempDirectory(Path.of("/tmp"), "tenon-tests-other");
    shop.run("chown", "65534:65534", own.toString()).ok();
    var other =
        shop.in("sticky")
            .with(
                Map.of(
                    "TENON_RUNTIME", own.resolve("run").toString(),
                    "TENON_STATE", own.resolve("state").toString(),
                    "TENON_ENGINE", "bfd",
                    "HOME", own.toString()));
    var as = List.of(setpriv, "--reuid=65534", "--regid=65534", "--clear-groups");
    try {
      assumeTrue(other.run(as, LD, "--version").status() == 0, "others cannot reach the checkout");
      String elsewhere = own.resolve("a").toString();
      other.run(as, "gcc", "-B" + Workshop.BIN, "a.o", "-o", elsewhere).ok();
      assertThat(other.run(as, TENON, "log").ok().out()).contains(elsewhere);
      var linked = other.run(as, "gcc", "-B" + Workshop.BIN, "a.o", "-o", "a");
      assertThat(linked.status()).isNotZero();
      assertThat(Files.readString(sticky.resolve("a"))).isEqualTo("root's");
      try (var names = Files.list(sticky)) {
        assertThat(names.map(name -> name.getFileName().toString()))
            .containsExactlyInAnyOrder("a", "a.o");
      }
    } finally {
      other.run(as, TENON, "daemon", "stop");
      shop.run("rm", "-rf", own.toString());
    }
  }

  @Test
  void warningsAreSaidBeforeItEnds() {
    shop.write("b.s", ".globl f\nf: ret\n.section .note.GNU-stack,\"x\",@progbits\n");
    shop.run("gcc", "-c", "b.s").ok();
    var with = shop.with(Engine.BFD);
    var ours = with.run("gcc", "-B" + Workshop.BIN, "a.o", "b.o", "-o", "a").ok();
    var bare = with.run("gcc", "-B" + with.bare(Engine.BFD), "a.o", "b.o", "-o", "a").ok();
    assertThat(bare.err()).contains("executable stack");
    assertThat(ours.err().lines().map(line -> line.replaceFirst("^\\S+: ", "")))
        .containsExactlyElementsOf(
            bare.err().lines().map(line -> line.replaceFirst("^\\S+: ", "")).toList());
  }
}
