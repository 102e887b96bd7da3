package dev.tenon.cli.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.model.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tenon advise}: trials of real links. */
class AdviseTest {
  private static final String TENON = Workshop.HOME.resolve("tenon").toString();

  @TempDir Path folder;
  private Workshop shop;

  @BeforeEach
  void objects() {
    Engine.BFD.real();
    Engine.LLD.real();
    Engine.MOLD.real();
    shop = new Workshop(folder);
    shop.write("a.c", "#include <stdio.h>\nint main(void) { puts(\"ran\"); return 0; }\n");
    shop.run("gcc", "-g", "-c", "a.c").ok();
  }

  private static List<Json.Obj> trials(Outcome advice) {
    var document = (Json.Obj) Json.parse(advice.ok().out());
    assertThat(document.fields()).containsEntry("tenon", new Json.Str("advice/1"));
    var trials = (Json.Arr) Objects.requireNonNull(document.fields().get("trials"));
    return trials.values().stream().map(Json.Obj.class::cast).toList();
  }

  private static String text(Json.Obj object, String name) {
    return object.fields().get(name) instanceof Json.Str(String text) ? text : "";
  }

  @Test
  void anOutputIsLinkedAgainWithEveryLinkerAndLeftAlone() throws IOException {
    shop.with(Engine.BFD).run(TENON, "cc", "-o", "a", "a.o").ok();
    var before = shop.read("a");
    var stamp = Files.getLastModifiedTime(folder.resolve("a"));
    int links = shop.links().size();
    var trials = trials(shop.run(TENON, "advise", "a", "--rounds=1", "--json"));
    for (var engine : Engine.values()) {
      assertThat(trials)
          .filteredOn(trial -> text(trial, "engine").equals(engine.word))
          .extracting(trial -> text(trial, "variant"))
          .contains("as_is", "zlib", "zstd", "none");
    }
    assertThat(trials)
        .filteredOn(trial -> text(trial, "variant").equals("as_is"))
        .allSatisfy(trial -> assertThat(trial.fields()).containsKeys("wallMillis", "bytes"))
        .filteredOn(trial -> new Json.Bool(true).equals(trial.fields().get("inUse")))
        .extracting(trial -> text(trial, "engine"))
        .containsExactly("bfd");
    assertThat(shop.read("a")).isEqualTo(before);
    assertThat(Files.getLastModifiedTime(folder.resolve("a"))).isEqualTo(stamp);
    assertThat(shop.links()).hasSize(links);
    try (var left = Files.list(folder)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith(".tenon"));
    }
  }

  @Test
  void theTableHasWhatOneNeedsToChoose() {
    shop.run(TENON, "cc", "-o", "a", "a.o").ok();
    var out = shop.run(TENON, "advise", "a", "--rounds=1").ok().out();
    assertThat(out)
        .contains("linker", "wall", "peak", "left out", "split off", "recommended:")
        .containsPattern("bfd \\S+ \\* +as it is +\\d")
        .containsPattern("mold \\S+ +zlib +\\d");
  }

  @Test
  void aPlanFromAFileIsTriedToo() {
    var plan = shop.run(TENON, "plan", "ld", "-shared", "-soname", "l", "-o", "l.so", "a.o").ok();
    shop.write("plan.json", plan.out());
    var trials = trials(shop.run(TENON, "advise", "plan.json", "--rounds=1", "--json"));
    assertThat(trials)
        .filteredOn(trial -> trial.fields().containsKey("bytes"))
        .hasSizeGreaterThan(5);
    assertThat(folder.resolve("l.so")).doesNotExist();
  }

  @Test
  void aLinkerThatRefusesIsQuoted() {
    shop.write("script", "SECTIONS { .text : { *(.text*) } /DISCARD/ : { *(.comment) } }\n");
    var plan = shop.run(TENON, "plan", "ld", "-T", "script", "-o", "a", "a.o").ok();
    shop.write("plan.json", plan.out());
    shop.write("b.c", "int main(void) { return 0; }\n");
    var trials = trials(shop.run(TENON, "advise", "plan.json", "--rounds=1", "--json"));
    assertThat(trials)
        .filteredOn(trial -> text(trial, "engine").equals("mold"))
        .singleElement()
        .satisfies(trial -> assertThat(text(trial, "refusal")).startsWith("mold: "));
  }

  @Test
  void inputsThatTheCompilerRemovedAreNamed() {
    shop.run("gcc", "-B" + Workshop.BIN, "a.c", "-o", "a").ok();
    var advice = shop.run(TENON, "advise", "a");
    assertThat(advice.status()).isEqualTo(1);
    assertThat(advice.err())
        .startsWith("error[T0201]: 1 of the inputs are gone")
        .contains("help: ");
  }

  @Test
  void aRustProgramIsTriedWhenItsObjectsAreKept() {
    Tools.want("cargo");
    shop.run("cargo", "init", "-q", "--vcs=none", "--bin", "program").ok();
    var flags = "-Clinker=" + Workshop.BIN.resolve("tenon-cc");
    var rust =
        shop.in("program").with(Map.of("XDG_STATE_HOME", folder.resolve("state").toString()));
    rust.with(Map.of("RUSTFLAGS", flags)).run("cargo", "build", "-q").ok();
    assertThat(rust.run(TENON, "advise", "target/debug/program").err())
        .contains("RUSTFLAGS=\"-Csave-temps\"");
    rust.with(Map.of("RUSTFLAGS", flags + " -Csave-temps")).run("cargo", "build", "-q").ok();
    var out = rust.run(TENON, "advise", "target/debug/program", "--rounds=1").ok().out();
    assertThat(out).contains("recommended:").doesNotContain("refuses");
  }

  @Test
  void whatIsNoPlanAndHasNoReceiptIsRefused() {
    shop.write("bad.json", "{ \"tenon\": \"plan/99\" }\n");
    assertThat(shop.run(TENON, "advise", "bad.json").status()).isEqualTo(3);
    assertThat(shop.run(TENON, "advise", "a.o").status()).isEqualTo(3);
    assertThat(shop.run(TENON, "advise", "none").status()).isEqualTo(3);
    assertThat(shop.run(TENON, "advise").status()).isEqualTo(2);
    assertThat(shop.run(TENON, "advise", "a", "--rounds=0").status()).isEqualTo(2);
    shop.write("plan.json", shop.run(TENON, "plan", "ld", "-o", "a", "a.o").ok().out());
    // readlink is what the launcher wants of PATH.
    shop.run("sh", "-c", "mkdir p && ln -s $(command -v readlink) p").ok();
    var nothing = shop.with(Map.of("PATH", folder.resolve("p").toString()));
    assertThat(nothing.run(TENON, "advise", "plan.json").status()).isEqualTo(4);
  }
}
