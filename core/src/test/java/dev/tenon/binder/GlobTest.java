package dev.tenon.binder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.binder.oracle.Strace;
import dev.tenon.model.Read;
import dev.tenon.real.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns of {@code include} lines, held against the files that GNU ld opens for them. */
class GlobTest {
  @TempDir Path temporary;
  private Path folder;

  @BeforeEach
  void build() throws IOException {
    Lab.needs("gcc", "ld.bfd", "strace");
    folder = temporary.toRealPath();
    var lab = new Lab(folder);
    for (String name : List.of("d1/z.conf", "d2/z.conf", "d2/B.conf", "d-1/z.conf", ".h/z.conf")) {
      lab.write("R/etc/" + name, "/x\n");
    }
    lab.write("R/etc/d1/.hidden.conf", "/x\n").write("R/etc/[/z.conf", "/x\n");
    Files.createSymbolicLink(folder.resolve("R/etc/d2/gone.conf"), Path.of("nowhere"));
    lab.write("c.c", "int c;\n").ok("gcc -c c.c").ok("ld.bfd -shared c.o -o libc1.so");
    lab.ok("ld.bfd -shared c.o --no-as-needed libc1.so -o libb1.so");
    Files.delete(folder.resolve("libc1.so"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "d1/z.conf",
        "d*/z.conf",
        "*/z.conf",
        "d?/?.conf",
        "[!a]1/z.conf",
        "[^d]*/z.conf",
        "d[[:digit:]]/[a-z].conf",
        "d[2-9]/*",
        "d[12/z.conf",
        "[/z.conf",
        "\\d*/z.conf",
        "d\\*/z.conf",
        ".h*/z.conf",
        "[.]h/z.conf",
        "d1/.*.conf",
        "./d?/*",
        "d1//*.conf",
        "no/*.conf",
        "{d1,d2}/z.conf",
        "d[]1]/z.conf",
        "d[a-]1/z.conf",
        "d1/../d2/*.conf"
      })
  void aPatternFitsWhatGnuLdOpensForIt(String pattern) throws IOException {
    var lab = new Lab(folder).write("R/etc/ld.so.conf", "include " + pattern + "\n");
    List<String> words = new ArrayList<>(Strace.WORDS);
    words.addAll(List.of("log", "ld.bfd", "--sysroot=" + folder + "/R", "-e", "0", "libb1.so"));
    words.addAll(List.of("-o", "out"));
    lab.run(Map.of(), words);
    var opened = new LinkedHashSet<String>();
    for (var event : Strace.parse(Files.readString(folder.resolve("log")), folder.toString())) {
      boolean isOpen = event.call().startsWith("open") && !event.rest().contains("O_DIRECTORY");
      if (isOpen && event.path().contains("/R/etc/") && !event.path().endsWith("/ld.so.conf")) {
        opened.add(event.path());
      }
    }
    World world = new RealWorld((_, _) -> World.BuiltIn.NONE);
    var found = Glob.matching(folder + "/R/etc/" + pattern, world, new Ledger(), "test");
    assertThat(found).as(pattern).containsExactlyElementsOf(opened);
  }

  @Test
  void everyFolderThatDecidesIsNoted() {
    World world = new RealWorld((_, _) -> World.BuiltIn.NONE);
    var ledger = new Ledger();
    Glob.matching(folder + "/R/etc/d[12]/*.x/z.conf", world, ledger, "test");
    Glob.matching(folder + "/R/no/*", world, ledger, "test");
    Glob.matching(folder + "/R/etc/d1/z.con[f]", world, ledger, "test");
    assertThat(ledger.reads())
        .extracting(read -> read.aspect() + " " + folder.relativize(Path.of(read.path())))
        .containsExactly(
            Read.Aspect.LISTING + " R/etc",
            Read.Aspect.LISTING + " R/etc/d1",
            Read.Aspect.LISTING + " R/etc/d2",
            Read.Aspect.ABSENCE + " R/no");
  }
}
