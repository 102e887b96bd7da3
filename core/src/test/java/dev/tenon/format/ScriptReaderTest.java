package dev.tenon.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.format.Script.Command;
import dev.tenon.format.Script.Entry;
import dev.tenon.real.Lab;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptReaderTest {
  private static List<Command> commands(String text) {
    return ScriptReader.read(text, "s").commands();
  }

  @Test
  void theScriptThatStandsForTheCLibraryNamesItsFiles() {
    var script =
        ScriptReader.read(
            """
            /* GNU ld script
               Use the shared library. */
            OUTPUT_FORMAT(elf64-x86-64)
            GROUP ( /lib/libc.so.6 /usr/lib/libc_nonshared.a  AS_NEEDED ( /lib64/ld.so.2 ) )
            """,
            "libc.so");
    assertThat(script.hasLayout()).isFalse();
    assertThat(script.commands())
        .containsExactly(
            new Command.OutputFormat(List.of("elf64-x86-64")),
            new Command.Files(
                true,
                List.of(
                    new Entry("/lib/libc.so.6", false),
                    new Entry("/usr/lib/libc_nonshared.a", false),
                    new Entry("/lib64/ld.so.2", true))));
  }

  @Test
  void namesMayBeQuotedSeparatedByCommasAndStandForLibraries() {
    assertThat(commands("INPUT(a.o,\"b c.o\" -lz =/x.o $SYSROOT/y.o c.o)INPUT ( AS_NEEDED(-lm) )"))
        .containsExactly(
            new Command.Files(
                false,
                List.of(
                    new Entry("a.o", false),
                    new Entry("b c.o", false),
                    new Entry("-lz", false),
                    new Entry("=/x.o", false),
                    new Entry("$SYSROOT/y.o", false),
                    new Entry("c.o", false))),
            new Command.Files(false, List.of(new Entry("-lm", true))));
    assertThat(new Entry("-lm", true).isLibrary()).isTrue();
  }

  @Test
  void foldersIncludesAndOutputAreFoundAmongTheRest() {
    assertThat(
            commands(
                "# comment\nSEARCH_DIR(\"/a\"); SEARCH_DIR(=/b) x = 1; y += 2 ; PROVIDE(z = 3);\n"
                    + "INCLUDE more.ld OUTPUT(out) ENTRY(_start) VERSION { V1 { global: *; }; }"))
        .containsExactly(
            new Command.SearchDir("/a"),
            new Command.SearchDir("=/b"),
            new Command.Include("more.ld"),
            new Command.Output("out"));
  }

  @Test
  void aLayoutIsRecognisedAndItsIncludesAreFound() {
    var script =
        ScriptReader.read(
            "MEMORY { rom : ORIGIN = 0, LENGTH = 1M } "
                + "SECTIONS { .text : { *(.text) INCLUDE inner.ld } } INSERT AFTER .data;",
            "s");
    assertThat(script.hasLayout()).isTrue();
    assertThat(script.commands()).containsExactly(new Command.Include("inner.ld"));
    assertThat(ScriptReader.read("a = b;", "s").hasLayout()).isFalse();
  }

  @Test
  void whatIsNoScriptIsNamedWithItsPlace() {
    assertThatThrownBy(() -> commands("hello world"))
        .isInstanceOf(BadFile.class)
        .hasMessage("s: offset 0: a command of a linker script expected, not `hello`");
    assertThatThrownBy(() -> commands("INPUT(a.o")).isInstanceOf(BadFile.class);
    assertThatThrownBy(() -> commands("INPUT a.o")).hasMessageContaining("offset 6: `(` expected");
    assertThatThrownBy(() -> commands("SECTIONS { ")).isInstanceOf(BadFile.class);
    assertThatThrownBy(() -> commands("/* no end")).isInstanceOf(BadFile.class);
    assertThatThrownBy(() -> commands("x = 1")).hasMessageContaining("`;` expected");
    assertThatThrownBy(() -> commands("\"open")).isInstanceOf(BadFile.class);
  }

  @Test
  void everyTruncationLeadsToAnAnswerOrToANamedFault() {
    String whole = "OUTPUT_FORMAT(a, b, c) GROUP ( x.so AS_NEEDED ( \"y\" ) ) v = 1; S { { } }";
    int faults = 0;
    for (int end = 0; end <= whole.length(); end++) {
      try {
        commands(whole.substring(0, end));
      } catch (BadFile e) {
        faults++;
      }
    }
    assertThat(faults).isBetween(30, whole.length() - 3);
  }

  @Test
  void theBuiltInScriptOfGnuLdIsReadToItsEnd() {
    Lab.needs("ld.bfd");
    var out = new Lab(Path.of("/")).run(java.util.Map.of(), List.of("ld.bfd", "--verbose")).out();
    String text = out.split("={20,}")[1];
    var script = ScriptReader.read(text, "built-in");
    assertThat(script.hasLayout()).isTrue();
    assertThat(script.commands())
        .contains(new Command.SearchDir("=/usr/local/lib/x86_64-linux-gnu"));
  }

  @Test
  void aScriptWithNulIsRefusedWithThePlace() {
    assertThatThrownBy(() -> commands("INPUT(a\0b)"))
        .isInstanceOf(BadFile.class)
        .hasMessageContaining("offset 7: text expected");
  }
}
