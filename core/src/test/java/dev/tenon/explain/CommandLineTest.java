package dev.tenon.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** MSG-01: the command of a failed link, short enough to be read. */
class CommandLineTest {
  @Test
  void objectsAreCountedAndLibrariesOfAFolderShareItsName() {
    assertThat(
            CommandLine.folded(
                List.of(
                    "cc",
                    "a.o",
                    "b.o",
                    "/t/deps/libx-1.rlib",
                    "/t/deps/liby-2.rlib",
                    "-lz",
                    "/u/libq.a",
                    "-o",
                    "a b")))
        .isEqualTo("cc <2 object files> /t/deps/{libx-1,liby-2}.rlib -lz /u/libq.a -o 'a b'");
  }

  @Test
  void oneOfAKindIsLeftAsItIs() {
    assertThat(CommandLine.folded(List.of("ld", "a.o", "-o", "x"))).isEqualTo("ld a.o -o x");
  }

  @Test
  void aLineThatIsStillLongIsCut() {
    assertThat(CommandLine.folded(Collections.nCopies(10_000, "-lz"))).hasSizeLessThan(4100);
  }
}
