package dev.tenon.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.real.Lab;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Tenon has linked is byte for byte what the linker makes when it is called directly. */
class SameBytesTest {
  @TempDir Path folder;
  private Lab lab;
  private Links links;

  @BeforeEach
  void sources() {
    Lab.needs("gcc", "g++", "ar");
    lab = new Lab(folder);
    links = new Links(lab);
    lab.write("main.c", "#include <stdio.h>\nint f(void);\nint main(){printf(\"%d\\n\",f());}\n")
        .write(
            "f.c", "int g(void);\n__attribute__((visibility(\"default\"))) int f(){return g();}\n")
        .write("g.c", "int g(){return 42;}\nint unused(){return 7;}\n")
        .write(
            "x.cc",
            "#include <iostream>\n#include <stdexcept>\nint main(){try{throw std::runtime_error"
                + "(\"e\");}catch(std::exception&e){std::cout<<e.what()<<std::endl;}}\n")
        .write("v.map", "V1 { global: f; local: *; };\n")
        .ok("gcc -c -g -O1 -fPIC -ffunction-sections main.c f.c g.c")
        .ok("g++ -c -g -fPIC x.cc")
        .ok("ar rcs libfg.a f.o g.o")
        .ok("ar rcsT libthin.a f.o g.o");
  }

  private static final List<List<String>> LINES =
      List.of(
          List.of("gcc", "-o", "out", "main.o", "f.o", "g.o"),
          List.of("gcc", "-no-pie", "-o", "out", "main.o", "-L.", "-lfg"),
          List.of("gcc", "-static", "-o", "out", "main.o", "libfg.a"),
          List.of("gcc", "-static-pie", "-o", "out", "main.o", "libthin.a"),
          List.of(
              "gcc",
              "-shared",
              "-Wl,--version-script=v.map,-soname,lib.so.1",
              "-o",
              "out",
              "f.o",
              "g.o"),
          List.of("gcc", "-r", "-nostdlib", "-o", "out", "f.o", "g.o"),
          List.of(
              "gcc",
              "-Wl,--whole-archive",
              "libfg.a",
              "-Wl,--no-whole-archive",
              "main.o",
              "-Wl,--gc-sections",
              "-Wl,-z,now",
              "-o",
              "out"),
          List.of(
              "gcc",
              "-rdynamic",
              "-Wl,-rpath,/x/y",
              "-Wl,--build-id=sha1",
              "-s",
              "-o",
              "out",
              "main.o",
              "f.o",
              "g.o"),
          List.of(
              "g++", "-o", "out", "x.o", "-Wl,--push-state,--as-needed", "-lm", "-Wl,--pop-state"));

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void outputsMapsAndDependencyFilesAreTheLinkersOwn(String engine) throws Exception {
    Links.needs(engine);
    for (List<String> line : LINES) {
      var words = new ArrayList<>(links.linkerWords(line));
      words.addAll(List.of("-Map=out.map", "--dependency-file=out.d"));
      lab.ok("rm -rf out out.map out.d direct");
      Lab.Result direct = links.direct(engine, words);
      assertThat(direct.exit()).as("%s %s: %s", engine, line, direct.err()).isZero();
      Files.createDirectories(folder.resolve("direct"));
      // mold writes no dependency file under -r.
      List<String> files =
          Stream.of("out", "out.map", "out.d")
              .filter(f -> Files.exists(folder.resolve(f)))
              .toList();
      for (String made : files) {
        Files.move(folder.resolve(made), folder.resolve("direct/" + made));
      }
      Lab.Result through = links.tenon(engine, words);
      assertThat(through.exit()).as("%s %s: %s", engine, line, through.err()).isZero();
      assertThat(through.err()).isEqualTo(direct.err());
      for (String made : files) {
        if (engine.equals("mold") && made.equals("out.d")) {
          assertThat(unordered(lab.bytes(made))).isEqualTo(unordered(lab.bytes("direct/" + made)));
          continue;
        }
        assertThat(folder.resolve(made))
            .as("%s of %s by %s", made, line, engine)
            .hasSameBinaryContentAs(folder.resolve("direct/" + made));
      }
      try (var names = Files.list(folder)) {
        assertThat(names.map(n -> n.getFileName().toString()))
            .noneMatch(n -> n.startsWith(".tenon"));
      }
    }
  }

  @Test
  void theImportLibraryOfMingwsLinkerIsItsOwn() throws Exception {
    Lab.needs("x86_64-w64-mingw32-gcc");
    lab.write("dll.c", "__declspec(dllexport) int f(){return 1;}\n")
        .ok("x86_64-w64-mingw32-gcc -c dll.c");
    String ld =
        lab.run(Map.of(), List.of("x86_64-w64-mingw32-gcc", "-print-prog-name=ld")).out().strip();
    String program = ld.contains("/") ? ld : "x86_64-w64-mingw32-ld";
    var words =
        List.of(
            "-m",
            "i386pep",
            "-shared",
            "--no-insert-timestamp",
            "-o",
            "f.dll",
            "dll.o",
            "--out-implib",
            "libf.dll.a",
            "--entry",
            "f");
    var direct = new ArrayList<>(words);
    direct.addFirst(program);
    Lab.Result plain = lab.run(Map.of("LC_ALL", "C"), direct);
    assumeTrue(plain.exit() == 0, "mingw's ld does not link this: " + plain.err());
    byte[] dll = lab.bytes("f.dll");
    byte[] library = lab.bytes("libf.dll.a");
    lab.ok("rm f.dll libf.dll.a");
    String path = program.contains("/") ? program : String.valueOf(Lab.find(program));
    Lab.Result through = links.tenon(path, words);
    assertThat(through.exit()).as(through.err()).isZero();
    assertThat(lab.bytes("f.dll")).isEqualTo(dll);
    assertThat(lab.bytes("libf.dll.a")).isEqualTo(library);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void whatIsPrintedOnRequestIsTheLinkersOwn(String engine) {
    Links.needs(engine);
    var words = new ArrayList<>(links.linkerWords(LINES.getFirst()));
    words.add("--trace");
    Lab.Result direct = links.direct(engine, words);
    Lab.Result through = links.tenon(engine, words);
    byte[] printed = through.out().getBytes(StandardCharsets.UTF_8);
    byte[] expected = direct.out().getBytes(StandardCharsets.UTF_8);
    if (engine.equals("mold")) {
      assertThat(unordered(printed)).isEqualTo(unordered(expected));
    } else {
      assertThat(through.out()).isEqualTo(direct.out());
    }
    assertThat(direct.out()).contains("main.o");
  }

  /** mold 1.10 lists what it read in the order in which its threads came to it. */
  private static List<String> unordered(byte[] text) {
    return new String(text, StandardCharsets.UTF_8).lines().sorted().toList();
  }
}
