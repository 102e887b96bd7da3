package dev.tenon.binder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.binder.oracle.Trial;
import dev.tenon.model.Read;
import dev.tenon.real.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Libraries that need libraries, laid out by chance: what we say that GNU ld reads, and where we
 * say that it looks in vain, equals what strace sees.
 */
class NeedsByChanceTest {
  private static final int LIBRARIES = 5;
  private static final List<String> FOLDERS =
      List.of("a", "b/deep", "b", "c", "lib64", "R/usr/d", "R/opt/e");

  @TempDir static Path shared;
  static Toolchains tools;
  static Path libc;

  @TempDir Path folder;

  @BeforeAll
  static void build() {
    Lab.needs("strace", "gcc", "ld.bfd", "clang-19");
    var trace = List.of("strace", "-o", "/dev/null", "true");
    assumeTrue(new Lab(Path.of("/")).run(Map.of(), trace).exit() == 0, "strace may not trace here");
    tools = new Toolchains(shared.resolve("state"), Map.of("PATH", System.getenv("PATH")));
    var lab = new Lab(shared).write("main.c", "int l0(void);\nint main(void) { return l0(); }\n");
    lab.ok("gcc -c main.c").ok("clang-19 -target i386-linux-gnu -c main.c -o other.o");
    lab.ok("ld.bfd -m elf_i386 -shared -o other.so other.o");
    for (int i = 0; i < LIBRARIES; i++) {
      lab.write("l" + i + ".c", "int l" + i + "(void) { return 0; }\n").ok("gcc -c l" + i + ".c");
    }
    String said = lab.run(Map.of(), List.of("gcc", "-print-file-name=libc.so.6")).out();
    libc = Path.of(said.strip());
  }

  static LongStream seeds() {
    return Boolean.getBoolean("tenon.all")
        ? new Random().longs(400)
        : Long.getLong("tenon.seed") != null
            ? LongStream.of(Long.getLong("tenon.seed"))
            : LongStream.rangeClosed(1, 8);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void readsAndMissesEqualWhatStraceSaw(long seed) throws IOException {
    var random = new Random(seed);
    var layout = new Layout(random, new Lab(folder.toRealPath()));
    layout.libraries();
    boolean hasSysroot = random.nextInt(3) == 0;
    if (hasSysroot) {
      layout.configuration();
    }
    List<String> words = layout.words(hasSysroot);
    Map<String, String> environment = layout.environment();
    Path linker = Objects.requireNonNull(Lab.find("ld.bfd"));
    var trial = Trial.of(tools, linker, layout.lab.folder(), words, environment, shared);
    String all = "seed " + seed + ": " + environment + " " + String.join(" ", words);
    assertThat(trial.result().exit()).as(all + "\n" + trial.result().err()).isZero();
    assertThat(trial.comparison().unknown()).as(all + "\n" + trial.comparison().report()).isEmpty();
    if (!words.contains("--as-needed")) {
      assertThat(trial.comparison().needless()).as(all).isEmpty();
    }
    assertThat(trial.reads()).as(all).noneMatch(read -> read.how() == Read.How.OBSERVED);
  }

  /** One layout: where libraries are, what they need and where they look. */
  private record Layout(Random random, Lab lab) {

    boolean chance(int of) {
      return random.nextInt(of) == 0;
    }

    String one(List<String> of) {
      return of.get(random.nextInt(of.size()));
    }

    /** A list of folders in which the loader's words may be. */
    String folders() {
      List<String> chosen = new ArrayList<>();
      int count = random.nextInt(3);
      for (int i = 0; i < count; i++) {
        String name = one(FOLDERS);
        chosen.add(
            one(
                List.of(
                    "$ORIGIN",
                    "${ORIGIN}",
                    "$ORIGIN/../" + name,
                    "${ORIGIN}/../../" + name,
                    "$ORIGIN/../$LIB",
                    "${LIB}",
                    "$ORIGINAL/" + name,
                    "$PLATFORM/${LIB",
                    name,
                    "./" + name + "/",
                    "link/" + name,
                    lab.folder() + "/" + name,
                    "/nosuch/" + name,
                    "",
                    name + ";c")));
      }
      return String.join(":", chosen);
    }

    void libraries() throws IOException {
      for (String name : FOLDERS) {
        Files.createDirectories(lab.folder().resolve(name));
      }
      Files.createSymbolicLink(lab.folder().resolve("link"), Path.of("."));
      for (int i = LIBRARIES - 1; i >= 0; i--) {
        List<String> words = new ArrayList<>(List.of("ld.bfd", "-shared", "-o", "made.so"));
        words.addAll(List.of(shared + "/l" + i + ".o", "-soname", soname(i), "--no-as-needed"));
        for (int j = i + 1; j < LIBRARIES; j++) {
          if (chance(2)) {
            words.add("keep/" + soname(j));
          }
        }
        if (!chance(4)) {
          words.add(libc.toString());
        }
        words.addAll(List.of(chance(3) ? "--disable-new-dtags" : "--enable-new-dtags"));
        words.addAll(List.of("-rpath", folders(), "--allow-shlib-undefined"));
        var made = lab.run(Map.of(), words);
        assertThat(made.exit()).as(made.err()).isZero();
        Files.createDirectories(lab.folder().resolve("keep"));
        Files.copy(lab.folder().resolve("made.so"), lab.folder().resolve("keep/" + soname(i)));
        place(i);
      }
    }

    private static String soname(int i) {
      return "libl" + i + ".so";
    }

    private void place(int i) throws IOException {
      for (String name : FOLDERS) {
        Path at = lab.folder().resolve(name).resolve(soname(i));
        switch (random.nextInt(9)) {
          case 0, 1 -> Files.copy(lab.folder().resolve("made.so"), at);
          case 2 -> Files.createSymbolicLink(at, lab.folder().resolve("keep/" + soname(i)));
          case 3 -> Files.copy(shared.resolve("other.so"), at);
          default -> {}
        }
      }
    }

    void configuration() {
      String lines =
          String.join(
              "\n",
              List.of(
                  one(List.of("# a comment", "/usr/d # a comment", "hwcap 0 nosegneg", "")),
                  "include " + one(List.of("conf.d/*.conf", "con?.d/[a-m]*", "*.d/[!x]*.conf")),
                  one(List.of("/opt/e:/usr/d", "  /opt/e=libc6", "$ORIGIN/x", "a b", "a,b")),
                  "\tinclude  " + one(List.of("nosuch/*", "one.conf two.conf", "[", "*.conf"))));
      lab.write("R/etc/ld.so.conf", lines)
          .write("R/etc/one.conf", "/one\n")
          .write("R/etc/conf.d/a.conf", "/usr/d\ninclude ../one.conf\n")
          .write("R/etc/conf.d/b.conf", "/opt/e")
          .write("R/etc/conf.d/.hidden.conf", "/hidden\n")
          .write("R/etc/conf.d/x.conf", "/x\n")
          .write("R/etc/else.d/c.conf", "include " + lab.folder() + "/R/etc/conf.d/b.conf\n");
    }

    List<String> words(boolean hasSysroot) {
      List<String> words = new ArrayList<>(List.of("-o", "out", shared + "/main.o"));
      if (chance(5)) {
        words.addAll(List.of("-shared", one(List.of("--no-allow-shlib-undefined", "-zdefs"))));
      } else if (chance(8)) {
        words.add(
            one(List.of("--allow-shlib-undefined", "--unresolved-symbols=ignore-in-shared-libs")));
      }
      if (hasSysroot) {
        words.add("--sysroot=" + one(List.of("R", lab.folder() + "/R", "./R/")));
      }
      for (String option : List.of("-rpath", "-rpath-link", "-R", "-rpath-link")) {
        if (chance(4)) {
          words.addAll(List.of(option, folders()));
        }
      }
      words.add("keep/" + soname(0));
      for (int i = 1; i < LIBRARIES; i++) {
        if (chance(4)) {
          words.add(one(List.of("--as-needed", "--no-as-needed", "--copy-dt-needed-entries")));
          words.add(one(List.of("--as-needed", "--no-as-needed", "--no-add-needed")));
          words.add(chance(3) ? "keep/" + soname(i) : "link/keep/" + soname(i));
        }
      }
      words.add("--no-as-needed");
      words.add(libc.toString());
      words.add("/lib64/ld-linux-x86-64.so.2");
      return words;
    }

    Map<String, String> environment() {
      Map<String, String> environment = new HashMap<>();
      for (String name : List.of("LD_RUN_PATH", "LD_LIBRARY_PATH")) {
        if (chance(4)) {
          environment.put(name, folders());
        }
      }
      return environment;
    }
  }
}
