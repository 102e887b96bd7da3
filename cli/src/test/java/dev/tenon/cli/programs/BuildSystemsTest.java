package dev.tenon.cli.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Projects as their own build systems build them: the same bytes as with Tenon switched off. */
class BuildSystemsTest {
  private static final Map<String, String> OFF = Map.of("TENON", "off");
  private static final String LINKERS = "-B" + Workshop.BIN;

  @TempDir Path folder;

  static Stream<Engine> sampled() {
    return Sample.of(1, List.of(Engine.values()));
  }

  /** Steps that end in files; done twice in the same place, without and with Tenon. */
  private interface Build {
    void run(Workshop shop) throws IOException;
  }

  private void sameFiles(Workshop shop, Engine engine, Build build, String... files)
      throws IOException {
    build.run(shop.with(OFF));
    var expected = Stream.of(files).map(shop::read).toList();
    for (var file : files) Files.delete(shop.folder().resolve(file));
    build.run(shop);
    for (var file : files) shop.assertLinked(engine, file.substring(file.lastIndexOf('/') + 1));
    for (int i = 0; i < files.length; i++) {
      assertThat(shop.read(files[i])).as(files[i]).isEqualTo(expected.get(i));
    }
  }

  private void exampleSources() throws IOException {
    Tools.copyTree(Workshop.HOME.resolve("examples/library"), folder);
    Tools.copyTree(Workshop.HOME.resolve("examples/words"), folder);
  }

  @ParameterizedTest
  @MethodSource("everyEngine")
  void cmake(Engine engine) throws IOException {
    engine.real();
    Tools.want("cmake");
    exampleSources();
    var shop = new Workshop(folder).with(engine);
    shop.write(
        "CMakeLists.txt",
        """
        cmake_minimum_required(VERSION 3.13)
        project(example C CXX)
        add_library(counter SHARED counter.c)
        target_link_options(counter PRIVATE LINKER:--version-script=${CMAKE_SOURCE_DIR}/counter.map)
        add_executable(counts main.c)
        target_link_libraries(counts counter)
        add_executable(words words.cpp)
        """);
    sameFiles(
        shop,
        engine,
        place -> {
          place
              .run(
                  "cmake",
                  "-S.",
                  "-Bbuild",
                  "-DCMAKE_EXE_LINKER_FLAGS=" + LINKERS,
                  "-DCMAKE_SHARED_LINKER_FLAGS=" + LINKERS)
              .ok();
          place.run("cmake", "--build", "build").ok();
        },
        "build/libcounter.so",
        "build/counts",
        "build/words");
    assertThat(shop.run("build/counts").ok().out()).isEqualTo("2\n");
    assertThat(shop.run("build/words", "a", "a").ok().out()).isEqualTo("a 2\n");
  }

  static Stream<Engine> everyEngine() {
    return Stream.of(Engine.values());
  }

  @ParameterizedTest
  @MethodSource("everyEngine")
  void meson(Engine engine) throws IOException {
    engine.real();
    Tools.want("meson");
    Tools.want("ninja");
    exampleSources();
    var shop = new Workshop(folder).with(engine).with(Map.of("LDFLAGS", LINKERS));
    shop.write(
        "meson.build",
        """
        project('example', 'c', 'cpp')
        counter = shared_library('counter', 'counter.c',
          link_args: '-Wl,--version-script=' + meson.current_source_dir() / 'counter.map')
        executable('counts', 'main.c', link_with: counter)
        executable('words', 'words.cpp')
        """);
    sameFiles(
        shop,
        engine,
        place -> {
          if (!Files.exists(folder.resolve("build"))) place.run("meson", "setup", "build").ok();
          place.run("ninja", "-C", "build").ok();
        },
        "build/libcounter.so",
        "build/counts",
        "build/words");
    // A second set-up, so that Meson's own questions to the linker go through Tenon too.
    var log = shop.run("meson", "setup", "again").ok().out();
    assertThat(log).containsPattern("C linker for the host machine: .*ld");
    assertThat(shop.run("build/counts").ok().out()).isEqualTo("2\n");
  }

  @ParameterizedTest
  @MethodSource("sampled")
  void zlibThroughConfigureAndMake(Engine engine) throws IOException {
    engine.real();
    Tools.copyTree(Tools.sources("zlib-1."), folder);
    // Its version script names symbols that this build lacks, which LLD takes for an error.
    var flags = engine == Engine.LLD ? LINKERS + " -Wl,--undefined-version" : LINKERS;
    var shop =
        new Workshop(folder)
            .with(engine)
            .with(Map.of("LDFLAGS", flags, "CC", "gcc", "CFLAGS", "-O0"));
    var expected = shop.with(OFF).run("./configure").ok().out();
    assertThat(expected).contains("Building shared library");
    assertThat(shop.run("./configure").ok().out()).isEqualTo(expected);
    sameFiles(
        shop,
        engine,
        place -> {
          place.run("make").ok();
          assertThat(place.run("make", "test").ok().out()).contains("zlib test OK");
        },
        "libz.so.1.2.13",
        "example",
        "minigzip",
        "minigzip64");
  }

  @ParameterizedTest
  @MethodSource("sampled")
  void sqliteThroughConfigureLibtoolAndMake(Engine engine) throws IOException {
    engine.real();
    Tools.want("tclsh");
    var sources = Tools.sources("sqlite3-3");
    // Not in LDFLAGS: libtool leaves out what it does not know when it links a library.
    var shop =
        new Workshop(folder).with(engine).with(Map.of("CC", "gcc " + LINKERS, "CFLAGS", "-O0"));
    shop.run(sources.resolve("configure").toString(), "--disable-tcl", "--disable-readline").ok();
    assertThat(new String(shop.read("config.log"), java.nio.charset.StandardCharsets.UTF_8))
        .contains("lt_cv_prog_gnu_ld=yes");
    sameFiles(
        shop,
        engine,
        place -> {
          Files.deleteIfExists(folder.resolve("libsqlite3.la"));
          place.run("make", "sqlite3").ok();
        },
        "sqlite3",
        ".libs/sqlite3",
        ".libs/libsqlite3.so.0.8.6");
    shop.write(
        "query.sql", "create table t(x); insert into t values(20),(22); select sum(x) from t;");
    assertThat(shop.run("./sqlite3", ":memory:", ".read query.sql").ok().out()).isEqualTo("42\n");
  }
}
