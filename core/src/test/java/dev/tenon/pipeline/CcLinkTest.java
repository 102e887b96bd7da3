package dev.tenon.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.option.ResponseFiles;
import dev.tenon.real.Lab;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is linked through a compiler driver is what the driver makes with the same linker. */
class CcLinkTest {
  @TempDir Path folder;
  private Lab lab;
  private Links links;

  @BeforeEach
  void objects() throws IOException {
    Lab.needs("gcc", "g++", "ar");
    lab = new Lab(Files.createDirectory(folder.resolve("work")));
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
        .write("words.rsp", "main.o 'f.o'\n\"g.o\" @more.rsp")
        .write("more.rsp", "-Wl,-rpath,'/a b'")
        .ok("gcc -c -g -O1 -fPIC -ffunction-sections main.c f.c g.c")
        .ok("g++ -c -g -fPIC x.cc")
        .ok("ar rcs libfg.a f.o g.o");
  }

  /** The links in there lead to tools that stay. */
  @AfterEach
  void remove() {
    lab.ok(
        "rm -rf "
            + links.state()
            + " "
            + folder.resolve("state")
            + " "
            + folder.resolve("linkers"));
  }

  private static final List<String> C =
      List.of(
          "-o out main.o f.o g.o",
          "main.o f.o g.o",
          "-static -oout main.o -L. -lfg",
          "-static-pie -o out main.o libfg.a",
          "-shared -Wl,--version-script=v.map,-soname,lib.so.1 -o out f.o g.o",
          "-no-pie -o out main.o libfg.a",
          "-r -nostdlib -o out f.o g.o",
          "-o out main.o f.o g.o -Wl,-z,now,--gc-sections,-O1 -z norelro",
          "-o out main.o f.o g.o -Xlinker -rpath -Xlinker /x~y/a,b",
          "-o out main.o -L. -Wl,-Bstatic -lfg -Wl,-Bdynamic -lm",
          "-o out main.o -Wl,--whole-archive libfg.a -Wl,--no-whole-archive",
          "-o out main.o -L. -l:libfg.a -u unused",
          "-rdynamic -s -o out main.o f.o g.o",
          "-pthread -o out main.o f.o g.o",
          "-o out main.o libfg.a -Wl,-Map=out.map -Wl,--dependency-file=out.d",
          "-o out main.o libfg.a -Xlinker -Map -Xlinker out~m,ap",
          "-o out @words.rsp",
          "-o out -x none main.o f.o g.o",
          "-static-libgcc -o out main.o -L. -Wl,-Bstatic -lfg",
          "-o out main.o libfg.a -Wl,--as-needed -lm",
          "-o out main.o -Wl,--push-state,-Bstatic -L. -lfg -Wl,--pop-state",
          "-o out main.o libfg.a -Wl,--no-as-needed -lm",
          "-o out main.o libfg.a -Wl,--push-state,--no-as-needed -lm -Wl,--pop-state -lrt",
          "-static -o out main.o -Wl,-Bdynamic -Wl,-Bstatic -L. -lfg",
          "-o out main.o -Wl,--start-group libfg.a libfg.a -Wl,--end-group",
          "-nostartfiles -nostdlib -o out f.o g.o -Wl,-e,f -Wl,--defsym=x=1",
          "-Wl,--wrap,unused -Wl,-rpath=/a,--enable-new-dtags -o out main.o f.o g.o",
          "-o sub/out main.o f.o g.o -g -O2 -Wall");

  private static final List<String> CXX =
      List.of(
          "-o out x.o",
          "-static -o out x.o",
          "-o out x.o -lm -pthread",
          "-static-libstdc++ -static-libgcc -o out x.o -Wl,--no-as-needed -ldl");

  @ParameterizedTest
  @CsvSource({
    "gcc,bfd", "gcc,lld", "gcc,mold",
    "clang-19,bfd", "clang-19,lld", "clang-19,mold",
    "musl-gcc,bfd", "musl-gcc,lld", "musl-gcc,mold"
  })
  void linesOfCAreWhatTheDriverMakesOfThem(String driver, String engine) throws Exception {
    Lab.needs(driver);
    Links.needs(engine);
    for (String line : sample(C, driver + engine)) {
      // mold 1.10 does not give -Bstatic back with --pop-state.
      if (!engine.equals("mold") || !line.contains("--push-state")) {
        same("tenon-cc", driver, engine, words(line));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"g++,bfd", "g++,lld", "g++,mold", "clang++-19,bfd", "clang++-19,lld"})
  void linesOfCxxAreWhatTheDriverMakesOfThem(String driver, String engine) throws Exception {
    Lab.needs(driver);
    Links.needs(engine);
    for (String line : sample(CXX, driver + engine)) {
      same("tenon-c++", driver, engine, words(line));
    }
  }

  @ParameterizedTest
  @CsvSource({"gcc,bfd", "gcc,mold", "clang-19,lld", "clang-19,bfd"})
  void whatIsOptimisedAtLinkTimeCarriesNoTraceOfUs(String driver, String engine) throws Exception {
    Lab.needs(driver);
    Links.needs(engine);
    lab.ok(driver + " -c -g -O2 -flto main.c f.c g.c");
    same("tenon-cc", driver, engine, words("-g -O2 -flto -o out main.o f.o g.o"));
  }

  /** All of them on request, each third one from a place of its own otherwise. */
  private static List<String> sample(List<String> lines, String seed) {
    if (Boolean.getBoolean("tenon.all")) {
      return lines;
    }
    var some = new ArrayList<String>();
    for (int i = Math.floorMod(seed.hashCode(), 3); i < lines.size(); i += 3) {
      some.add(lines.get(i));
    }
    return some;
  }

  private static List<String> words(String line) {
    return List.of(line.split(" ")).stream().map(word -> word.replace('~', ' ')).toList();
  }

  private void same(String name, String driver, String engine, List<String> words)
      throws IOException {
    String what = driver + " " + engine + " " + words;
    Set<Path> before = files();
    Files.createDirectories(lab.folder().resolve("sub"));
    Lab.Result direct = direct(driver, engine, words);
    assertThat(direct.exit()).as("%s: %s", what, direct.err()).isZero();
    Map<String, byte[]> expected = take(before);
    assertThat(expected).isNotEmpty();
    for (String round : List.of("0", "1")) {
      var variables = new HashMap<>(Map.of("TENON_ENGINE", engine, "TENON_ROUNDTRIP", round));
      variables.put(name.equals("tenon-cc") ? "TENON_CC" : "TENON_CXX", driver);
      lab.ok("rm -rf " + links.state().resolve("receipts"));
      Lab.Result through = links.driver(name, variables, words);
      assertThat(through.exit()).as("%s: %s", what, through.err()).isZero();
      assertThat(through.err()).as(what).isEqualTo(direct.err());
      assertThat(through.out()).as(what).isEqualTo(direct.out());
      assertThat(links.state().resolve("receipts"))
          .as("a link that was no plan: %s", what)
          .isNotEmptyDirectory();
      Map<String, byte[]> made = take(before);
      assertThat(made.keySet()).as(what).isEqualTo(expected.keySet());
      expected.forEach((file, bytes) -> {
        byte[] own = made.getOrDefault(file, new byte[0]);
        boolean unordered = engine.equals("mold") && file.endsWith(".d");
        assertThat(unordered ? sorted(own) : own)
            .as("%s of %s, round trip %s", file, what, round)
            .isEqualTo(unordered ? sorted(bytes) : bytes);
      });
    }
  }

  /** mold 1.10 lists what it read in the order in which its threads came to it. */
  private static byte[] sorted(byte[] text) {
    String lines = new String(text, StandardCharsets.UTF_8);
    return String.join("\n", lines.lines().sorted().toList()).getBytes(StandardCharsets.UTF_8);
  }

  /** The driver itself, led to the linker in the ways that its manual gives. */
  private Lab.Result direct(String driver, String engine, List<String> words) throws IOException {
    Path linker = Objects.requireNonNull(Lab.find(Links.program(engine)));
    var line = new ArrayList<String>(List.of(driver));
    if (driver.startsWith("clang")) {
      line.add("--ld-path=" + linker);
      line.addAll(words);
      return lab.run(Map.of("LC_ALL", "C"), line);
    }
    Path names = folder.resolve("linkers").resolve(engine);
    if (!Files.isDirectory(names)) {
      Files.createDirectories(names);
      Files.createSymbolicLink(names.resolve("ld." + engine), linker);
    }
    line.add("-fuse-ld=" + engine);
    line.addAll(words);
    return lab.run(Map.of("LC_ALL", "C", "COMPILER_PATH", names.toString()), line);
  }

  private Set<Path> files() throws IOException {
    try (var all = Files.walk(lab.folder())) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.startsWith(links.state()))
          .collect(Collectors.toSet());
    }
  }

  /** New files and their bytes; they are removed. */
  private Map<String, byte[]> take(Set<Path> before) throws IOException {
    var taken = new HashMap<String, byte[]>();
    for (Path file : files()) {
      if (!before.contains(file)) {
        taken.put(lab.folder().relativize(file).toString(), Files.readAllBytes(file));
        Files.delete(file);
      }
    }
    return taken;
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang-19"})
  void whatIsNoLinkGoesToTheDriverAsItIs(String driver) throws Exception {
    Lab.needs(driver);
    for (String line :
        List.of(
            "-c -O1 g.c -o compiled.o",
            "-E v.c",
            "--version",
            "-dumpmachine",
            "-print-file-name=libc.so",
            "-print-prog-name=ld",
            "-o mixed main.c f.o g.o",
            "-o typed main.o f.o -x c v",
            "-no-such-option main.o f.o g.o",
            "-Wl,--no-such-option main.o f.o g.o",
            "",
            "main.o")) {
      lab.write("v.c", "int v;\n").write("v", "int g(void){return 1;}\n");
      Set<Path> before = files();
      List<String> words = line.isEmpty() ? List.of() : words(line);
      var command = new ArrayList<>(List.of(driver));
      command.addAll(words);
      Lab.Result direct = lab.run(Map.of("LC_ALL", "C"), command);
      Map<String, byte[]> expected = take(before);
      Lab.Result through = apart("bfd", driver, words);
      assertThat(through.exit())
          .as("%s %s: %s", driver, line, through.err())
          .isEqualTo(direct.exit());
      Map<String, byte[]> made = take(before);
      assertThat(new TreeSet<>(made.keySet())).as(line).isEqualTo(new TreeSet<>(expected.keySet()));
      expected.forEach((file, bytes) -> assertThat(made.get(file)).as(line).isEqualTo(bytes));
      if (direct.exit() == 0) {
        assertThat(through.out()).as(line).isEqualTo(direct.out());
      }
    }
  }

  /** RSP-01, RSP-02: too many words for one command line, quoted so that every reader agrees. */
  @ParameterizedTest
  @CsvSource({"gcc,bfd", "clang-19,lld", "gcc,mold"})
  void rsp02NamesWithQuotesBlanksAndTabsPassThroughResponseFiles(String driver, String engine)
      throws Exception {
    Lab.needs(driver);
    Links.needs(engine);
    boolean all = Boolean.getBoolean("tenon.all");
    int count = all ? 30_000 : 3_000;
    String filling = "n".repeat(all ? 40 : 200);
    lab.write("t.s", ".section .note.GNU-stack,\"\",@progbits\n")
        .ok("as -o t.o t.s")
        .ok("mkdir many");
    var words = new ArrayList<String>(List.of("-o", "out", "main.o"));
    for (int i = 0; i < count; i++) {
      String name = "many/" + filling + NAMES.get(i % NAMES.size()) + i + ".o";
      Files.createLink(lab.folder().resolve(name), lab.folder().resolve("t.o"));
      words.add(name);
    }
    words.addAll(List.of("f.o", "g.o"));
    Files.writeString(lab.folder().resolve("many.rsp"), ResponseFiles.quote(words));
    same("tenon-cc", driver, engine, List.of("@many.rsp"));
  }

  private static final List<String> NAMES =
      List.of("a'b", "a\"b", "a b", "a\tb", "a\\b", " '", "\" \"", "'\t'", "$a", "ä,b");

  /** In a process of its own, because a driver that is stepped aside for inherits the streams. */
  private Lab.Result apart(String engine, String driver, List<String> words) {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var line = new ArrayList<String>();
    line.add(System.getProperty("java.home") + "/bin/java");
    line.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp", path));
    line.addAll(List.of(OneLink.class.getName(), "tenon-cc=" + driver, engine));
    line.addAll(words);
    return lab.run(Map.of("LC_ALL", "C.UTF-8"), line);
  }
}
