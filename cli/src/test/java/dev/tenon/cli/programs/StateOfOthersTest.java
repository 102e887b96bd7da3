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

/**
 * Root with another user's folders, that user with root's, folders that all can write: links are
 * done, and nothing is read, written or removed there.
 */
class StateOfOthersTest extends OwnHead {
  private static final String NOBODY = "65534";

  /** Every name that we write to in a state folder. */
  private static final List<String> NAMES =
      List.of("links.tsv", "links.old.tsv", "files.memo", "tools.memo", "troubles.log");

  private static final List<String> FOLDERS = List.of("receipts", "kept", "claims", "setup");

  private Path state;
  private Path victim;

  @BeforeEach
  void aStateFolderFullOfLinks() throws IOException {
    assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "not run as root");
    Files.setAttribute(folder, "unix:mode", 0755);
    state = Files.createDirectory(folder.resolve("st"));
    victim = Files.createDirectory(folder.resolve("victim"));
    shop.write("victim/target", "a line\n");
    shop.write("victim/.tenon-precious", "kept\n");
    shop.write("a.c", "int main(void) { return 7; }\n");
    shop.run("gcc", "-c", "a.c").ok();
  }

  private void plant() throws IOException {
    for (String name : NAMES) {
      Files.createSymbolicLink(state.resolve(name), victim.resolve("target"));
    }
    for (String name : FOLDERS) {
      Files.createDirectory(state.resolve(name));
    }
    Files.writeString(state.resolve("claims/1-999-1-abc"), "0\0" + victim + "\0.tenon-\0");
    Files.createSymbolicLink(state.resolve("receipts/x.json"), victim.resolve("target"));
  }

  private void linksLeaveItAlone(Workshop shop, String... before) {
    var was = FileTree.of(state);
    var whose = FileTree.of(victim);
    for (int i = 0; i < 3; i++) {
      var words = new java.util.ArrayList<>(List.of(before));
      words.addAll(List.of("gcc", "-B" + Workshop.BIN, "a.o", "-o", "out/a"));
      shop.run(words.toArray(String[]::new)).ok();
      assertThat(shop.run("out/a").status()).isEqualTo(7);
    }
    var stop = new java.util.ArrayList<>(List.of(before));
    stop.addAll(List.of(TENON, "daemon", "stop"));
    shop.run(stop.toArray(String[]::new));
    assertThat(FileTree.of(state)).isEqualTo(was);
    assertThat(FileTree.of(victim)).isEqualTo(whose);
  }

  private void outputs(String owner) {
    shop.run("mkdir", "out").ok();
    shop.run("chown", owner, "out").ok();
  }

  private Workshop of(Path place) {
    return shop.with(Map.of("TENON_STATE", place.toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"700", "755", "777"})
  void rootLeavesTheFolderOfAnotherUserAlone(String mode) throws IOException {
    plant();
    outputs("0");
    shop.run("chmod", mode, state.toString()).ok();
    shop.run("chown", "-R", "-h", NOBODY, state.toString()).ok();
    linksLeaveItAlone(of(state));
  }

  @Test
  void rootMakesNoFolderBelowOneOfAnotherUser() throws IOException {
    outputs("0");
    shop.run("chown", NOBODY, state.toString()).ok();
    linksLeaveItAlone(of(state.resolve("deeper/still")));
  }

  @Test
  void rootWithTheHomeOfAnotherUserLeavesNothingThere() throws IOException {
    outputs("0");
    shop.run("chown", NOBODY, state.toString()).ok();
    linksLeaveItAlone(
        shop.with(Map.of("TENON_STATE", "", "XDG_STATE_HOME", "", "HOME", state.toString())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1777", "777", "775"})
  void aFolderThatOthersCanWriteIsLeftAlone(String mode) throws IOException {
    plant();
    outputs("0");
    shop.run("chmod", mode, state.toString()).ok();
    linksLeaveItAlone(of(state));
  }

  @Test
  void aFolderThatAGroupCanReplaceIsLeftAlone() throws IOException {
    outputs("0");
    Files.createDirectory(state.resolve("mine"));
    shop.run("chown", "0:12345", state.toString()).ok();
    shop.run("chmod", "770", state.toString()).ok();
    linksLeaveItAlone(of(state.resolve("mine")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"755", "777", "1777"})
  void aUserLeavesTheFolderOfRootAlone(String mode) throws IOException {
    plant();
    outputs(NOBODY);
    shop.run("chmod", mode, state.toString()).ok();
    Path own = Files.createDirectory(folder.resolve("own"));
    shop.run("chown", NOBODY, own.toString()).ok();
    linksLeaveItAlone(
        of(state).with(Map.of("TENON_RUNTIME", own + "/up")),
        "setpriv",
        "--reuid=" + NOBODY,
        "--clear-groups");
  }

  /** Our own folder, in which somebody has put links nevertheless. */
  @Test
  void linksUnderTheNamesThatWeWriteAreNotFollowed() throws IOException {
    plant();
    outputs("0");
    Files.setAttribute(state, "unix:mode", 0700);
    var whose = FileTree.of(victim);
    Files.delete(state.resolve("claims/1-999-1-abc"));
    for (int i = 0; i < 3; i++) {
      of(state).run("gcc", "-B" + Workshop.BIN, "a.o", "-o", "out/a").ok();
    }
    of(state).run(TENON, "daemon", "stop");
    of(state).run(TENON, "log");
    assertThat(FileTree.of(victim)).isEqualTo(whose);
  }

  /** Files and folders alike: to list a pipe would wait for its other end. */
  @Test
  void pipesUnderTheNamesThatWeUseDelayNothing() {
    outputs("0");
    shop.run("chmod", "700", state.toString()).ok();
    for (String name : NAMES) shop.run("mkfifo", "st/" + name).ok();
    for (String name : FOLDERS) shop.run("mkfifo", "st/" + name).ok();
    shop.run("mkfifo", "st/setup.json").ok();
    for (int i = 0; i < 3; i++) {
      of(state).run("timeout", "60", "gcc", "-B" + Workshop.BIN, "a.o", "-o", "out/a").ok();
    }
    for (String verb : List.of("log", "status", "why out/a", "doctor", "setup", "daemon stop")) {
      assertThat(of(state).run("sh", "-c", "timeout 60 " + TENON + " " + verb).status())
          .as(verb)
          .isLessThan(124);
    }
  }

  @Test
  void whatSetupKeepsIsForTheUserAloneAndReadThroughNoLink() throws IOException {
    Files.createDirectory(folder.resolve("home"));
    Files.setAttribute(state, "unix:mode", 0700);
    Files.createSymbolicLink(state.resolve("setup.json"), victim.resolve("target"));
    var mine = of(state).with(Map.of("HOME", folder + "/home", "SHELL", "/bin/sh"));
    var refused = mine.run("sh", "-c", "umask 0; " + TENON + " setup gcc");
    assertThat(refused.err()).contains("T0801", "setup.json").doesNotContain("a line");
    Files.delete(state.resolve("setup.json"));
    mine.run("sh", "-c", "umask 0; " + TENON + " setup gcc").ok();
    assertThat(shop.run("find", "st", "!", "-type", "l", "-perm", "/077").ok().out()).isEmpty();
  }
}
