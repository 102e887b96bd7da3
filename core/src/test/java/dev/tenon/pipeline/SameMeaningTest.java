package dev.tenon.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.real.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A link that goes through its plan, which forgets the words, does what the linker does with the
 * words: it makes the same files with the same bytes, or is refused.
 */
class SameMeaningTest {
  @TempDir Path folder;
  private Lab lab;
  private Links links;

  @BeforeEach
  void objects() {
    Lab.needs("gcc", "ar");
    lab = new Lab(Path.of(folder.toString(), "lab"));
    links = new Links(lab);
    lab.write("a.c", "int foo(void);\nint main(void){return foo();}\nvoid _start(void){main();}\n")
        .write("f.c", "int foo(void){return 3;}\nint bar(void){return 4;}\n")
        .write("u.c", "int nowhere(void);\nvoid _start(void){nowhere();}\n")
        .ok("gcc -c -fPIC a.c f.c u.c")
        .ok("ar rcs libfoo.a f.o")
        .ok("gcc -shared -nostdlib f.o -o libfoo.so");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void whatIsMadeIsAsTheLastOrStrongestWordSays(String engine) throws Exception {
    Links.needs(engine);
    List<String> words = List.of("-shared", "-pie", "-no-pie", "-r");
    for (String first : words) {
      check(engine, first + " -o out a.o f.o");
      check(engine, "-o out a.o " + first + " f.o " + first);
      for (String second : words) {
        check(engine, first + " -o out a.o f.o " + second);
      }
    }
    // What is overridden may still let undefined symbols pass.
    for (String line : List.of("-shared -no-pie", "-shared -pie", "-pie -no-pie", "-pie -shared")) {
      check(engine, line + " -o out u.o");
    }
    check(engine, "-shared -no-pie -pie -shared -o out f.o");
    check(engine, "-no-pie -pie -no-pie -o out a.o f.o");
    check(engine, "-Ur -o out a.o");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void librariesAreStaticOrNotAsTheWordsInTheirOrderSay(String engine) throws Exception {
    Links.needs(engine);
    List<String> words = List.of("-static", "-Bstatic", "-Bdynamic", "-N");
    for (String first : words) {
      check(engine, "-L. -o out a.o " + first + " -lfoo");
      check(engine, "-L. -o out a.o -lfoo " + first);
      for (String second : words) {
        check(engine, "-L. -o out " + first + " a.o -lfoo " + second);
        check(engine, "-L. -o out " + first + " a.o " + second + " -lfoo");
      }
    }
    check(engine, "-L. -o out a.o -Bdynamic -lfoo -static");
    check(engine, "-L. -o out -n -Bdynamic a.o -lfoo");
    check(engine, "-L. -o out -N --no-omagic a.o -lfoo");
    check(engine, "-L. -o out a.o --push-state -Bstatic -lfoo --pop-state");
    check(engine, "-L. -o out --push-state -static a.o --pop-state -lfoo");
    check(engine, "-L. -o out a.o -r -lfoo");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void bracketsThatDoNotMatchAreTheLinkersToRefuse(String engine) throws Exception {
    Links.needs(engine);
    for (String line :
        List.of(
            "--start-group a.o f.o",
            "-( a.o -) f.o",
            "-( a.o --end-group f.o",
            "a.o --end-group f.o",
            "a.o -) f.o",
            "--start-group --start-group a.o f.o --end-group",
            "--start-group -( a.o f.o -) --end-group",
            "--start-group a.o f.o --end-group --end-group",
            "a.o --start-lib f.o",
            "a.o --start-lib f.o --end-lib --end-lib",
            "a.o --end-lib f.o",
            "a.o --start-lib --start-lib f.o --end-lib",
            "a.o --start-lib --start-group f.o --end-group --end-lib",
            "--start-group a.o --start-lib f.o --end-lib --end-group",
            "--start-group a.o --start-lib f.o --end-group --end-lib",
            "a.o -start-lib f.o -end-lib",
            "-start-group a.o f.o -end-group",
            "--pop-state a.o f.o",
            "-static -pop-state a.o f.o",
            "a.o --push-state f.o",
            "--push-state a.o --pop-state f.o --pop-state",
            "--push-state --start-group a.o --pop-state f.o --end-group",
            "--push-state a.o --start-lib --pop-state f.o --end-lib",
            "--push-state -b binary a.c --pop-state -b default a.o f.o")) {
      check(engine, "-o out " + line);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void wordsThatTheLinkerTakesOtherwiseOrNotAtAllAreNotGuessedAt(String engine) throws Exception {
    Links.needs(engine);
    for (String line :
        List.of(
            "-sx",
            "-shared=yes",
            "-emit-relocs=x",
            "-heap 2",
            "--heap 2",
            "-icf=all",
            "--icf=all",
            "--threads=2",
            "--thread-count=2",
            "-b=binary",
            "-bbinary",
            "-format=elf",
            "--format=default",
            "--dT s.ld",
            "-save-temps=preopt",
            "--package-metadata {}",
            "--architecture=x",
            "--library foo",
            "--no-such-option",
            "-no-such-option",
            "-z no-such-keyword",
            "--whole-ar",
            "--entr _start",
            "-a shared",
            "-a rchive",
            "-apply-dynamic-relocs",
            "-omagic",
            "-G 2",
            "--discard-none",
            "-be8",
            "--be8")) {
      check(engine, "-L. -o out a.o f.o " + line);
      check(engine, line + " -L. -o out a.o f.o");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void outputsThatTheWordsDoNotNameAreMade(String engine) throws Exception {
    Links.needs(engine);
    lab.write("out.ld", "OUTPUT(named)\n")
        .write("second.ld", "OUTPUT(second)\n")
        .write("include.ld", "INCLUDE out.ld\n")
        .write("place.ld", "OUTPUT(placed)\nSECTIONS { . = 0x500000; .text : { *(.text) } }\n")
        .write("startup.ld", "STARTUP(a.o)\nINPUT(f.o)\n")
        .write("search.ld", "SEARCH_DIR(.)\nINPUT(-lfoo)\n")
        .write("format.ld", "OUTPUT_FORMAT(elf64-x86-64)\nOUTPUT_ARCH(i386:x86-64)\n")
        .write("maps/old", "");
    for (String line :
        List.of(
            "a.o f.o",
            "a.o f.o out.ld",
            "a.o f.o -T out.ld",
            "a.o f.o -T place.ld",
            "a.o f.o -T place.ld -o x",
            "a.o f.o out.ld -T second.ld",
            "a.o f.o -T second.ld -T out.ld",
            "a.o f.o include.ld",
            "a.o f.o -L. -l:out.ld",
            "-T startup.ld",
            "startup.ld",
            "a.o search.ld",
            "a.o f.o format.ld",
            "-T format.ld a.o f.o",
            "a.o f.o -Map=maps",
            "a.o f.o -o x -Map=maps/",
            "a.o f.o -o x -Map=%.map",
            "a.o f.o -o x -Map=- -Map=y",
            "a.o f.o -o x -Map=y -Map=-",
            "a.o f.o -o x -Map=",
            "a.o f.o -o x --force-exe-suffix",
            "a.o f.o --time-trace",
            "a.o f.o -o x --time-trace=",
            "a.o f.o -o x --time-trace=t --time-trace",
            "a.o f.o -o x --time-trace --time-trace=t",
            "a.o f.o out.ld --time-trace",
            "a.o f.o -o x --save-temps",
            "a.o f.o -o x --save-temps=resolution --save-temps=preopt",
            "a.o f.o -o")) {
      check(engine, line);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void namesThatEnterVersionsOfSymbolsAreTheOutputsOwn(String engine) throws Exception {
    Links.needs(engine);
    lab.write("v.ld", "VERSION { V1 { global: foo; local: *; }; }\n")
        .write("v2.ld", "/* one */ VERSION { V1 { global: foo; }; V2 { global: bar; } V1; }\n")
        .write("input.ld", "INPUT(f.o)\nVERSION { V1 { foo; }; }\n")
        .write("include.ld", "INCLUDE v.ld\n");
    for (String line :
        List.of("f.o v.ld", "f.o v2.ld", "input.ld", "f.o -T v.ld", "f.o include.ld")) {
      check(engine, "-shared -o out.so " + line);
      check(engine, "-shared -o maps/out.so " + line);
      check(engine, "-shared -soname s -o out.so " + line);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void responseFilesAreReadAsTheLinkerReadsThem(String engine) throws Exception {
    Links.needs(engine);
    lab.ok("mkdir x x\\y").ok("cp f.o x/y.o").ok("cp f.o x\\y/f.o").ok("cp f.o xy.o");
    lab.write("slash", "x\\y/f.o\n")
        .write("plain", "xy.o")
        .write("escaped", "x\\y.o")
        .write("single", "'xy.o'")
        .write("inside", "x'y'.o")
        .write("open", "\"xy.o")
        .write("nested", "@plain")
        .write("empty", "\"\" xy.o")
        .write("loop", "@loop")
        .write("mark", "\ufeffxy.o")
        .write("feed", "xy.o\u000b-s")
        .write("quoting", "--rsp-quoting=windows x\\y/f.o");
    for (String rsp :
        List.of(
            "slash", "plain", "escaped", "single", "inside", "open", "nested", "empty", "loop",
            "mark", "feed", "quoting", "missing", "x", "")) {
      check(engine, "-o out a.o @" + rsp);
      check(engine, "--rsp-quoting=windows -o out a.o @" + rsp);
      check(engine, "@" + rsp + " -o out a.o --rsp-quoting windows --rsp-quoting=posix");
    }
    check(engine, "-o out a.o f.o --rsp-quoting=nonsense");
  }

  private static final List<String> ENGINES = List.of("bfd", "lld", "mold");

  /** Every day each line is for one of the linkers, which the seed chooses; with --all for all. */
  private static boolean isWanted(String engine, String line) {
    int turn = line.hashCode() + Integer.getInteger("tenon.seed", 1);
    return Boolean.getBoolean("tenon.all")
        || Math.floorMod(turn, ENGINES.size()) == ENGINES.indexOf(engine);
  }

  /** Runs the words bare and through a plan, each in an emptied copy of the folder. */
  private void check(String engine, String line) throws IOException {
    if (!isWanted(engine, line)) {
      return;
    }
    List<String> words = new ArrayList<>(List.of(line.split(" ")));
    Map<String, byte[]> before = files();
    Lab.Result direct = links.direct(engine, words);
    Map<String, byte[]> expected = made(before);
    Lab.Result through = links.tenon(Map.of("TENON_ENGINE", engine, "TENON_ROUNDTRIP", "1"), words);
    Map<String, byte[]> made = made(before);
    String what = engine + " " + line + ": " + direct.err() + through.err();
    assertThat(through.exit() == 0).as(what).isEqualTo(direct.exit() == 0);
    if (direct.exit() == 0) {
      assertThat(made.keySet()).as(what).isEqualTo(expected.keySet());
      for (String name : new TreeSet<>(made.keySet())) {
        if (!name.endsWith("time-trace") && !name.equals("t")) {
          assertThat(made.get(name)).as(what + " " + name).isEqualTo(expected.get(name));
        }
      }
    }
  }

  private Map<String, byte[]> files() throws IOException {
    var files = new TreeMap<String, byte[]>();
    try (Stream<Path> all = Files.walk(lab.folder())) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = lab.folder().relativize(file).toString();
        if (!name.startsWith("tenon-state")) {
          files.put(name, Files.readAllBytes(file));
        }
      }
    }
    return files;
  }

  /** The files that are new, which go, so that the next link finds what this one found. */
  private Map<String, byte[]> made(Map<String, byte[]> before) throws IOException {
    Map<String, byte[]> made = files();
    made.keySet().removeAll(before.keySet());
    for (String name : made.keySet()) {
      Files.delete(lab.folder().resolve(name));
    }
    return made;
  }
}
