package dev.tenon.binder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.model.Tool;
import dev.tenon.real.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
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

  @ParameterizedTest
  @CsvSource({"bfd, ld.bfd", "lld, ld.lld-19", "mold, mold", "gold, ld.gold"})
  void aLinkerTakesWhatItsFactsSayAndRefusesTheRest(String family, String program)
      throws IOException {
    Lab.needs(program, "gcc");
    var tool = find(family);
    var facts = tools().facts(tool);
    assertThat(facts.isElf()).isTrue();
    var lab = new Lab(folder).write("m.c", "int main(void) { return 0; }\n").ok("gcc -c m.c");
    for (String option : List.of("--threads=", "--thread-count=")) {
      var words = List.of(tool.path(), "-e", "main", "m.o", "-o", "out", option + "2");
      boolean isTaken = lab.run(Map.of(), words).exit() == 0;
      if (option.equals(facts.threads())) {
        assertThat(isTaken).as(option).isTrue();
      } else if (facts.threads() == null) {
        assertThat(isTaken).as(option).isFalse();
      }
    }
    var words = List.of(tool.path(), "-e", "main", "m.o", "-o", "out", "--dependency-file=d");
    assertThat(lab.run(Map.of(), words).exit() == 0).isEqualTo(facts.dependencyFile());
    assertThat(Files.exists(folder.resolve("d"))).isEqualTo(facts.dependencyFile());
  }

  @Test
  void aScriptIsNotAskedForItsHelp() throws IOException {
    Path script = folder.resolve("ld");
    Files.writeString(
        script, "#!/bin/sh\necho \"$1\" >> " + folder + "/asked\necho 'GNU ld (A) 2.1'\n");
    assumeTrue(script.toFile().setExecutable(true));
    assertThat(tools().facts(find(script.toString()))).isEqualTo(Facts.NONE);
    assertThat(Files.readAllLines(folder.resolve("asked"))).containsExactly("--version");
  }

  @Test
  void factsAreAskedOnceForEachContent() throws IOException {
    Lab.needs("gcc", "ld.bfd");
    var lab =
        new Lab(folder)
            .write(
                "ld.c",
                "#include <stdio.h>\n#include <string.h>\nint main(int n, char **a) {\n"
                    + "if (n > 1 && !strcmp(a[1], \"--help\")) {"
                    + " FILE *f = fopen(\""
                    + folder
                    + "/asked\", \"a\"); fputs(\"x\\n\", f); fclose(f);"
                    + " puts(\"  --dependency-file=FILE  d\\n  --threads=COUNT\"); }\n"
                    + "else puts(\"mold 9.1\"); return 0; }\n")
            .ok("gcc ld.c -o ld");
    var first = tools().facts(find("./ld"));
    assertThat(first).isEqualTo(new Facts(true, true, "--threads="));
    assertThat(tools().facts(find("./ld"))).isEqualTo(first);
    assertThat(lab.folder().resolve("asked")).hasContent("x");
  }

  @Test
  void whatAToolLeavesRunningIsNotWaitedFor() throws IOException {
    Path script = folder.resolve("ld");
    Files.writeString(script, "#!/bin/sh\n(sleep 300; echo late) & echo 'GNU ld (A) 2.1'\n");
    assumeTrue(script.toFile().setExecutable(true));
    // Without the limit this would take five minutes.
    var tool = assertTimeoutPreemptively(Duration.ofMinutes(2), () -> find(script.toString()));
    assertThat(tool.version()).isEqualTo("2.1");
  }

  @Test
  void aToolThatDoesNotEndIsEndedWithWhatItStarted() throws IOException {
    Path script = folder.resolve("ld");
    Path child = folder.resolve("child");
    Files.writeString(
        script, "#!/bin/sh\nsleep 301 &\necho $! > " + child + "\necho 'GNU ld (A) 2.1'\nwait\n");
    assumeTrue(script.toFile().setExecutable(true));
    var tool = assertTimeoutPreemptively(Duration.ofMinutes(2), () -> find(script.toString()));
    assertThat(tool.family()).isEqualTo("unknown");
    long pid = Long.parseLong(Files.readString(child).strip());
    // A killed process may need a moment to go.
    assertTimeoutPreemptively(
        Duration.ofMinutes(2),
        () -> {
          while (runs(pid)) Thread.onSpinWait();
        });
    // It is not asked again in this process, but in the next.
    assertThat(Files.readString(folder.resolve("state/tools.memo"))).doesNotContain("\tsaid ");
  }

  /** A process that has ended may still wait for somebody to ask how. */
  private static boolean runs(long pid) throws IOException {
    Path stat = Path.of("/proc/" + pid + "/stat");
    return Files.exists(stat) && !Files.readString(stat).contains(") Z ");
  }
}
