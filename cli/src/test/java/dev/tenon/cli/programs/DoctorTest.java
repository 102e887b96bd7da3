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

/** {@code tenon doctor} asks the real tools. */
class DoctorTest {
  private static final String TENON = Workshop.HOME.resolve("tenon").toString();

  @TempDir Path folder;
  private Workshop shop;

  @BeforeEach
  void aHome() throws IOException {
    var home = Files.createDirectories(folder.resolve("a home"));
    shop =
        new Workshop(folder)
            .with(
                Map.of(
                    "HOME",
                    home.toString(),
                    "SHELL",
                    "/bin/sh",
                    "CARGO_HOME",
                    home.resolve(".cargo").toString(),
                    "RUSTUP_HOME",
                    Objects.requireNonNullElse(
                        System.getenv("RUSTUP_HOME"),
                        System.getProperty("user.home") + "/.rustup")));
  }

  private static List<String> about(Outcome doctor, String word) {
    return doctor.out().lines().filter(line -> line.matches("\\w+ +" + word + " .*")).toList();
  }

  @Test
  void aMachineWithoutUsIsWellAndIsToldWhatThereIs() {
    var doctor = shop.run(TENON, "doctor").ok();
    assertThat(about(doctor, "gcc")).singleElement().asString().startsWith("note ");
    assertThat(about(doctor, "linker")).anyMatch(line -> line.contains("bfd 2."));
    assertThat(about(doctor, "jdk")).singleElement().asString().startsWith("ok ");
    assertThat(doctor.out()).contains("help: tenon setup gcc");
  }

  @Test
  void whatIsSetUpIsFoundInANewShellAndMissedInAnOldOne() {
    shop.run(TENON, "setup", "gcc", "clang", "cmake").ok();
    var fresh = shop.run("sh", "-lc", "'" + TENON + "' doctor").ok();
    assertThat(about(fresh, "g(cc|\\+\\+)"))
        .hasSize(2)
        .allMatch(line -> line.startsWith("ok ") && line.contains("finds Tenon"));
    assertThat(about(fresh, "clang")).allMatch(line -> !line.startsWith("problem"));
    assertThat(about(fresh, "setup")).containsExactly("ok       setup    gcc clang cmake");
    var old = shop.run(TENON, "doctor");
    assertThat(old.status()).isEqualTo(1);
    assertThat(about(old, "gcc")).singleElement().asString().startsWith("problem ");
    assertThat(old.out()).contains("help: this shell was started before: . '");
  }

  @Test
  void aProjectThatGoesItsOwnWayWithCargoIsNamed() {
    Tools.want("cargo");
    shop.run(TENON, "setup", "cargo").ok();
    assertThat(about(shop.run(TENON, "doctor").ok(), "cargo"))
        .singleElement()
        .asString()
        .startsWith("ok ");
    var flags = shop.with(Map.of("RUSTFLAGS", "-Clinker=gcc")).run(TENON, "doctor");
    assertThat(flags.status()).isEqualTo(1);
    assertThat(about(flags, "cargo"))
        .singleElement()
        .asString()
        .startsWith("problem ")
        .contains("gcc", "by RUSTFLAGS");
    shop.write("p/.cargo/config.toml", "[build]\nrustflags = [\"-C\", \"linker=clang\"]\n");
    assertThat(shop.in("p").run(TENON, "doctor").out()).contains("p/.cargo/config.toml");
  }

  @Test
  void whatIsWrongIsAProblem() throws IOException {
    var wish = shop.with(Map.of("TENON_ENGINE", "no-such-linker")).run(TENON, "doctor");
    assertThat(wish.status()).isEqualTo(1);
    assertThat(wish.out()).contains("TENON_ENGINE=no-such-linker is not installed");
    var file = Files.createFile(folder.resolve("file"));
    var state = shop.with(Map.of("TENON_STATE", file + "/state")).run(TENON, "doctor");
    assertThat(about(state, "state")).singleElement().asString().startsWith("problem ");
    shop.run(TENON, "setup", "gcc").ok();
    Files.delete(folder.resolve("a home/.profile"));
    assertThat(about(shop.run(TENON, "doctor"), "setup"))
        .singleElement()
        .asString()
        .startsWith("problem ")
        .contains(".profile");
  }

  @Test
  void aBuildFolderSaysWhetherItIsOurs() {
    Tools.want("cmake");
    shop.write("CMakeLists.txt", "cmake_minimum_required(VERSION 3.10)\nproject(p C)\n");
    shop.run("cmake", "-S", ".", "-B", "old").ok();
    shop.run(TENON, "setup", "cmake").ok();
    shop.run("sh", "-lc", "cmake -S . -B new").ok();
    var ask = "cd %s && '" + TENON + "' doctor";
    var old = shop.run("sh", "-lc", String.format(ask, "old")).ok();
    assertThat(about(old, "cmake")).hasSize(2).anyMatch(line -> line.contains("without Tenon"));
    var fresh = shop.run("sh", "-lc", String.format(ask, "new")).ok();
    assertThat(about(fresh, "cmake")).hasSize(2).allMatch(line -> line.startsWith("ok "));
  }

  @Test
  void theSameAsOneDocument() {
    var text = shop.run(TENON, "doctor", "--json").ok().out();
    assertThat(Json.parse(text))
        .isInstanceOfSatisfying(
            Json.Obj.class,
            document ->
                assertThat(document.fields())
                    .containsEntry("tenon", new Json.Str("doctor/1"))
                    .containsEntry("well", new Json.Bool(true))
                    .containsKey("findings"));
    assertThat(shop.run(TENON, "doctor", "--yaml").status()).isEqualTo(2);
  }
}
