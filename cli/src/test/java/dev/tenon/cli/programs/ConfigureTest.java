package dev.tenon.cli.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What projects find out about the tools here, and what they make of it, is the same without Tenon
 * and with it: whether its daemon answers or not, and when it is off.
 */
class ConfigureTest extends OwnHead {
  private static final String SCRATCH = "project";

  /** What is looked at, in the same folder each time. */
  private interface Steps {
    void run(Workshop shop) throws IOException;
  }

  /**
   * @param files of the project's folder that are compared, byte for byte
   */
  private void same(List<Mode> modes, Steps steps, String files) throws IOException {
    Map<String, String> bare = outcome(Mode.BARE, steps, files);
    assertThat(bare).isNotEmpty();
    for (var mode : modes) {
      var found = outcome(mode, steps, files);
      assertThat(found).as(mode.toString()).isEqualTo(bare);
    }
  }

  private Map<String, String> outcome(Mode mode, Steps steps, String files) throws IOException {
    Path place = folder.resolve(SCRATCH);
    shop.run("rm", "-rf", place.toString()).ok();
    Files.createDirectory(place);
    steps.run(mode.of(shop.in(SCRATCH)));
    var all = new TreeMap<String, String>();
    Observer.files(place)
        .forEach((name, what) -> {
          if (name.matches(files)) all.put(name, what);
        });
    for (var name : List.of("config.log", "build/CMakeCache.txt")) {
      Path log = place.resolve(name);
      if (Files.exists(log)) all.put(name, answers(log));
    }
    return all;
  }

  /** The values of variables; where the linker lies may be told. */
  private static String answers(Path log) throws IOException {
    String text = new String(Files.readAllBytes(log), StandardCharsets.ISO_8859_1);
    return String.join(
        "\n",
        text.replace(Workshop.BIN.toString(), "/usr/bin")
            .lines()
            .filter(line -> line.matches("\\w+(:\\w+)?='?.*"))
            .sorted()
            .distinct()
            .toList());
  }

  private static final List<Mode> WITH_TENON = List.of(Mode.DAEMON_UP, Mode.DAEMON_DOWN, Mode.OFF);

  @Test
  void zlib() throws IOException {
    same(
        Sample.ALL ? WITH_TENON : List.of(Mode.DAEMON_UP),
        place -> {
          Tools.copyTree(Tools.sources("zlib-1."), place.folder());
          place.with(Map.of("CFLAGS", "-O0")).run("./configure", "--prefix=/usr").ok();
          place.run("make", "-j2").ok();
          place.run("make", "install", "DESTDIR=" + place.folder().resolve("installed")).ok();
        },
        "installed.*|.*\\.h|Makefile|.*\\.o|.*\\.lo|minigzip.*|example.*");
  }

  static Stream<Mode> sampled() {
    return Sample.of(1, WITH_TENON);
  }

  @ParameterizedTest
  @MethodSource("sampled")
  void sqlite(Mode mode) throws IOException {
    Tools.want("tclsh");
    Path sources = Tools.sources("sqlite3-3");
    same(
        List.of(mode),
        place -> {
          var configure = sources.resolve("configure").toString();
          place.run(configure, "--disable-tcl", "--disable-readline", "CFLAGS=-O0").ok();
          if (!Sample.ALL) return; // it takes long
          place.run("make", "sqlite3").ok();
        },
        ".*\\.h|Makefile|sqlite3|\\.libs/.*");
  }

  @Test
  void coreutils() throws IOException {
    org.junit.jupiter.api.Assumptions.assumeTrue(Sample.ALL, "with --all");
    Path sources = Tools.sources("coreutils-9.");
    same(
        WITH_TENON,
        place -> {
          var root = place.with(Map.of("FORCE_UNSAFE_CONFIGURE", "1"));
          root.run(sources.resolve("configure").toString(), "--disable-nls", "CFLAGS=-O0").ok();
          root.run("make", "-j2").ok();
          root.run("make", "install", "DESTDIR=" + place.folder().resolve("installed")).ok();
        },
        "lib/.*\\.h|installed.*");
  }

  private static final String PROBED =
      """
      #include <stdio.h>
      #include "config.h"
      int main(void) { puts(FOUND); return 0; }
      """;

  @Test
  void cmake() throws IOException {
    Tools.want("cmake");
    same(
        WITH_TENON,
        place -> {
          place.write("main.c", PROBED);
          place.write(
              "config.h.in",
              "#define FOUND \"@F1@ @F2@ @L1@ @L2@ @L3@ @L4@ @S1@ @S2@ @S3@ @LIBM@ @ZLIB_FOUND@"
                  + " @R1@\"\n");
          place.write(
              "CMakeLists.txt",
              """
              cmake_minimum_required(VERSION 3.18)
              project(probe C CXX)
              include(CheckCCompilerFlag)
              include(CheckLinkerFlag)
              include(CheckFunctionExists)
              include(CheckLibraryExists)
              include(CheckCSourceRuns)
              check_c_compiler_flag(-fstack-protector F1)
              check_c_compiler_flag(-fno-such-flag F2)
              check_linker_flag(C -Wl,--as-needed L1)
              check_linker_flag(C -Wl,--no-such-option L2)
              check_linker_flag(C -Wl,--icf=all L3)
              check_linker_flag(CXX LINKER:-z,nosuch L4)
              check_function_exists(memfd_create S1)
              check_function_exists(no_such_function S2)
              check_library_exists(m pow "" S3)
              check_c_source_runs("int main(void) { return 0; }" R1)
              find_library(LIBM m)
              find_package(ZLIB)
              find_package(Threads)
              configure_file(config.h.in config.h)
              include_directories(${CMAKE_CURRENT_BINARY_DIR})
              add_library(inner SHARED main.c)
              add_executable(probe main.c)
              install(TARGETS probe inner)
              """);
          place.run("cmake", "-S.", "-Bbuild").ok();
          place.run("cmake", "--build", "build").ok();
          place.with(Map.of("DESTDIR", "installed")).run("cmake", "--install", "build").ok();
        },
        "build/config.h|build/probe|build/libinner.so|installed.*|build/CMakeFiles/[0-9.]+/CMakeC.*");
  }

  @Test
  void meson() throws IOException {
    Tools.want("meson");
    Tools.want("ninja");
    same(
        WITH_TENON,
        place -> {
          place.write("main.c", PROBED);
          place.write(
              "meson.build",
              """
              project('probe', 'c', 'cpp')
              cc = meson.get_compiler('c')
              found = cc.get_linker_id()
              foreach word : ['-Wl,--as-needed', '-Wl,--no-such-option', '-Wl,--icf=all', '-Wl,-z,nosuch',
                  '-Wl,--gdb-index', '-static-pie', '-Wl,--version-script=/dev/null', '-Wl,--threads=1']
                found += ' ' + cc.has_link_argument(word).to_string()
              endforeach
              foreach name : ['memfd_create', 'no_such_function', 'pow']
                found += ' ' + cc.has_function(name).to_string()
              endforeach
              foreach name : ['m', 'z', 'no_such_library']
                found += ' ' + cc.find_library(name, required: false).found().to_string()
              endforeach
              found += ' ' + cc.links('int main(void) { return 0; }').to_string()
              found += ' ' + cc.run('int main(void) { return 0; }').returncode().to_string()
              data = configuration_data()
              data.set_quoted('FOUND', found)
              configure_file(output: 'config.h', configuration: data)
              shared_library('inner', 'main.c', install: true)
              executable('probe', 'main.c', install: true)
              """);
          place.run("meson", "setup", "build").ok();
          place.run("ninja", "-C", "build").ok();
          place
              .with(Map.of("DESTDIR", place.folder().resolve("installed").toString()))
              .run("ninja", "-C", "build", "install")
              .ok();
        },
        "build/config.h|build/probe|build/libinner.so|installed.*");
  }
}
