package dev.tenon.advise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.format.Bytes;
import dev.tenon.format.Elf;
import dev.tenon.format.ElfImage;
import dev.tenon.real.Lab;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What differs is made by real linkers, with words that make it differ. */
class DifferencesTest {
  @TempDir Path folder;
  private Lab lab;

  @BeforeEach
  void objects() {
    Lab.needs("gcc", "ld.bfd", "ld.lld-19");
    lab = new Lab(folder);
    lab.write("l.c", "int one(void) { return 1; }\nint two(void) { return 2; }\n")
        .write(
            "set.c",
            """
            __attribute__((section("set"), used)) static int member = 1;
            extern int __start_set[] __attribute__((weak));
            int main(void) { return __start_set ? 0 : 1; }
            """)
        .write("m.c", "int main(void) { return 0; }\n")
        .ok("gcc -fPIC -c l.c m.c")
        .ok("gcc -ffunction-sections -fdata-sections -fPIC -c set.c");
  }

  private ElfImage link(String name, String words) {
    lab.ok("gcc -o " + name + " " + words);
    return Elf.read(Bytes.of(lab.bytes(name)), name, null).image();
  }

  private static List<String> broken(ElfImage now, ElfImage other) {
    return Differences.of(now, other, false).stream()
        .filter(Difference::breaks)
        .map(Difference::text)
        .toList();
  }

  @Test
  void theSameLinkTwiceDoesNotDiffer() {
    assertThat(Differences.of(link("a", "m.o"), link("b", "m.o"), false)).isEmpty();
    assertThat(Differences.of(link("l.so", "-shared l.o"), link("k.so", "-shared l.o"), false))
        .isEmpty();
  }

  @Test
  void namesThatOthersBindToAreMissed() {
    lab.write("map", "{ global: one; local: *; };\n");
    var all = link("l.so", "-shared l.o -Wl,-soname,l.so.1");
    var some = link("k.so", "-shared l.o -Wl,-soname,l.so.2 -Wl,--version-script=map");
    assertThat(broken(all, some))
        .contains("exports no longer: two", "the soname is l.so.2, not l.so.1");
    assertThat(broken(some, all)).noneMatch(text -> text.contains("exports"));
  }

  @Test
  void namesThatAnExecutableWasNotAskedToExportAreThereByChance() {
    var all = link("a", "m.o l.o -rdynamic");
    var none = link("b", "m.o l.o");
    var lost = "exports no longer: one, two";
    assertThat(Differences.of(all, none, false)).containsExactly(new Difference(false, lost));
    assertThat(Differences.of(all, none, true)).containsExactly(new Difference(true, lost));
  }

  @Test
  void librariesThatAreNeededNoLongerAreNamed() {
    link("l.so", "-shared l.o");
    var needed = link("a", "m.o -Wl,--no-as-needed l.so -Wl,-rpath,/one");
    var not = link("b", "m.o -Wl,--as-needed l.so -Wl,-rpath,/two");
    assertThat(broken(needed, not))
        .containsExactly("needs no longer: l.so", "libraries are looked for in /two, not in /one");
    assertThat(Differences.of(not, needed, false))
        .contains(new Difference(false, "needs also: l.so"));
  }

  @Test
  void protectionThatGoesIsNamed() {
    var strong = link("a", "m.o -Wl,-z,relro,-z,now -pie");
    var weak = link("b", "m.o -Wl,-z,norelro,-z,lazy,-z,execstack -no-pie");
    assertThat(broken(strong, weak))
        .containsExactly(
            "it is an executable at a fixed address, not position-independent",
            "no data becomes read-only after start (RELRO)",
            "binds lazily (no BIND_NOW)",
            "asks for an executable stack");
    assertThat(broken(weak, strong))
        .containsExactly("it is position-independent, not an executable at a fixed address");
  }

  @Test
  void anotherInterpreterIsNamed() {
    var one = link("a", "m.o");
    var other = link("b", "m.o -Wl,--dynamic-linker=/other/ld.so");
    assertThat(broken(one, other)).singleElement().asString().contains("/other/ld.so");
  }

  /** LLD drops sections that only {@code __start_} refers to; GNU ld keeps them. */
  @Test
  void aSetThatIsCollectedIsNamed() {
    lab.ok("mkdir bin").ok("ln -s " + Lab.find("ld.lld-19") + " bin/ld.lld");
    lab.ok("objcopy --set-section-flags set=alloc,data,contents set.o kept.o");
    var kept = link("a", "-Wl,--gc-sections -Wl,-z,nostart-stop-gc -Bbin -fuse-ld=lld kept.o");
    var gone = link("b", "-Wl,--gc-sections -Wl,-z,start-stop-gc -Bbin -fuse-ld=lld kept.o");
    assertThat(kept.loaded()).containsKey("set");
    assertThat(broken(kept, gone))
        .containsExactly("section set is dropped (-z nostart-stop-gc keeps it)");
  }

  @Test
  void constructorsThatAreLeftInTheOldPlaceAreNamed() {
    lab.ok("mkdir bin").ok("ln -s " + Lab.find("ld.lld-19") + " bin/ld.lld");
    lab.write(
        "old.s",
        ".section .ctors,\"aw\",@progbits\n.quad f,f,f\n.text\nf: ret\n.section"
            + " .note.GNU-stack,\"\",@progbits\n");
    var moved = link("a", "m.o old.s -fuse-ld=bfd");
    var left = link("b", "m.o old.s -Bbin -fuse-ld=lld");
    assertThat(broken(moved, left)).containsExactly("functions in .ctors are not run");
  }
}
