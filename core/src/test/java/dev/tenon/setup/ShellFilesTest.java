package dev.tenon.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ShellFilesTest {
  private static final Path HOME = Path.of("/home/u");

  private static ShellFiles.Found found(String shell, Map<String, String> more, String... there) {
    var environment = new HashMap<>(more);
    environment.put("SHELL", shell);
    var place = new Place(environment, HOME, HOME.resolve("s"), HOME.resolve("bin"));
    List<Path> files = Stream.of(there).map(HOME::resolve).toList();
    return ShellFiles.of(HOME, place, files::contains);
  }

  private static List<String> names(ShellFiles.Found found) {
    return found.posix().stream().map(file -> HOME.relativize(file).toString()).toList();
  }

  @Test
  void filesThatExistAreRead() {
    assertThat(names(found("/bin/sh", Map.of(), ".profile", ".bashrc", ".zshenv")))
        .containsExactly(".profile", ".bashrc", ".zshenv");
  }

  @Test
  void aBashUserWithoutFilesGetsTheTwoThatBashReads() {
    assertThat(names(found("/bin/bash", Map.of()))).containsExactly(".profile", ".bashrc");
  }

  @Test
  void aFileOfZshIsNoneForALoginOfSh() {
    assertThat(names(found("/bin/sh", Map.of(), ".zshenv"))).containsExactly(".profile", ".zshenv");
    assertThat(names(found("/bin/zsh", Map.of()))).containsExactly(".zshenv");
  }

  @Test
  void whereBashReadsItsOwnProfileNoOtherIsMade() {
    assertThat(names(found("/bin/bash", Map.of(), ".bash_profile")))
        .containsExactly(".bash_profile", ".bashrc");
  }

  @Test
  void zshHasItsFileWhereItWasToldTo() {
    assertThat(names(found("/usr/bin/zsh", Map.of("ZDOTDIR", "/home/u/z")))).contains("z/.zshenv");
  }

  @Test
  void fishHasAFileOfItsOwn() {
    assertThat(found("/usr/bin/fish", Map.of()).fish())
        .isEqualTo(HOME.resolve(".config/fish/conf.d"));
    assertThat(names(found("/usr/bin/fish", Map.of()))).isEmpty();
    assertThat(found("/bin/sh", Map.of()).fish()).isNull();
  }
}
