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
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads and misses of real links equal what strace saw of the linker. */
class ReadsTest {
  @TempDir static Path folder;
  static Toolchains tools;
  static Map<String, String> files;

  /** A link by its words; {@code linkers} are those that can do it. */
  private record Case(String name, String linkers, String words, Map<String, String> environment) {
    Case(String name, String linkers, String words) {
      this(name, linkers, words, Map.of());
    }
  }

  private static final String ALL = "bfd lld mold";

  private static final List<Case> CASES =
      List.of(
          new Case("two objects", ALL, "m.o f.o"),
          new Case("a library after misses", ALL, "m.o -L L1 -L L2 -L nosuch -lf"),
          new Case(
              "an archive where shared ones are not wanted",
              ALL,
              "m.o -L L1 -L L2 -L L3 -static -lf"),
          new Case("static behind a library", ALL, "m.o -L L2 -L L3 -lf -static"),
          new Case(
              "static that is taken back",
              ALL,
              "m.o -L L2 -L L3 --push-state -static --pop-state -lf"),
          new Case("Bstatic for one library", ALL, "m.o -L L2 -L L3 -Bstatic -lf -Bdynamic"),
          new Case("a library by file name", ALL, "m.o -L L1 -L L3 -l:libf.a"),
          new Case("a folder that is a file", ALL, "m.o -L f.o -L L3 -lf"),
          new Case("folders written oddly", ALL, "m.o -L L1/../L1/ -L ./L1 -L L1// -L L3 -lf"),
          new Case("a relocatable output", ALL, "m.o -r -L L2 -L L3 -lf"),
          new Case("a shared output", ALL, "f.o -shared -L L2 -lf"),
          new Case("libraries of another machine before", "bfd mold", "m.o -L W -L WS -L L2 -lf"),
          new Case("a thin archive of another machine before", "bfd mold", "m.o -L WT -L L3 -lf"),
          new Case("a script of another machine before", "bfd mold", "m.o -L WX -L L3 -lf"),
          new Case("a thin archive", ALL, "m.o thin.a"),
          new Case("a thin archive by name", ALL, "m.o -L LT -lthin"),
          new Case("a thin archive that is not used", ALL, "m.o f.o thin.a"),
          new Case("a whole thin archive", ALL, "m.o --whole-archive thin.a"),
          new Case("a script among the libraries", ALL, "m.o -L S -L T -ls"),
          new Case("a script as input", "bfd lld", "m.o S/libs.so -L T"),
          new Case("a script whose first file is needed", ALL, "m.o f.o -L S -lneeded"),
          new Case("a script whose first file is a library", ALL, "m.o f.o -L S -L T -lfirst"),
          new Case(
              "a script whose first file is of another machine", "mold", "m.o -L SX -L L3 -lf"),
          new Case("a script with a file beside it", ALL, "m.o f.o -L S -L T -lbeside"),
          new Case("a script that includes", "bfd lld", "m.o L1/includes.ld -L L4"),
          new Case("a script that adds a folder", "bfd lld", "m.o adds.ld -L L1 -lf"),
          new Case("a main script", "lld", "m.o f.o -T main.ld -L T -lz9"),
          new Case(
              "a main script found in a folder",
              ALL.replace(" mold", ""),
              "-L L1 -T files.ld m.o f.o -L T -lz9"),
          new Case(
              "a script that is inserted", "bfd lld", "m.o f.o -T insert.ld -L T -lz9 -L L2 -lf"),
          new Case("sysroot", ALL, "m.o f.o --sysroot={here}/R -L=/usr/lib -labs"),
          new Case("sysroot that is relative", ALL, "m.o f.o --sysroot=R -L=/usr/lib -labs"),
          new Case(
              "sysroot put in front as text",
              "bfd mold",
              "m.o f.o --sysroot={here}/R/ -L $SYSROOTusr/lib -L =usr/lib -lq"),
          new Case("sysroot joined", "lld", "m.o f.o --sysroot={here}/R -L =usr/lib -lq"),
          new Case("sysroot from outside", "bfd lld", "m.o f.o --sysroot={here}/R -L O -lmarked"),
          new Case(
              "sysroot and relative names", ALL, "m.o f.o --sysroot={here}/R -L =/usr/lib -lrel"),
          new Case("sysroot's own folders", "bfd", "m.o f.o --sysroot={here}/R -lq"),
          new Case("no standard folders", ALL, "m.o -nostdlib -L L1 -L L3 -lf"),
          new Case("default folders replaced", "bfd", "m.o -Y L1:L2 -L S -lf"),
          new Case(
              "version script and lists",
              ALL,
              "m.o f.o -shared --version-script=v.map --dynamic-list=d.list"
                  + " --retain-symbols-file=r.list"),
          new Case(
              "a version script in a folder",
              "lld mold",
              "m.o f.o -shared --version-script=v1.map -L L1"),
          new Case(
              "a version script in an earlier folder",
              "bfd",
              "-L L1 m.o f.o -shared --version-script=v1.map"),
          new Case(
              "a dynamic list in a folder",
              "bfd mold",
              "-L L1 m.o f.o -shared --dynamic-list=d1.list"),
          new Case("symbols of another file", "bfd lld", "m.o --just-symbols=f.o"),
          new Case("an order of symbols", "lld", "m.o f.o --symbol-ordering-file=r.list"),
          new Case("a binary input", ALL.replace(" mold", ""), "m.o f.o -b binary r.list"),
          new Case(
              "a library's need, given",
              "bfd lld mold",
              "m.o f.o K/a/libk1.so K/b/libk2.so {libc.so.6} {ld.so}"),
          new Case(
              "a library's need by rpath-link",
              ALL,
              "m.o f.o K/a/libk1.so {libc.so.6} {ld.so} -rpath-link K/d:K/b:K/c"),
          new Case(
              "a library's need by rpath",
              ALL,
              "m.o f.o K/a/libk1.so {libc.so.6} {ld.so} -rpath {here}/K/b -rpath {here}/K/c"),
          new Case(
              "a library's need by LD_RUN_PATH",
              "bfd",
              "m.o f.o K/a/libk1.so {libc.so.6} {ld.so}",
              Map.of("LD_RUN_PATH", "K/d:K/b:K/c")),
          new Case(
              "a library's need by LD_LIBRARY_PATH",
              "bfd",
              "m.o f.o K/a/libk1.so {libc.so.6} {ld.so}",
              Map.of("LD_LIBRARY_PATH", "K/b:K/c")),
          new Case(
              "LD_RUN_PATH beside rpath-link",
              "bfd",
              "m.o f.o K/a/libk1.so {libc.so.6} {ld.so} -rpath-link K/b",
              Map.of("LD_RUN_PATH", "K/c")),
          new Case(
              "a library's need by its own run path",
              "bfd",
              "m.o f.o K/a/libr1.so {libc.so.6} {ld.so}"),
          new Case(
              "a need that needs no C library",
              "bfd",
              "m.o f.o K/a/libn1.so {libc.so.6} {ld.so} -rpath-link K/d:K/b:K/c"),
          new Case(
              "a need for another version",
              "bfd",
              "m.o f.o K/a/libv0.so K/d/libv.so.1 {libc.so.6} {ld.so} -rpath-link K/b:K/c:K/d"),
          new Case(
              "a need of another machine before",
              "bfd",
              "m.o f.o K/a/libk1.so {libc.so.6} {ld.so} -rpath-link K/w:K/b:K/c"),
          new Case(
              "a need in the system's folders",
              "bfd",
              "m.o f.o K/a/libk1.so {libc.so.6} -rpath-link K/b:K/c"),
          new Case(
              "a need of a library that is not kept",
              "bfd",
              "m.o f.o --as-needed K/a/libk1.so --no-as-needed {libc.so.6} {ld.so} -rpath-link"
                  + " K/b:K/c"),
          new Case(
              "a need of a library that is kept",
              "bfd",
              "mk.o --as-needed K/a/libk1.so --no-as-needed {libc.so.6} {ld.so} -rpath-link"
                  + " K/b:K/c"),
          new Case("needs of a shared output", "bfd", "f.o -shared K/a/libk1.so -rpath-link K/b"),
          new Case(
              "needs of a shared output that are checked",
              "bfd",
              "f.o -shared --no-allow-shlib-undefined K/a/libk1.so {libc.so.6} {ld.so} -rpath-link"
                  + " K/b:K/c"),
          new Case(
              "needs under sysroot",
              "bfd",
              "m.o f.o --sysroot={here}/R --unresolved-symbols=report-all K/a/libk1.so"),
          new Case("a C program", ALL, "-pie {gcc-start} hello.o {gcc-end}"),
          new Case("a C program with mathematics", ALL, "{gcc-start} hello.o -lm {gcc-end}"),
          new Case("a C++ program", ALL, "-pie {gcc-start} hello++.o -lstdc++ -lm {gcc-end}"),
          new Case(
              "a static C program",
              ALL,
              "-static {crt1.o} {crti.o} {crtbeginT.o} -L{gcc} -L{lib} hello.o --start-group -lgcc"
                  + " -lgcc_eh -lc --end-group {crtend.o} {crtn.o}"),
          new Case(
              "a shared library with the C library",
              ALL,
              "-shared f.o -o libout.so -soname libout.so.1 -L{gcc} -L{lib} -lc"),
          new Case(
              "GCC's plugin",
              ALL,
              "-plugin {plugin} -plugin-opt=-pass-through=-lc -pie {gcc-start} hello.o {gcc-end}"),
          new Case("a library for Windows", "mingw", "-e main mw.o -L L1 -L WN -lwf"),
          new Case("an archive for Windows", "mingw", "-e main mw.o -L L1 -L WN -Bstatic -lwz"),
          new Case("side files", ALL, "m.o f.o -Map=out.map --dependency-file=out.d"));

  @BeforeAll
  static void build() throws IOException {
    Lab.needs("strace", "gcc", "g++", "ar", "ld.bfd", "clang-19");
    assumeTrue(canTrace(), "strace may not trace here");
    tools = new Toolchains(folder.resolve("state"), Map.of("PATH", System.getenv("PATH")));
    var lab = new Lab(folder);
    for (String name :
        List.of(
            "L1",
            "L2",
            "L3",
            "L4",
            "W",
            "WN",
            "WS",
            "SX",
            "WT",
            "WX",
            "S",
            "T",
            "LT",
            "O",
            "R/usr/lib",
            "R/lib",
            "R/opt",
            "K/a",
            "K/b",
            "K/c",
            "K/d",
            "K/w",
            "S/sub",
            "sub")) {
      Files.createDirectories(folder.resolve(name));
    }
    lab.write("f.c", "int f(void) { return 1; }\n")
        .write("q.c", "int q(void) { return 1; }\n")
        .write("m.c", "extern int f(void);\nint main(void) { return f(); }\n")
        .write("mk.c", "extern int k1(void);\nint main(void) { return k1(); }\n")
        .write("hello.c", "#include <stdio.h>\nint main(void) { puts(\"hi\"); return 0; }\n")
        .write("hello++.cc", "#include <iostream>\nint main() { std::cout << \"hi\\n\"; }\n")
        .ok("gcc -c f.c")
        .ok("gcc -c q.c")
        .ok("gcc -c m.c")
        .ok("gcc -c mk.c")
        .ok("gcc -c hello.c")
        .ok("g++ -c hello++.cc")
        .ok("gcc -shared -fPIC f.c -o L2/libf.so")
        .ok("ar rc L3/libf.a f.o")
        .ok("clang-19 -target i386-linux-gnu -c f.c -o W/f.o")
        .ok("ar rc W/libf.a W/f.o")
        .ok("ld.bfd -m elf_i386 -shared -o WS/libf.so W/f.o")
        .ok("ar rcT WT/libf.a W/f.o")
        .write("WX/libf.so", "OUTPUT_FORMAT(elf32-i386) INPUT(f.o)\n")
        .ok("gcc -c f.c -o sub/x.o")
        .ok("ar rcT thin.a sub/x.o q.o")
        .ok("ar rcT LT/libthin.a sub/x.o q.o")
        .ok("ar rc T/libz9.a q.o")
        .ok("gcc -shared -fPIC q.c -o S/libg.so")
        .write("S/libs.so", "INPUT(libg.so) INPUT(f.o -lz9)\n")
        .write("S/libneeded.so", "GROUP(AS_NEEDED(libg.so))\n")
        .write("S/libfirst.so", "INPUT(-lz9)\n")
        .write("SX/libf.so", "INPUT(W/f.o)\n")
        .write("S/libbeside.so", "GROUP(sub/k.o AS_NEEDED(libg.so))\n")
        .ok("cp q.o S/sub/k.o")
        .ok("cp q.o sub/k.o")
        .write("L1/includes.ld", "INCLUDE inner.ld\n")
        .write("L4/inner.ld", "INPUT(f.o)\n")
        .write("adds.ld", "SEARCH_DIR(L2)\n")
        .write("main.ld", "SEARCH_DIR(S) INPUT(q.o) INPUT(-lg) SECTIONS { .text : { *(.text) } }\n")
        .write("L1/files.ld", "INPUT(q.o)\n")
        .write("insert.ld", "SECTIONS { .tenon : { *(.tenon) } } INSERT AFTER .data;\n")
        .ok("cp S/libg.so R/usr/lib/libq.so")
        .ok("cp q.o R/opt/q.o")
        .write("R/usr/lib/libabs.so", "GROUP(/usr/lib/libq.so AS_NEEDED(=/opt/q.o))\n")
        .write("O/libmarked.so", "GROUP(=/usr/lib/libq.so)\n")
        .write("R/usr/lib/librel.so", "GROUP(libq.so)\n")
        .write("v.map", "V1 { global: f; main; local: *; };\n")
        .ok("cp v.map L1/v1.map")
        .write("d.list", "{ f; };\n")
        .ok("cp d.list L1/d1.list")
        .write("r.list", "f\n");
    library(lab, "k3", "K/c", "");
    library(lab, "k2", "K/b", " -Wl,--no-as-needed K/c/libk3.so");
    library(lab, "k1", "K/a", " -nostdlib -Wl,--no-as-needed K/b/libk2.so");
    library(
        lab,
        "r1",
        "K/a",
        " -Wl,--no-as-needed K/b/libk2.so -Wl,-rpath,$ORIGIN/../b:/nosuch:" + folder + "/K/c");
    library(lab, "n2", "K/b", " -nostdlib -Wl,--no-as-needed K/c/libk3.so");
    library(lab, "n1", "K/a", " -nostdlib -Wl,--no-as-needed K/b/libn2.so");
    lab.ok("gcc -shared -fPIC f.c -o K/d/libv.so.1 -Wl,-soname,libv.so.1")
        .ok("gcc -shared -fPIC f.c -o K/d/libv.so.2 -Wl,-soname,libv.so.2");
    library(lab, "v0b", "K/b", " -Wl,--no-as-needed K/d/libv.so.2");
    library(lab, "v0", "K/a", " -nostdlib -Wl,--no-as-needed K/b/libv0b.so");
    library(lab, "v0b", "K/c", "");
    lab.ok("cp WS/libf.so K/w/libk2.so");
    if (Lab.find("x86_64-w64-mingw32-gcc") != null) {
      lab.ok("x86_64-w64-mingw32-gcc -c f.c -o fw.o")
          .ok("x86_64-w64-mingw32-ar rc WN/libwf.a fw.o")
          .ok("x86_64-w64-mingw32-ar rc WN/wz.lib fw.o")
          .write(
              "mw.c",
              "int f(void);\nint __main(void) { return 0; }\nint main(void) { return f(); }\n")
          .ok("x86_64-w64-mingw32-gcc -c mw.c -o mw.o");
    }
    files = places(lab);
  }

  private static void library(Lab lab, String name, String in, String more) {
    lab.write(name + ".c", "int " + name + "(void) { return 1; }\n")
        .ok(
            "gcc -shared -fPIC "
                + name
                + ".c -o "
                + in
                + "/lib"
                + name
                + ".so -Wl,-soname,lib"
                + name
                + ".so"
                + more);
  }

  private static Map<String, String> places(Lab lab) {
    var found = new java.util.HashMap<String, String>();
    for (String name :
        List.of(
            "crt1.o",
            "Scrt1.o",
            "crti.o",
            "crtn.o",
            "crtbegin.o",
            "crtbeginS.o",
            "crtbeginT.o",
            "crtend.o",
            "crtendS.o",
            "libc.so.6")) {
      found.put(name, said(lab, "-print-file-name=" + name));
    }
    found.put("plugin", said(lab, "-print-file-name=liblto_plugin.so"));
    found.put("ld.so", "/lib64/ld-linux-x86-64.so.2");
    found.put("gcc", said(lab, "-print-file-name="));
    found.put("lib", said(lab, "-print-file-name=crt1.o").replaceFirst("/[^/]*$", ""));
    found.put(
        "gcc-start",
        "-dynamic-linker "
            + found.get("ld.so")
            + " "
            + found.get("Scrt1.o")
            + " "
            + found.get("crti.o")
            + " "
            + found.get("crtbeginS.o")
            + " -L"
            + found.get("gcc")
            + " -L"
            + found.get("lib")
            + " -L/lib/x86_64-linux-gnu -L/lib/../lib");
    found.put(
        "gcc-end",
        "-lgcc --push-state --as-needed -lgcc_s --pop-state -lc -lgcc "
            + found.get("crtendS.o")
            + " "
            + found.get("crtn.o"));
    found.put("here", folder.toString());
    return found;
  }

  private static String said(Lab lab, String word) {
    return lab.run(Map.of(), List.of("gcc", word)).out().strip();
  }

  private static boolean canTrace() {
    return new Lab(Path.of("/")).run(Map.of(), List.of("strace", "-o", "/dev/null", "true")).exit()
        == 0;
  }

  static Stream<Arguments> cases() {
    List<Arguments> all = new ArrayList<>();
    for (Case one : CASES) {
      for (String family : one.linkers().split(" ")) {
        all.add(Arguments.of(one.name(), family, one.words(), one.environment()));
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0} with {1}")
  @MethodSource("cases")
  void equalWhatStraceSaw(
      String name, String family, String words, Map<String, String> environment) {
    String program = family.equals("mingw") ? "x86_64-w64-mingw32-ld" : family;
    var tool = tools.find("linker", program, folder, List.of());
    assumeTrue(tool != null, program + " is not installed");
    List<String> line = new ArrayList<>(List.of("-o", "out"));
    for (String word : words.split(" ")) {
      for (String part : files.getOrDefault(inner(word), word).split(" ")) {
        line.add(filled(part));
      }
    }
    var trial = Trial.of(tools, Path.of(tool.path()), folder, line, environment, folder);
    assertThat(trial.result().exit()).as(trial.result().err()).isZero();
    assertThat(trial.comparison().isEqual())
        .as(() -> family + " " + String.join(" ", line) + "\n" + trial.comparison().report())
        .isTrue();
    assertThat(trial.binding().troubles()).isEmpty();
    // What the linker tells is what was foreseen, or the link could never be skipped.
    assertThat(trial.reads()).noneMatch(read -> read.how() == Read.How.OBSERVED);
  }

  private static String inner(String word) {
    return word.startsWith("{") && word.endsWith("}") ? word.substring(1, word.length() - 1) : "";
  }

  private static String filled(String word) {
    String text = word;
    for (var file : files.entrySet()) {
      text = text.replace("{" + file.getKey() + "}", file.getValue());
    }
    return text;
  }
}
