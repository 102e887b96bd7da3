package dev.tenon.cli.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where client and daemon meet: a folder of the user's alone, or none; links are done. */
class RuntimeFolderTest extends OwnHead {
  private static final String NOBODY = "65534";

  private Path theirs;

  @BeforeEach
  void aFolderOfAnotherUser() throws IOException {
    theirs = Files.createDirectory(folder.resolve("theirs"));
    shop.write("a.c", "int main(void) { return 7; }\n");
    shop.run("gcc", "-c", "a.c").ok();
  }

  private void giveAway() throws IOException {
    assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "not run as root");
    shop.run("chown", "-R", "-h", NOBODY, theirs.toString()).ok();
  }

  private void link(Workshop shop) {
    for (int i = 0; i < 2; i++) {
      shop.run("gcc", "-B" + Workshop.BIN, "a.o", "-o", "a").ok();
      assertThat(shop.run("./a").status()).isEqualTo(7);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/run", "/deeper/run"})
  void rootMeetsNobodyBelowAFolderOfAnotherUser(String below) throws IOException {
    Files.createDirectories(theirs.resolve("deeper"));
    giveAway();
    var was = FileTree.of(theirs);
    var there = shop.with(Map.of("TENON_RUNTIME", theirs + below));
    link(there);
    assertThat(FileTree.of(theirs)).isEqualTo(was);
    assertThat(shop.links()).isEmpty();
  }

  @Test
  void doctorAndDaemonSayWhoseTheFolderIs() throws IOException {
    giveAway();
    var there = shop.with(Map.of("TENON_RUNTIME", theirs + "/run"));
    assertThat(there.run(TENON, "doctor").out())
        .containsPattern("problem +head +cannot come up, so links go to the real linker: ")
        .contains("belongs to another user (" + NOBODY + ")");
    assertThat(there.run(TENON, "daemon", "serve").err()).contains("T0005", "another user");
  }

  @Test
  void rootMeetsNobodyBehindALinkIntoAFolderOfAnotherUser() throws IOException {
    giveAway();
    shop.run("install", "-d", "-m", "700", theirs + "/run").ok(); // of root
    Files.createSymbolicLink(folder.resolve("link"), theirs);
    var was = FileTree.of(theirs);
    link(shop.with(Map.of("TENON_RUNTIME", folder + "/link/run")));
    link(shop.with(Map.of("TENON_RUNTIME", folder + "/link")));
    assertThat(FileTree.of(theirs)).isEqualTo(was);
  }

  /** As {@code su} leaves it; here of a user who may write in the folder of root nevertheless. */
  @Test
  void theSessionFolderOfAnotherUserIsNotUsed() throws IOException {
    String user = "64123"; // nobody has its folder in /tmp
    giveAway();
    shop.run("chown", "0", theirs.toString()).ok();
    shop.run("chmod", "777", theirs.toString(), folder.toString()).ok();
    var was = FileTree.of(theirs);
    var there = shop.with(Map.of("TENON_RUNTIME", "", "XDG_RUNTIME_DIR", theirs.toString()));
    String as = "setpriv --reuid=" + user + " --clear-groups ";
    try {
      there.run("sh", "-c", as + "gcc -B" + Workshop.BIN + " a.o -o a").ok();
      assertThat(FileTree.of(theirs)).isEqualTo(was);
      assertThat(Path.of("/tmp/tenon-" + user)).isDirectory();
    } finally {
      there.run("sh", "-c", as + TENON + " daemon stop; rm -rf /tmp/tenon-" + user);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"777", "1777", "755", "770"})
  void aFolderThatOthersMayEnterIsNotUsed(String mode) throws IOException {
    shop.run("chmod", mode, theirs.toString()).ok();
    var was = FileTree.of(theirs);
    link(shop.with(Map.of("TENON_RUNTIME", theirs.toString())));
    assertThat(FileTree.of(theirs)).isEqualTo(was);
  }

  @Test
  void aFolderBelowOneThatAllMayWriteIsNotUsed() throws IOException {
    shop.run("chmod", "777", theirs.toString()).ok();
    var was = FileTree.of(theirs);
    link(shop.with(Map.of("TENON_RUNTIME", theirs + "/run")));
    assertThat(FileTree.of(theirs)).isEqualTo(was);
  }

  /** Every name that client and daemon write there, planted as a link or as a pipe. */
  @ParameterizedTest
  @ValueSource(strings = {"ln -s %s", "mkfifo"})
  void whatStandsUnderTheNamesThatWeWriteIsNotOpened(String planted) throws IOException {
    link(shop);
    shop.run(TENON, "daemon", "stop").ok();
    Path target = shop.write("precious", "kept\n");
    List<String> names;
    try (var files = Files.list(runtime)) {
      names = files.map(file -> file.getFileName().toString()).sorted().toList();
    }
    assertThat(names).contains("heads.log").anyMatch(name -> name.endsWith(".lock"));
    var build = names.stream().filter(name -> name.endsWith(".lock")).findFirst().orElseThrow();
    var all = new java.util.TreeSet<>(names);
    all.add("aside.log");
    all.add(build.replace(".lock", ".sock"));
    all.add(build.replace(".lock", ".rehearsal"));
    for (String name : all) {
      String at = runtime.resolve(name).toString();
      shop.run("sh", "-c", "rm -rf '" + at + "'; " + planted.formatted(target) + " '" + at + "'")
          .ok();
    }
    var was = FileTree.of(target);
    link(shop.with(Map.of("TENON_DAEMON", "wait")));
    link(shop.with(Map.of("TENON_DAEMON", "")));
    shop.run("timeout", "60", TENON, "daemon", "log");
    shop.run("timeout", "60", TENON, "daemon", "status");
    assertThat(FileTree.of(target)).isEqualTo(was);
    assertThat(shop.read("precious"))
        .isEqualTo("kept\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
