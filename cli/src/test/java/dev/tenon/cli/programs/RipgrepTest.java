package dev.tenon.cli.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.json.PlanJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * ripgrep 13 as cargo builds it. The linker's path is part of what cargo compares, so every build
 * here names the same script, and what differs is in the environment: crates compile once, and each
 * test links anew. The build folder outlives the test for the same reason.
 */
class RipgrepTest {
  private static final Path PROGRAMS = Workshop.HOME.resolve("cli/target/programs");

  private static final Path PLACE = PROGRAMS.resolve("ripgrep");

  private static final Path EDITED = PROGRAMS.resolve("edited-ripgrep");

  private static final Workshop SHOP = shop(PLACE);

  /** A workshop whose links are done by Tenon, behind the words of {@code WITNESS}. */
  private static Workshop shop(Path folder) {
    Path linker = PROGRAMS.resolve("linker");
    return new Workshop(
        folder,
        Map.of(
            "CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_LINKER",
            linker.toString(),
            "CARGO_TERM_COLOR",
            "never"));
  }

  @BeforeAll
  static void sources() throws IOException {
    Tools.want("cargo");
    assumeTrue(
        Files.isDirectory(Path.of("/usr/share/cargo/registry")),
        "Debian's crates (librust-*-dev) are not installed");
    Path linker = PROGRAMS.resolve("linker");
    if (!Files.exists(linker)) {
      Files.createDirectories(PROGRAMS);
      Files.writeString(
          linker, "#!/bin/sh\nexec ${WITNESS-} " + Workshop.BIN + "/tenon-cc \"$@\"\n");
      Files.setPosixFilePermissions(linker, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    fetch(SHOP);
  }

  /** A copy of its sources that builds with the crates that Debian has. */
  static void fetch(Workshop shop) throws IOException {
    var sources = Tools.sources("rust-ripgrep-13");
    var place = shop.folder();
    if (Files.exists(place.resolve("ready"))) return;
    Tools.copyTree(sources, place);
    shop.write(
        ".cargo/config.toml",
        """
        [source.crates-io]
        replace-with = "debian"
        [source.debian]
        directory = "/usr/share/cargo/registry"
        """);
    var manifest = Files.readString(place.resolve("Cargo.toml"));
    // One feature wants a crate that Debian does not have.
    shop.write("Cargo.toml", manifest.replaceAll("(?m)^simd-accel = .*$", "simd-accel = []"));
    Files.deleteIfExists(place.resolve("Cargo.lock")); // its versions are not Debian's
    shop.write("ready", "");
  }

  private static Outcome cargo(Workshop shop, String verb, String mode) throws IOException {
    Files.setLastModifiedTime(
        PLACE.resolve("crates/core/main.rs"), FileTime.from(Instant.now())); // links again
    Files.deleteIfExists(PLACE.resolve("target/" + mode + "/rg"));
    var words = new ArrayList<>(List.of("cargo", verb, "--offline"));
    if (mode.equals("release")) words.add("--release");
    return shop.run(words).ok();
  }

  private static String search(String mode) {
    return SHOP.run("target/" + mode + "/rg", "--sort=path", "-n", "fn main", "crates").ok().out();
  }

  static Stream<String> modes() {
    return Sample.ALL ? Stream.of("debug", "release") : Stream.of("debug");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void withTheLinkerThatRustcAskedForItHasTheSameBytes(String mode) throws IOException {
    cargo(SHOP.with(Map.of("TENON", "off")), "build", mode);
    var expected = SHOP.read("target/" + mode + "/rg");
    cargo(SHOP, "build", mode);
    assertThat(SHOP.read("target/" + mode + "/rg")).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void itSearchesAsWithoutTenon(Engine engine) throws IOException {
    engine.real();
    for (var mode : modes().toList()) {
      cargo(SHOP.with(Map.of("TENON", "off")), "build", mode);
      var expected = search(mode);
      assertThat(expected).contains("crates/core/main.rs:");
      var links = SHOP.links().size();
      cargo(SHOP.with(engine), "build", mode);
      assertThat(SHOP.links().subList(links, SHOP.links().size()))
          .singleElement()
          .asString()
          .contains("  " + engine.word + " ", "/rg-");
      assertThat(search(mode)).isEqualTo(expected);
    }
  }

  static Stream<Engine> sampled() {
    return Sample.of(1, List.of(Engine.values()));
  }

  @ParameterizedTest
  @MethodSource("sampled")
  void itsOwnTestsPass(Engine engine) throws IOException {
    engine.real();
    for (var mode : modes().toList()) {
      var report = cargo(SHOP.with(engine), "test", mode).out();
      assertThat(report).contains("test result: ok. 271 passed").doesNotContain("FAILED");
    }
  }

  /** The link as LLD saved it: from tar to plan, through JSON, to bytes, in another folder. */
  @Test
  void aReproduceTarOfItsLinkGivesTheVeryBytesAndWorksWithTheOtherLinkers(@TempDir Path folder)
      throws IOException {
    Path lld = rustLld();
    Path place = Files.createDirectory(folder.resolve("re produced"));
    Path tar = place.resolve("rg.tar");
    cargo(SHOP.with(Map.of("TENON", "off", "LLD_REPRODUCE", tar.toString())), "build", "debug");
    byte[] linked = Files.readAllBytes(PLACE.resolve("target/debug/rg"));
    var shop = new Workshop(place);
    String text = shop.run(tenon(), "plan", "import", "rg.tar", "inputs").ok().out();
    LinkPlan plan = PlanJson.read(text).toRun().withoutProvenance();
    assertThat(plan.items()).noneMatch(item -> item instanceof Item.Raw);
    Files.writeString(place.resolve("plan.json"), PlanJson.write(plan).print());
    for (String engine : List.of(lld.toString(), "bfd", "mold")) {
      String output = "rg." + engine.substring(engine.lastIndexOf('/') + 1);
      shop.with(Map.of("TENON_ENGINE", engine))
          .run(tenon(), "plan", "run", "plan.json", "--root", "repro=inputs", "-o", output)
          .ok();
      assertThat(shop.run("./" + output, "--version").ok().out()).startsWith("ripgrep 13");
    }
    assertThat(Files.readAllBytes(place.resolve("rg.ld.lld"))).isEqualTo(linked);
  }

  @Test
  void everySkippedLinkEqualsAFreshOne() throws IOException {
    if (!Files.exists(EDITED.resolve("target"))) {
      cargo(SHOP, "build", "debug");
      Files.createDirectories(EDITED);
      SHOP.run("cp", "-a", "target", EDITED.toString()).ok(); // its crates compile but once
    }
    Edits.check("ripgrep", EditedRipgrep.in(shop(EDITED)), Edits.steps(5, 200));
  }

  private static String tenon() {
    return Workshop.BIN.resolve("tenon").toString();
  }

  private static Path rustLld() {
    String root = SHOP.run("rustc", "--print", "sysroot").ok().out().strip();
    Path lld = Path.of(root, "lib/rustlib/x86_64-unknown-linux-gnu/bin/gcc-ld/ld.lld");
    assumeTrue(Files.isExecutable(lld), "this Rust compiler brings no LLD");
    return lld;
  }
}
