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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObservationTest {
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

  @Test
  void whatIsToldAndPredictedIsBothAndTheRestKeepsItsSource() {
    var predicted =
        List.of(
            read("./a.o", Aspect.CONTENT, "input"),
            read("x/libz.so", Aspect.ABSENCE, "-lz"),
            read("x/../libz.a", Aspect.CONTENT, "-lz"),
            read("plugin.so", Aspect.CONTENT, "plugin"));
    assertThat(
            Observation.merge(predicted, List.of("a.o", "/w/libz.a", "new.o"), "/w", true, false))
        .containsExactly(
            predicted.get(0).with(How.BOTH),
            predicted.get(1),
            predicted.get(2).with(How.BOTH),
            predicted.get(3),
            new Read("new.o", Aspect.CONTENT, How.OBSERVED, "told by the linker"));
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
    var told = List.of("2/k2.so", "u.o");
    assertThat(Observation.merge(predicted, told, "/w", true, true))
        .extracting(Read::path)
        .containsExactly("1/k2.so", "2/k2.so", "u.o");
    assertThat(Observation.merge(predicted, told, "/w", false, false))
        .extracting(Read::path)
        .containsExactly("1/k2.so", "2/k2.so", "1/d2.so", "2/d2.so", "u.o", "v.o");
  }

  @Test
  void objectsThatAPluginMadeAreGoneAndShowThatItWasNeeded() {
    var plugin = read("lto.so", Aspect.CONTENT, "plugin" + Conditions.IF_OPTIMISED);
    var input = read("a.o", Aspect.CONTENT, "input");
    var binding = binding(List.of(plugin, input));
    var observation = new Observation(List.of(), "d", false);
    String made = "out: a.o /tmp/made.o\n\na.o:\n\n/tmp/made.o:\n";
    assertThat(observation.reads(binding, made, "", path -> !path.startsWith("/tmp")))
        .containsExactly(plugin, input.with(How.BOTH));
    String none = "out: a.o\n\na.o:\n";
    assertThat(observation.reads(binding, none, "", path -> true))
        .containsExactly(input.with(How.BOTH));
    assertThat(observation.reads(binding, null, "", path -> true)).contains(plugin);
  }

  private static Binding binding(List<Read> reads) {
    var plan =
        new LinkPlan(
            OutputKind.DEFAULT,
            false,
            null,
            null,
            null,
            LinkPlan.Layout.DENSE,
            List.of(),
            List.of(),
            null);
    var tool = new Tool("linker", "mold", "1", "/mold", "0");
    var tools = new Toolchain(List.of(tool), Set.of(), "test", Map.of());
    return new Binding(plan, tools, Map.of("cwd", "/w"), reads, List.of());
  }
}
