package dev.tenon.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.driver.Cancellation;
import dev.tenon.driver.OwnHands;
import dev.tenon.frontend.repro.ReproFrontend;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.json.PlanJson;
import dev.tenon.real.Lab;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A link becomes a file and is performed from it: elsewhere, by another linker, or not at all. */
class PlanLinkTest {
  @TempDir Path folder;
  private Lab lab;
  private Links links;

  @BeforeEach
  void program() {
    Lab.needs("gcc");
    lab = new Lab(folder);
    links = new Links(lab);
    lab.write("m.c", "#include <stdio.h>\nint f();int main(){printf(\"%d\\n\",f());}\n")
        .write("f.c", "int f(){return 42;}\n")
        .ok("gcc -c -g -O1 m.c f.c")
        .ok("ar rcs libf.a f.o");
  }

  private Lab.Result run(
      String engine, String plan, Map<String, String> roots, @Nullable String output) {
    return run(engine, plan, roots, output, folder);
  }

  private Lab.Result run(
      String engine, String plan, Map<String, String> roots, @Nullable String output, Path in) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var request =
        new Request(
            "tenon",
            List.of(),
            in,
            Map.of("PATH", System.getenv("PATH"), "TENON_ENGINE", engine),
            out,
            err,
            List.of(),
            links.state(),
            new OwnHands(),
            Memory.brief(),
            new Cancellation());
    try {
      int exit = PlanLink.run(request, PlanJson.read(plan), roots, output, false);
      return new Lab.Result(
          exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aReproduceTarOfLldGivesTheVeryBytesElsewhereAndWorksWithTheOtherLinkers() throws Exception {
    Links.needs("lld");
    var words =
        new ArrayList<>(links.linkerWords(List.of("gcc", "-o", "out", "m.o", "-L.", "-lf")));
    words.add("--reproduce=r.tar");
    assertThat(links.direct("lld", words).exit()).isZero();
    byte[] bytes = lab.bytes("out");
    // The sources of the first link are gone: what is used comes from the tar.
    lab.ok("rm m.o f.o libf.a");
    Path elsewhere = Files.createDirectories(folder.resolve("another place"));
    LinkPlan plan = ReproFrontend.read(folder.resolve("r.tar"), elsewhere.resolve("inputs"));
    String text = PlanJson.write(plan.withoutProvenance()).print();
    var roots = Map.of(ReproFrontend.ROOT, elsewhere.resolve("inputs").toString());
    for (String engine : List.of("lld", "bfd", "mold")) {
      if (Lab.find(Links.program(engine)) == null) {
        continue;
      }
      Lab.Result result = run(engine, text, roots, "made." + engine, elsewhere);
      assertThat(result.exit()).as(engine + ": " + result.err()).isZero();
      String program = elsewhere.resolve("made." + engine).toString();
      assertThat(lab.run(Map.of(), List.of(program)).out()).isEqualTo("42\n");
    }
    assertThat(Files.readAllBytes(elsewhere.resolve("made.lld"))).isEqualTo(bytes);
  }

  @Test
  void aReproduceTarOfMoldGivesTheVeryBytes() throws Exception {
    Links.needs("mold");
    var words =
        new ArrayList<>(links.linkerWords(List.of("gcc", "-o", "out", "m.o", "-L.", "-lf")));
    assertThat(links.direct("mold", words).exit()).isZero();
    byte[] bytes = lab.bytes("out");
    words.add("--repro");
    assertThat(links.direct("mold", words).exit()).isZero();
    LinkPlan plan = ReproFrontend.read(folder.resolve("out.repro.tar"), folder.resolve("in"));
    Lab.Result result =
        run(
            "mold",
            PlanJson.write(plan).print(),
            Map.of(ReproFrontend.ROOT, folder.resolve("in").toString()),
            "made");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(lab.bytes("made")).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"role\":\"primary\",\"file\":\"<cwd>/../out\"}",
        "{\"role\":\"primary\",\"file\":\"<host>/tmp/out\"}",
        "{\"role\":\"primary\",\"file\":\"<cwd>/out\"},{\"role\":\"map-file\",\"file\":\"<host>/tmp/m\"}",
      })
  void aPlanThatWritesOutsideItsRootsIsRefused(String outputs) {
    Lab.Result result =
        run(
            "bfd",
            "{\"tenon\":\"plan/1\",\"kind\":\"default\",\"outputs\":["
                + outputs
                + "],\"items\":[{\"input\":\"<cwd>/m.o\"}]}",
            Map.of(),
            null);
    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.err()).startsWith("error[T0603]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"raw\":\"--anything\"}",
        "{\"option\":\"plugin\",\"file\":\"<cwd>/evil.so\"}",
        "{\"option\":\"plugin\",\"file\":\"<host>/usr/../tmp/evil.so\"}",
        "{\"option\":\"error-handling-script\",\"value\":\"sh\"}",
        "{\"option\":\"no-such-option\"}",
        "{\"input\":\"<other>/m.o\"}",
      })
  void aPlanThatBringsProgramsOrUnknownThingsIsRefused(String item) {
    Lab.Result result =
        run(
            "bfd",
            "{\"tenon\":\"plan/1\",\"kind\":\"default\",\"outputs\":[{\"role\":\"primary\","
                + "\"file\":\"<cwd>/out\"}],\"items\":["
                + item
                + "]}",
            Map.of(),
            null);
    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.err()).matches("(?s)error\\[T060[14]\\]: /items/0: .*");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aPlanWithAnUnknownFieldIsRefusedByNumber() {
    Lab.Result result =
        run("bfd", "{\"tenon\":\"plan/1\",\"kind\":\"default\",\"future\":1}", Map.of(), null);
    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.err()).startsWith("error[T0602]: /future");
  }
}
