package dev.tenon.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.driver.Cancellation;
import dev.tenon.driver.OwnHands;
import dev.tenon.explain.Message;
import dev.tenon.frontend.ld.LdFrontend;
import dev.tenon.fuzz.Bytes;
import dev.tenon.fuzz.Fuzzer;
import dev.tenon.fuzz.Jsons;
import dev.tenon.fuzz.Objects;
import dev.tenon.model.BadRecord;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.json.Document;
import dev.tenon.model.json.PlanJson;
import dev.tenon.option.Family;
import dev.tenon.real.Lab;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans as {@code tenon plan} reads, checks and renders them, changed at random; none is run. */
class PlansFuzzTest {
  @TempDir Path folder;
  private final List<String> seeds = new ArrayList<>();
  private final Memory memory = Memory.brief();
  private Path here;

  @BeforeEach
  void plans() throws Exception {
    Lab.needs("gcc", "ld.bfd");
    here = Files.createDirectories(folder.resolve("here"));
    Objects.in(new Lab(here));
    Files.createDirectories(folder.resolve("own"));
    for (List<String> line : Objects.lines()) {
      for (Family family : List.of(Family.BFD, Family.LLD, Family.MOLD)) {
        seeds.add(PlanJson.write(LdFrontend.read(line, family, null).plan()).print());
      }
    }
    seeds.add(
        """
        {"tenon": "plan/1", "kind": "shared", "linker": "bfd", "target": "elf_x86_64",
         "layout": "stable", "driver": "cc",
         "outputs": [{"role": "primary", "file": "<cwd>/out"},
                     {"role": "map-file", "file": "<cwd>/out.map"}],
         "items": [{"generated": "g.ld", "text": "{ f; };", "option": "version-script"},
                   {"generated": "g.o", "base64": "AAAA", "static": true, "group": 1},
                   {"library": "a", "exact": false, "asNeeded": true, "lazy": 2},
                   {"input": "<own>/x.o", "format": "binary", "whole": true},
                   {"implicit": true}, {"raw": "-x"},
                   {"option": "entry", "value": "main"}, {"option": "pie", "off": true}],
         "provenance": {"frontend": "ld", "words": ["-o", "out"]}}
        """);
  }

  @Test
  void aChangedPlanIsReadOrRefusedAndNothingIsWritten() throws Exception {
    var before = names();
    Fuzzer.run(
        "plans",
        random -> Jsons.change(random, Bytes.pick(random, seeds), seeds),
        input -> plan(new String(input, StandardCharsets.UTF_8)),
        List.of(BadRecord.class));
    assertThat(names()).isEqualTo(before);
  }

  private Set<String> names() throws Exception {
    try (var all = Files.walk(folder)) {
      return new TreeSet<>(all.map(Path::toString).filter(n -> !n.contains("/state")).toList());
    }
  }

  private void plan(String text) {
    Document<LinkPlan> document = PlanJson.read(text);
    LinkPlan plan = document.value();
    var written = PlanJson.write(plan);
    assertThat(PlanJson.read(written.print()).toRun()).isEqualTo(plan);
    assertThat(PlanJson.read(document.rewrite(written).print()).value()).isEqualTo(plan);
    document.toRun();
    Map<String, String> roots = Map.of("own", folder.resolve("own").toString());
    var check = new PlanCheck(roots, here);
    var request = request();
    if (!isRefused(check.ofPlan(plan))) {
      var tools = memory.past(request.state()).tools(request.environment());
      var choice = new Engines(tools, request).choose(plan);
      if (choice != null) {
        var prepared = new PerformedLink(request, tools, roots).prepare(plan, choice);
        isRefused(check.ofLink(prepared, choice.family()));
      }
      PlanLink.words(request, document, roots, false);
    }
  }

  private static boolean isRefused(@Nullable Message refusal) {
    if (refusal != null) {
      Fuzzer.message(refusal.print());
    }
    return refusal != null;
  }

  private Request request() {
    return new Request(
        "ld",
        List.of(),
        here,
        Map.of("PATH", System.getenv("PATH")),
        OutputStream.nullOutputStream(),
        OutputStream.nullOutputStream(),
        List.of(),
        folder.resolve("state"),
        new OwnHands(),
        memory,
        new Cancellation());
  }
}
