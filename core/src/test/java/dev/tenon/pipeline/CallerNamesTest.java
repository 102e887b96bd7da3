package dev.tenon.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallerNamesTest {
  @TempDir Path folder;

  @Test
  void namesBelowProcAndLinksThatLeadThereDependOnTheCaller() throws IOException {
    Files.createSymbolicLink(folder.resolve("here"), Path.of("/proc/self/cwd"));
    Files.createSymbolicLink(folder.resolve("two"), Path.of("here"));
    Files.createSymbolicLink(folder.resolve("up"), Path.of("../../../../../../../proc/self"));
    Files.createSymbolicLink(folder.resolve("round"), Path.of("round"));
    var names = new CallerNames();
    for (String name : new String[] {"here/a.o", "two/x/a.o", "up/fd/3", "round"}) {
      assertThat(names.has(folder.resolve(name))).as(name).isTrue();
    }
    for (String name : new String[] {"/proc/self/fd/3", "/dev/fd/0", "/dev/stdin"}) {
      assertThat(names.has(Path.of(name))).as(name).isTrue();
    }
  }

  @Test
  void ordinaryNamesDoNot() throws IOException {
    Files.createSymbolicLink(folder.resolve("lib"), Path.of("/usr/lib"));
    var names = new CallerNames();
    assertThat(names.has(folder.resolve("lib/a.o"))).isFalse();
    assertThat(names.has(folder.resolve("proc/a.o"))).isFalse();
    assertThat(names.has(Path.of("/usr/lib/crt1.o"))).isFalse();
  }
}
