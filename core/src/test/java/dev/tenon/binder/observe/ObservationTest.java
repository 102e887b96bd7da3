package dev.tenon.binder.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.binder.Conditions;
import dev.tenon.model.Binding;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.OutputKind;
import dev.tenon.model.Read;
import dev.tenon.model.Read.Aspect;
import dev.tenon.model.Read.How;
import dev.tenon.model.Tool;
import dev.tenon.model.Toolchain;
import dev.tenon.real.Lab;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObservationTest {
  private static final String PLUGIN = "/usr/lib/gcc/x86_64-linux-gnu/12/liblto_plugin.so";

  @TempDir Path folder;

  private static Read read(String path, Aspect aspect, String why) {
    return new Read(path, aspect, How.PREDICTED, why);
  }

  @ParameterizedTest
  @CsvSource({"bfd, ld.bfd", "lld, ld.lld-19", "mold, mold"})
  void aDependencyFileIsReadWhateverNamesItHolds(String family, String program) {
    Lab.needs("gcc", program);
    var lab = new Lab(folder).write("m.c", "int main(void) { return 0; }\n").ok("gcc -c m.c");
    lab.write("f.c", "int f;\n").ok("gcc -c f.c");
    lab.run(Map.of(), List.of("cp", "f.o", "sp ace$d#h.o"));
    var words = new java.util.ArrayList<>(List.of(program, "-shared", "-o", "out"));
    words.addAll(List.of("m.o", "sp ace$d#h.o", "--dependency-file=d"));
    assertThat(lab.run(Map.of(), words).exit()).isZero();
    String text = new String(lab.bytes("d"), StandardCharsets.UTF_8);
    assertThat(DependencyFile.parse(text, family)).containsExactly("m.o", "sp ace$d#h.o");
  }

  @Test
  void gnuLdTellsItsAttempts() {
    Lab.needs("gcc", "ld.bfd");
    var lab = new Lab(folder).write("f.c", "int f;\n").ok("gcc -c f.c").ok("ar rc libf.a f.o");
    var result =
        lab.run(
            Map.of(), List.of("ld.bfd", "--verbose", "-e", "0", "f.o", "-L.", "-lf", "-o", "out"));
    assertThat(Attempts.parse(result.out()))
        .contains(
            new Attempts.Attempt("f.o", true),
            new Attempts.Attempt("./libf.so", false),
            new Attempts.Attempt("./libf.a", true));
  }

  /** What a linker of a family tells in a folder {@code /w} in which every name is a plain file. */
  private static List<Read> reads(List<Read> foreseen, String family, String... told) {
    return account(foreseen, family, path -> path, true, false, told);
  }

  private static List<Read> account(
      List<Read> foreseen,
      String family,
      Function<String, @Nullable String> real,
      boolean tellsInputs,
      boolean tellsMembers,
      String... told) {
    var names = new Names(family, "/w", real);
    List.of(told).forEach(names::tell);
    return new Account(foreseen, names).reads(tellsInputs, tellsMembers);
  }

  private static Read unforeseen(String path) {
    return new Read(path, Aspect.CONTENT, How.OBSERVED, Account.TOLD);
  }

  @Test
  void whatIsToldAndPredictedIsBothAndTheRestKeepsItsSource() {
    var predicted =
        List.of(
            read("./a.o", Aspect.CONTENT, "input"),
            read("x/libz.so", Aspect.ABSENCE, "-lz"),
            read("x//libz.a", Aspect.CONTENT, "-lz"),
            read("plugin.so", Aspect.CONTENT, "plugin"));
    assertThat(reads(predicted, "bfd", "a.o", "/w/x/libz.a", "new.o"))
        .containsExactly(
            predicted.get(0).with(How.BOTH),
            predicted.get(1),
            predicted.get(2).with(How.BOTH),
            predicted.get(3),
            unforeseen("new.o"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Aspect.class,
      names = {"ABSENCE", "LISTING"})
  void aFileThatWasReadContradictsThatItWasMissing(Aspect aspect) {
    var foreseen = read("L/libz.so", aspect, "-lz");
    assertThat(reads(List.of(foreseen), "bfd", "L/libz.so"))
        .containsExactly(foreseen, unforeseen("L/libz.so"));
    var both = List.of(foreseen, read("L/libz.so", Aspect.CONTENT, "-ly"));
    assertThat(reads(both, "bfd", "L/libz.so"))
        .containsExactly(foreseen, both.get(1).with(How.BOTH));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void aNameThatMayMeanAnotherFileIsNotTheOneThatWasForeseen(String family) {
    var foreseen = read("x/link/../q.o", Aspect.CONTENT, "input");
    // x/link leads to another folder, and x/q.o is there as well.
    assertThat(
            account(
                List.of(foreseen),
                family,
                path -> path.replace("x/link/..", "y"),
                true,
                false,
                "x/q.o"))
        .containsExactly(foreseen, unforeseen("x/q.o"));
  }

  @Test
  void aListIsToldByGnuLdAsItWasAskedFor() {
    var miss = read("v.map", Aspect.ABSENCE, "version-script");
    var found = read("L/v.map", Aspect.CONTENT, "version-script");
    var foreseen = List.of(miss, found);
    assertThat(account(foreseen, "bfd", p -> p.equals("/w/v.map") ? null : p, true, false, "v.map"))
        .containsExactly(miss, found.with(How.BOTH));
    // It was not there before the link, and is there now.
    assertThat(reads(foreseen, "bfd", "v.map")).containsExactly(miss, found, unforeseen("v.map"));
    assertThat(account(foreseen, "lld", p -> null, true, false, "v.map"))
        .contains(unforeseen("v.map"));
  }

  @Test
  void whatWasOpenedAndPassedOverIsTold() {
    var rejected = read("w/libk.so", Aspect.REJECTED, Conditions.NEEDED_BY + "j.so");
    assertThat(reads(List.of(rejected), "bfd", "w/libk.so"))
        .containsExactly(rejected.with(How.BOTH));
  }

  @ParameterizedTest
  @CsvSource({"ld.bfd, bfd", "ld.lld-19, lld", "mold, mold"})
  void namesThatALinkerTidiesAreKnownAgain(String program, String family) throws IOException {
    Lab.needs("gcc", program);
    var lab = new Lab(folder).write("m.c", "int main(void) { return 0; }\n").ok("gcc -c m.c");
    lab.write("d/e/f.c", "int f;\n").write("d/q.c", "int q;\n").ok("gcc -c d/q.c -o d/q.o");
    lab.ok("gcc -c d/e/f.c -o d/e/f.o").ok("gcc -c d/e/f.c -o d/s.o");
    Files.createSymbolicLink(folder.resolve("l"), folder.resolve("d/e"));
    Files.copy(folder.resolve("d/s.o"), folder.resolve("d/back\\slash.o"));
    List<String> inputs = List.of("d/e/../q.o", "l/../s.o", "d//./e/f.o", "d/back\\slash.o");
    List<Read> foreseen = new ArrayList<>();
    for (String input : inputs) {
      var words = List.of(program, "-r", "-o", "out", "m.o", input, "--dependency-file=d.d");
      var shared = List.of(program, "-shared", "-o", "out", "m.o", input, "--dependency-file=d.d");
      assertThat(lab.run(Map.of(), family.equals("mold") ? shared : words).exit()).isZero();
      foreseen.clear();
      foreseen.add(read("m.o", Aspect.CONTENT, "input"));
      foreseen.add(read(input, Aspect.CONTENT, "input"));
      String told = new String(lab.bytes("d.d"), StandardCharsets.UTF_8);
      var tool = new Tool("linker", family, "1", "/" + family, "0");
      var binding = binding(foreseen, tool, folder.toString());
      assertThat(new Observation(List.of(), "d.d", false).reads(binding, told, ""))
          .as(input + "\n" + told)
          .containsExactly(foreseen.get(0).with(How.BOTH), foreseen.get(1).with(How.BOTH));
    }
  }

  @Test
  void aConditionIsDecidedByWhatTheLinkerTells() {
    String kept = "needed by k.so" + Conditions.IF_KEPT;
    String dropped = "needed by d.so" + Conditions.IF_KEPT;
    String used = "input, member of t.a" + Conditions.IF_USED;
    var predicted =
        List.of(
            read("1/k2.so", Aspect.ABSENCE, kept),
            read("2/k2.so", Aspect.CONTENT, kept),
            read("1/d2.so", Aspect.ABSENCE, dropped),
            read("2/d2.so", Aspect.CONTENT, dropped),
            read("u.o", Aspect.CONTENT, used),
            read("v.o", Aspect.CONTENT, used));
    assertThat(account(predicted, "bfd", path -> path, true, true, "2/k2.so", "u.o"))
        .extracting(Read::path)
        .containsExactly("1/k2.so", "2/k2.so", "u.o");
    assertThat(account(predicted, "bfd", path -> path, false, false, "2/k2.so", "u.o"))
        .extracting(Read::path)
        .containsExactly("1/k2.so", "2/k2.so", "1/d2.so", "2/d2.so", "u.o", "v.o");
  }

  @ParameterizedTest
  @CsvSource({
    "bfd, ''",
    "bfd, -flto-partition=none",
    "bfd, -flto-partition=1to1",
    "gold, ''",
    "mold, ''",
    "mold, -flto-partition=none"
  })
  void objectsThatGccMadeForTheLinkAreAccountedFor(String family, String option) {
    Lab.needs("gcc", family.equals("mold") ? "mold" : "ld." + family);
    var lab = new Lab(folder).write("m.c", "int f(void);\nint main(void) { return f(); }\n");
    lab.write("f.c", "int f(void) { return 1; }\n").ok("gcc -flto -g -O2 -c m.c f.c");
    lab.ok("gcc -fuse-ld=" + family + " -g -O2 -flto m.o f.o -Wl,--dependency-file=d " + option);
    String told = new String(lab.bytes("d"), StandardCharsets.UTF_8);
    var plugin = read(PLUGIN, Aspect.CONTENT, "plugin" + Conditions.IF_OPTIMISED);
    List<Read> foreseen = new ArrayList<>(List.of(plugin));
    DependencyFile.parse(told, family).stream()
        .filter(path -> Files.exists(folder.resolve(path)))
        .forEach(path -> foreseen.add(read(path, Aspect.CONTENT, "input")));
    assertThat(DependencyFile.parse(told, family)).hasSizeGreaterThan(foreseen.size());
    var tool = new Tool("linker", family, "1", "/" + family, "0");
    var observation = new Observation(List.of(), "d", false);
    assertThat(observation.reads(binding(foreseen, tool, folder.toString()), told, ""))
        .hasSameSizeAs(foreseen)
        .contains(plugin)
        .noneMatch(read -> read.how() == How.OBSERVED);
    // Without the plugin nobody could have made them.
    List<Read> others = foreseen.subList(1, foreseen.size());
    assertThat(observation.reads(binding(others, tool, folder.toString()), told, ""))
        .anyMatch(read -> read.how() == How.OBSERVED);
  }

  @Test
  void aFileThatIsGoneAndThatTheLinkDidNotMakeIsNotForgotten() {
    var plugin = read(PLUGIN, Aspect.CONTENT, "plugin" + Conditions.IF_OPTIMISED);
    var input = read("a.o", Aspect.CONTENT, "input");
    var foreseen = List.of(plugin, input);
    for (String gone : List.of("gen.o", "/tmp/cc123456.o", "/tmp/x.ltrans0.ltrans.o")) {
      assertThat(account(foreseen, "bfd", path -> null, true, false, "a.o", gone))
          .as(gone)
          .containsExactly(plugin, input.with(How.BOTH), unforeseen(gone));
    }
    // It is there: somebody's file of such a name.
    String made = "/tmp/cc123456.ltrans0.ltrans.o";
    assertThat(account(foreseen, "bfd", path -> path, true, false, "a.o", made))
        .contains(unforeseen(made));
    assertThat(account(foreseen, "bfd", path -> null, true, false, "a.o", made))
        .containsExactly(plugin, input.with(How.BOTH));
  }

  @Test
  void anInputThatItsOwnerDeletedAtOnceIsStillBoth() {
    var input = read("/tmp/cc123456.o", Aspect.CONTENT, "input");
    assertThat(account(List.of(input), "bfd", path -> null, true, false, input.path()))
        .containsExactly(input.with(How.BOTH));
  }

  @Test
  void aPluginIsForgottenOnlyIfNothingIsLeftToExplain() {
    var plugin = read("lto.so", Aspect.CONTENT, "plugin" + Conditions.IF_OPTIMISED);
    var input = read("a.o", Aspect.CONTENT, "input");
    var foreseen = List.of(plugin, input);
    assertThat(reads(foreseen, "mold", "a.o")).containsExactly(input.with(How.BOTH));
    assertThat(reads(foreseen, "mold", "a.o", "b.o")).contains(plugin);
    assertThat(account(foreseen, "mold", path -> path, false, false)).contains(plugin);
  }

  private static Binding binding(List<Read> reads, Tool tool, String folder) {
    var tools = new Toolchain(List.of(tool), Set.of(), "test", Map.of());
    return new Binding(plan(), tools, Map.of("cwd", folder), reads, List.of());
  }

  /** A plan of nothing. */
  static LinkPlan plan() {
    return new LinkPlan(
        OutputKind.DEFAULT,
        false,
        null,
        null,
        null,
        LinkPlan.Layout.DENSE,
        List.of(),
        List.of(),
        null);
  }
}
