package dev.tenon.binder.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.binder.Conditions;
import dev.tenon.binder.Toolchains;
import dev.tenon.binder.oracle.Trial;
import dev.tenon.model.Read;
import dev.tenon.real.Lab;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Options that name files, with each linker that takes them: nothing is read in secret. */
class GapsTest {
  private static final List<String> LINKS =
      List.of(
          "-e main m.o q.o",
          "-r m.o q.o",
          "-e main m.o thin.a",
          "-e main m.o outer.a",
          "-e main m.o in.ld",
          "-e main m.o -T include.ld",
          "-e main m.o q.o -T sections.ld",
          "-e main m.o q.o -T insert.ld",
          "-e main m.o q.o -dT sections.ld",
          "-e main m.o -c mri",
          "-shared m.o q.o --version-script=v.map",
          "-shared m.o q.o --dynamic-list=d.list",
          "-shared m.o q.o --export-dynamic-symbol-list=d.list",
          "-e main m.o q.o --retain-symbols-file=symbols",
          "-e main m.o --just-symbols=q.o",
          "-e main m.o q.o --symbol-ordering-file=symbols",
          "-e main m.o q.o --call-graph-ordering-file=calls",
          "-e main m.o q.o --section-ordering-file=order",
          "-e main m.o other.o --remap-inputs=other.o=q.o",
          "-e main m.o other.o --remap-inputs-file=remap",
          "-e main m.o q.o --format=binary symbols",
          "-e main m.o q.o -mllvm -stats",
          "-e main m.o q.o -plugin plugin.so",
          "-e main m.o q.o --lto-sample-profile=symbols",
          "-e main m.o q.o --thinlto-cache-dir=cache");

  @TempDir static Path folder;
  static Toolchains tools;

  record Case(String linker, String words) {
    @Override
    public String toString() {
      return linker + " " + words;
    }
  }

  @BeforeAll
  static void build() throws Exception {
    Lab.needs("strace", "gcc", "ar");
    folder = folder.toRealPath();
    tools = new Toolchains(folder.resolve("state"), Map.of("PATH", System.getenv("PATH")));
    var lab = new Lab(folder).write("m.c", "int q(void);\nint main(void) { return q(); }\n");
    assumeTrue(
        lab.run(Map.of(), List.of("strace", "-o", "/dev/null", "true")).exit() == 0,
        "strace may not trace here");
    String onload = "int onload(void *v) { return !v; }\n";
    lab.write("q.c", "int q(void) { return 1; }\n").write("plugin.c", onload);
    lab.ok("gcc -c m.c").ok("gcc -c q.c").ok("gcc -shared -fPIC plugin.c -o plugin.so");
    lab.ok("ar rcT thin.a q.o").ok("ar rc fat.a q.o").ok("ar rcT outer.a fat.a");
    lab.write("in.ld", "INPUT(q.o)\n").write("include.ld", "INCLUDE in.ld\n");
    lab.write("sections.ld", "SECTIONS { .text : { *(.text*) } .data : { *(.data*) } }\n");
    lab.write("insert.ld", "SECTIONS { .tn : { KEEP(*(.tn)) } } INSERT AFTER .text;\n");
    lab.write("mri", "LOAD q.o\n").write("v.map", "V { global: q; local: *; };\n");
    lab.write("d.list", "{ q; };\n").write("symbols", "q\n").write("calls", "main q 1\n");
    lab.write("order", "*(.text.hot)\n").write("remap", "other.o=q.o\n");
  }

  static Stream<Case> cases() {
    return Stream.of("ld.bfd", "ld.lld-19", "mold")
        .flatMap(linker -> LINKS.stream().map(words -> new Case(linker, words)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyFileThatIsReadIsForeseenOrToldOrThereIsAReason(Case one) {
    Lab.needs(one.linker());
    Path linker = Objects.requireNonNull(Lab.find(one.linker()));
    List<String> words = new ArrayList<>(List.of("-o", "out"));
    words.addAll(List.of(one.words().split(" ")));
    var trial = Trial.of(tools, linker, folder, words, Map.of(), folder);
    assumeTrue(trial.result().exit() == 0, "this linker has no such option");
    String family = trial.binding().toolchain().linker().family();
    List<String> reasons = new ArrayList<>(Gaps.of(trial.binding().plan(), family, trial.reads()));
    for (Read read : trial.reads()) {
      if (read.how() == Read.How.OBSERVED) {
        reasons.add(read.path());
      }
    }
    assertThat(trial.comparison().unknown().isEmpty() || !reasons.isEmpty())
        .as(one + "\n" + trial.comparison().report())
        .isTrue();
    // What is common is without a gap.
    boolean isCommon = !one.words().matches(".*(-r |remap|mllvm|plugin |cache|-c ).*");
    assertThat(reasons.isEmpty() || !isCommon).as(one + ": " + reasons).isTrue();
  }

  @Test
  void whatWasForeseenAndNotReadIsAReason() {
    String why = Conditions.NEEDED_BY + "a.so";
    var input = new Read("a.so", Read.Aspect.CONTENT, Read.How.BOTH, "input");
    var needed = new Read("b.so", Read.Aspect.CONTENT, Read.How.PREDICTED, why);
    var plan = ObservationTest.plan();
    assertThat(Gaps.of(plan, "bfd", List.of(input, needed)))
        .containsExactly("the linker did not read b.so, which was foreseen");
    assertThat(Gaps.of(plan, "bfd", List.of(input, needed.with(Read.How.BOTH)))).isEmpty();
    var condition = new Read("c.so", needed.aspect(), needed.how(), why + Conditions.IF_KEPT);
    assertThat(Gaps.of(plan, "bfd", List.of(input, condition))).isEmpty();
  }
}
