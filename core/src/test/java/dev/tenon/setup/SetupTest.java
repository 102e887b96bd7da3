package dev.tenon.setup;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.explain.Refused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SetupTest {
  private static final Set<Way> ALL = EnumSet.allOf(Way.class);

  @TempDir Path folder;
  private Path home;
  private Map<String, String> environment;

  @BeforeEach
  void aHome() throws IOException {
    home = Files.createDirectories(folder.resolve("o'home \"x\" $y"));
    environment = new HashMap<>(Map.of("HOME", home.toString(), "SHELL", "/bin/bash"));
    environment.put("PATH", System.getenv("PATH"));
    // Where rustup is in use, its rustc would lay out a home of its own.
    environment.put("RUSTUP_HOME", rustup());
  }

  private static String rustup() {
    String own = System.getenv("RUSTUP_HOME");
    return own == null ? System.getProperty("user.home") + "/.rustup" : own;
  }

  private Setup setup() {
    Path state = home.resolve(".local/state/tenon");
    return new Setup(new Place(environment, home, state, Path.of("/opt/tenon/bin")), 7);
  }

  private void add(Way... ways) {
    var setup = setup();
    setup.carryOut(setup.add(Set.of(ways)));
  }

  private Proposal remove(Set<Way> ways) {
    var setup = setup();
    var proposal = setup.remove(ways);
    setup.carryOut(proposal);
    return proposal;
  }

  /** Everything below a folder: kind, rights and content by name. */
  private static Map<String, String> tree(Path top) {
    var tree = new TreeMap<String, String>();
    try (var files = Files.walk(top)) {
      for (Path file : files.toList()) {
        tree.put(
            top.relativize(file).toString(),
            Files.isSymbolicLink(file)
                ? "-> " + Files.readSymbolicLink(file)
                : PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                    + (Files.isDirectory(file) ? "/" : " " + Files.readString(file, ISO_8859_1)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tree;
  }

  private Path write(String name, String text) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  @ParameterizedTest
  @EnumSource
  void eachWayIsUndoneToTheByte(Way way) throws IOException {
    write(".bashrc", "alias x=y");
    write(".cargo/config.toml", "[build]\r\njobs = 2\r\n");
    Files.createDirectories(home.resolve(".config/fish"));
    Files.createDirectories(home.resolve(".local/state/tenon"));
    var before = tree(home);
    add(way);
    assertThat(tree(home)).isNotEqualTo(before);
    remove(Set.of(way));
    assertThat(tree(home)).isEqualTo(before);
  }

  @Test
  void whatHadToBeMadeGoesAgain() {
    add(Way.GCC, Way.CARGO);
    assertThat(home.resolve(".cargo/config.toml")).isNotEmptyFile();
    remove(ALL);
    try (var left = Files.walk(home)) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(home.resolve(".cargo")).doesNotExist();
  }

  @Test
  void oneWayGoesAndTheOthersStay() throws IOException {
    write(".profile", "echo\n");
    add(Way.GCC);
    var gcc = tree(home);
    add(Way.CARGO);
    add(Way.CLANG, Way.CMAKE);
    remove(Set.of(Way.CMAKE));
    remove(Set.of(Way.CLANG, Way.CARGO));
    assertThat(tree(home)).isEqualTo(gcc);
  }

  @Test
  void aSecondTimeChangesNothing() {
    add(Way.GCC, Way.CARGO, Way.CMAKE);
    var once = tree(home);
    assertThat(setup().add(Set.of(Way.GCC)).changesNothing()).isTrue();
    add(Way.GCC, Way.CARGO, Way.CMAKE);
    assertThat(tree(home)).isEqualTo(once);
  }

  @Test
  void aProposalTouchesNothing() {
    var before = tree(home);
    var text = setup().add(ALL).print();
    assertThat(text).contains("/.bashrc", "+ linker = ");
    assertThat(tree(home)).isEqualTo(before);
  }

  @Test
  void aLinkedDotfileStaysALinkAndKeepsItsRights() throws IOException {
    Path real = write("dotfiles/bashrc", "alias x=y\n");
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-------"));
    Files.createSymbolicLink(home.resolve(".bashrc"), Path.of("dotfiles/bashrc"));
    Files.createSymbolicLink(home.resolve(".profile"), Path.of(".bashrc"));
    add(Way.GCC);
    assertThat(home.resolve(".bashrc")).isSymbolicLink();
    assertThat(Files.readString(real)).startsWith("alias x=y\n").containsOnlyOnce(Edits.BEGIN);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
        .isEqualTo("rw-------");
    remove(ALL);
    assertThat(real).hasContent("alias x=y\n");
  }

  @Test
  void theOwnerStaysTheOwner() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root gives files away");
    Path file = write(".bashrc", "x\n");
    Files.setAttribute(file, "unix:uid", 12345);
    Files.setAttribute(file, "unix:gid", 54321);
    add(Way.GCC);
    assertThat(Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS)).isEqualTo(12345);
    assertThat(Files.getAttribute(file, "unix:gid", LinkOption.NOFOLLOW_LINKS)).isEqualTo(54321);
  }

  @Test
  void linesThatWereChangedByHandStayAndAreNamed() throws IOException {
    Path file = write(".bashrc", "x\n");
    add(Way.GCC);
    String edited = Files.readString(file).replace("[ !", "test !");
    Files.writeString(file, edited);
    var proposal = remove(ALL);
    assertThat(file).hasContent(edited);
    assertThat(proposal.left()).singleElement().asString().contains("T0804", ".bashrc");
    assertThat(setup().present().print()).contains(".bashrc").doesNotContain("setup/gcc");
    Files.writeString(file, "x\n");
    remove(ALL);
    assertThat(home.resolve(".local/state/tenon/setup.json")).doesNotExist();
  }

  @Test
  void whatSomebodyElseAddedToAFileOfOursStays() throws IOException {
    add(Way.CARGO);
    Path file = home.resolve(".cargo/config.toml");
    Files.writeString(file, Files.readString(file) + "[net]\noffline = true\n");
    remove(ALL);
    assertThat(file).hasContent("[net]\noffline = true\n");
  }

  @Test
  void anOlderNameOfCargosFileIsTheOneThatCounts() throws IOException {
    write(".cargo/config", "[build]\n");
    write(".cargo/config.toml", "[build]\n");
    add(Way.CARGO);
    assertThat(home.resolve(".cargo/config")).content().contains("tenon-cc");
    assertThat(home.resolve(".cargo/config.toml")).hasContent("[build]\n");
  }

  private void refusedWithoutAChange(Way way, String... words) {
    var before = tree(home);
    assertThatThrownBy(() -> add(way))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.reason().print()).contains(words));
    assertThat(tree(home)).isEqualTo(before);
  }

  @Test
  void aReadOnlyFileIsRefused() throws IOException {
    Path file = write(".profile", "x\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    refusedWithoutAChange(Way.GCC, "T0801", ".profile", "read-only");
  }

  @Test
  void aFileThatIsNotUtf8IsRefused() throws IOException {
    Files.write(home.resolve(".bashrc"), new byte[] {'a', (byte) 0xff, '\n'});
    refusedWithoutAChange(Way.GCC, "T0801", ".bashrc", "not UTF-8");
  }

  @Test
  void aFileThatIsNotTomlIsRefused() throws IOException {
    write(".cargo/config.toml", "[build\n");
    refusedWithoutAChange(Way.CARGO, "T0802", "config.toml", "line 1");
  }

  @Test
  void aFileOfFishThatIsNotOursIsRefused() throws IOException {
    write(".config/fish/conf.d/tenon.fish", "mine\n");
    refusedWithoutAChange(Way.GCC, "T0801", "tenon.fish", "not ours");
  }

  @Test
  void withoutAHomeNothingIsGuessed() {
    environment.remove("HOME");
    refusedWithoutAChange(Way.GCC, "T0803", "HOME");
  }

  @Test
  void aPathThatTheVariableCannotHoldIsRefused() {
    Path state = home.resolve("a:b");
    var setup = new Setup(new Place(environment, home, state, Path.of("/opt/tenon/bin")), 7);
    assertThatThrownBy(() -> setup.add(Set.of(Way.CLANG)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("COMPILER_PATH");
  }

  @Test
  void aFullDiskLeavesEverythingAsItWas() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can mount a small disk");
    Path disk = Files.createDirectory(home.resolve("disk"));
    var mount = List.of("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString());
    assumeTrue(new ProcessBuilder(mount).start().waitFor() == 0, "no small disk could be mounted");
    try {
      Files.createSymbolicLink(home.resolve(".bashrc"), disk.resolve("bashrc"));
      Files.writeString(disk.resolve("bashrc"), "#".repeat(35_000) + "\n");
      refusedWithoutAChange(Way.GCC, "T0801", ".bashrc", "No space left");
    } finally {
      new ProcessBuilder("umount", disk.toString()).start().waitFor();
    }
  }

  /** The record is written first; a crash between it and the files must not confuse anybody. */
  @Test
  void aRecordOfWhatWasNeverDoneIsNoTrouble() throws IOException {
    Path file = write(".bashrc", "x\n");
    var setup = setup();
    var proposal = setup.add(Set.of(Way.GCC, Way.CARGO));
    setup.carryOut(proposal);
    Path record = home.resolve(".local/state/tenon/setup.json");
    String text = Files.readString(record);
    remove(ALL);
    Files.createDirectories(record.getParent());
    var before = tree(home);
    Files.writeString(record, text);
    add(Way.GCC);
    assertThat(file).content().contains(Edits.BEGIN);
    remove(ALL);
    Files.createDirectories(record.getParent());
    Files.writeString(record, text);
    remove(ALL);
    Files.createDirectories(record.getParent());
    assertThat(tree(home)).isEqualTo(before);
  }

  @Test
  void aMovedTenonIsLedToAnew() throws IOException {
    Path file = write(".cargo/config.toml", "# mine\n");
    add(Way.CARGO, Way.GCC);
    Path state = home.resolve(".local/state/tenon");
    var moved = new Setup(new Place(environment, home, state, Path.of("/new/bin")), 8);
    moved.carryOut(moved.add(Set.of(Way.CARGO, Way.GCC)));
    assertThat(file).content().contains("/new/bin/tenon-cc").doesNotContain("/opt/tenon");
    remove(ALL);
    assertThat(file).hasContent("# mine\n");
  }
}
