package dev.tenon.binder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.model.Tool;
import dev.tenon.real.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolchainsTest {
  @TempDir Path folder;

  private Toolchains tools() {
    return new Toolchains(folder.resolve("state"), Map.of("PATH", System.getenv("PATH")));
  }

  private Tool find(String wanted) {
    return Objects.requireNonNull(tools().find("linker", wanted, folder, List.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "bfd, ld.bfd",
    "lld, ld.lld-19",
    "mold, mold",
    "gold, ld.gold",
    "gcc, gcc",
    "clang, clang-19"
  })
  void aFamilyIsFoundAndToldByWhatItSays(String family, String program) {
    Lab.needs(program);
    var tool = find(family);
    assertThat(tool.family()).isEqualTo(family);
    assertThat(tool.version()).matches("\\d+\\.\\d+.*");
    assertThat(tool.digest()).hasSize(64);
    assertThat(find(tool.path())).isEqualTo(tool);
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(tools().find("linker", "no-such-linker", folder, List.of())).isNull();
    assertThat(tools().find("linker", "./mold", folder, List.of())).isNull();
  }

  @Test
  void oursUnderTheNameOfALinkerArePassedOver() throws IOException {
    Lab.needs("ld.bfd");
    Path real = Path.of(find("bfd").path());
    Path names = Files.createDirectory(folder.resolve("names"));
    Files.createSymbolicLink(names.resolve("ld.bfd"), real);
    var tools =
        new Toolchains(folder.resolve("state"), Map.of("PATH", names + ":" + real.getParent()));
    var own = Objects.requireNonNull(tools.find("linker", "bfd", folder, List.of()));
    assertThat(own.path()).startsWith(names.toString());
    var other = Objects.requireNonNull(tools.find("linker", "bfd", folder, List.of(names)));
    assertThat(other.path()).isEqualTo(real.toString());
    assertThat(other.digest()).isEqualTo(own.digest());
  }

  @Test
  void anotherContentIsAnotherTool() throws IOException {
    Path script = folder.resolve("ld");
    Files.writeString(script, "#!/bin/sh\necho 'GNU ld (Other) 2.99'\n");
    assumeTrue(script.toFile().setExecutable(true));
    var first = find(script.toString());
    assertThat(first.family()).isEqualTo("bfd");
    assertThat(first.version()).isEqualTo("2.99");
    Files.writeString(script, "#!/bin/sh\necho 'mold 9.0.1 (compatible with GNU ld)'\n");
    var second = find(script.toString());
    assertThat(second.family()).isEqualTo("mold");
    assertThat(second.digest()).isNotEqualTo(first.digest());
  }

  @Test
  void whatAToolIsMadeOfCountsAsItsContent() throws IOException {
    Lab.needs("gcc");
    var lab = new Lab(folder);
    lab.write("part.c", "const char *said(void) { return \"GNU ld (Made) 1.5\"; }\n")
        .write("ld.c", "#include <stdio.h>\nchar *said(void);\nint main(void) { puts(said()); }\n")
        .ok("gcc -shared -fPIC part.c -o libpart.so")
        .ok("gcc ld.c -o ld -L. -lpart -Wl,-rpath,$ORIGIN");
    var first = find("./ld");
    assertThat(first.version()).isEqualTo("1.5");
    lab.write("part.c", "const char *said(void) { return \"GNU ld (Made) 1.6\"; }\n")
        .ok("gcc -shared -fPIC part.c -o libpart.so");
    assertThat(find("./ld").digest()).isNotEqualTo(first.digest());
    assertThat(find("./ld").version()).isEqualTo("1.6");
  }

  @Test
  void whatWasFoundOutIsNotFoundOutAgain() throws IOException {
    Path script = folder.resolve("ld");
    Files.writeString(script, "#!/bin/sh\necho x >> " + folder + "/runs\necho 'GNU ld (A) 2.1'\n");
    assumeTrue(script.toFile().setExecutable(true));
    var first = find(script.toString());
    assertThat(find(script.toString())).isEqualTo(first);
    assertThat(Files.readAllLines(folder.resolve("runs"))).hasSize(1);
  }

  @Test
  void aMemoWithBrokenLinesStillServes() throws IOException {
    Lab.needs("ld.bfd");
    var first = find("bfd");
    Path memo = folder.resolve("state/tools.memo");
    String text = Files.readString(memo);
    assertThat(text).contains("GNU ld");
    Files.writeString(memo, "1\tfile half", StandardOpenOption.APPEND);
    assertThat(find("bfd")).isEqualTo(first);
  }

  @Test
  void aFolderThatCannotBeWrittenOnlyCostsTime() throws IOException {
    Lab.needs("ld.bfd");
    Files.writeString(folder.resolve("state"), "a file where the folder should be");
    assertThat(find("bfd").family()).isEqualTo("bfd");
  }

  @Test
  void theBuiltInFoldersOfGnuLdDependOnTheEmulation() {
    Lab.needs("ld.bfd");
    var tool = find("bfd");
    var own = tools().builtIn(tool, null);
    assertThat(own.format()).isEqualTo("elf64-x86-64");
    assertThat(own.folders()).contains("=/usr/lib", "=/usr/local/lib");
    assertThat(tools().builtIn(tool, "elf_i386").format()).isEqualTo("elf32-i386");
    assertThat(tools().builtIn(tool, "elf_i386").folders())
        .contains("=/usr/local/lib/i386-linux-gnu");
    assertThat(tools().builtIn(tool, "no_such")).isEqualTo(World.BuiltIn.NONE);
  }
}
