package dev.tenon.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HelpTest {
  private static final OptionTable TABLE = OptionTable.linker();

  @TempDir Path folder = Path.of(".");

  @Test
  void helpListsTheOptionsOfOneLinkerInGroups() {
    var help = TABLE.help(Family.LLD);
    assertThat(help)
        .startsWith("Output:\n  -o FILE, --output=FILE      Set the output file name\n")
        .contains("\nSections and layout:\n  --gc-sections, --no-gc-sections\n")
        .contains("  -z now, -z lazy             Bind all symbols when the object is loaded\n")
        .contains("--icf=[none,safe,all]")
        .contains("--build-id[=")
        .doesNotContain("--subsystem")
        .doesNotContain("--run");
    assertThat(help.lines()).allMatch(l -> l.length() < 200).noneMatch(l -> l.endsWith(" "));
    assertThat(TABLE.help(Family.BFD)).contains("--subsystem=NAME").doesNotContain("--icf");
  }

  @Test
  void aMistypedWordBringsNearOnes() {
    assertThat(TABLE.suggest("--gc-secions", Family.BFD).getFirst()).isEqualTo("--gc-sections");
    assertThat(TABLE.suggest("--whole-ar", Family.LLD).getFirst()).isEqualTo("--whole-archive");
    assertThat(TABLE.suggest("-z relor", Family.MOLD).getFirst()).isEqualTo("-z relro");
    assertThat(TABLE.suggest("-zmax-page-sise=1", Family.LLD).getFirst())
        .isEqualTo("-z max-page-size");
    assertThat(TABLE.suggest("--threads=4", Family.LLD).getFirst()).isEqualTo("--threads");
    assertThat(TABLE.suggest("--frobnicate", Family.LLD)).isEmpty();
    assertThat(TABLE.suggest("--strip", Family.LLD))
        .containsExactly("--strip-all", "--strip-debug");
  }

  @Test
  void bashCompletesOptionsValuesKeywordsAndFiles() throws Exception {
    Tools.need("bash");
    script(Shell.BASH);
    Files.writeString(folder.resolve("input.o"), "");
    assertThat(bash("ld.tenon", "--gc-s")).containsExactly("--gc-sections");
    assertThat(bash("ld", "--son")).containsExactly("--soname=");
    assertThat(bash("ld", "--icf", "=", "s")).containsExactly("safe");
    assertThat(bash("ld", "--icf", "=")).containsExactly("none", "safe", "all");
    assertThat(bash("ld", "-z", "rel")).contains("relro").doesNotContain("now");
    assertThat(bash("ld", "-shared", "-o", "x", "--whole-")).containsExactly("--whole-archive");
    assertThat(bash("ld", "inp")).as("left to bash's own completion of files").isEmpty();
    assertThat(bash("ld", "--frob")).isEmpty();
  }

  @Test
  void zshReadsItsScript() throws Exception {
    Tools.need("zsh");
    var script = script(Shell.ZSH);
    var checked = Tools.run(folder, List.of("zsh", "-n", script.toString()));
    assertThat(checked.output()).isEmpty();
    assertThat(checked.status()).isZero();
  }

  @Test
  void fishCompletesOptionsAndValues() throws Exception {
    Tools.need("fish");
    var script = script(Shell.FISH);
    assertThat(fish(script, "ld --gc-s")).containsExactly("--gc-sections");
    assertThat(fish(script, "ld --icf=s")).containsExactly("--icf=safe");
    assertThat(fish(script, "ld -z rel")).contains("relro");
  }

  private Path script(Shell shell) throws Exception {
    var script = folder.resolve("completion");
    Files.writeString(script, TABLE.completion(shell, Family.LLD, List.of("ld", "ld.tenon")));
    return script;
  }

  /** What bash offers for the last of these words, by the function that the script registers. */
  private List<String> bash(String... words) {
    var quoted = new ArrayList<String>();
    for (var word : words) {
      quoted.add("'" + word + "'");
    }
    var asked =
        """
        source ./completion
        complete -p %1$s >/dev/null || exit 7
        function=$(complete -p %1$s | sed 's/.*-F \\([^ ]*\\).*/\\1/')
        COMP_WORDS=(%2$s) COMP_CWORD=%3$d
        $function %1$s
        printf '%%s\\n' "${COMPREPLY[@]}"
        """
            .formatted(words[0], String.join(" ", quoted), words.length - 1);
    var result = Tools.run(folder, List.of("bash", "--norc", "-s"), asked);
    assertThat(result.status()).as(result.output()).isZero();
    return result.output().lines().filter(l -> !l.isEmpty()).toList();
  }

  private List<String> fish(Path script, String line) {
    var asked = "source " + script + "; complete -C'" + line + "'";
    var result = Tools.run(folder, List.of("fish", "--no-config", "-c", asked));
    assertThat(result.status()).as(result.output()).isZero();
    return result.output().lines().map(l -> l.split("\t", 2)[0]).toList();
  }
}
