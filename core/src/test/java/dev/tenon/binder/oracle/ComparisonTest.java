package dev.tenon.binder.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.model.Read;
import dev.tenon.model.Read.Aspect;
import dev.tenon.model.Read.How;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The judge is judged. */
class ComparisonTest {
  private static final String LOG =
      """
      7 execve("/usr/bin/ld", ["ld", "a.o"], 0x7ff /* 35 vars */) = 0
      7 openat(AT_FDCWD, "/lib/libbfd.so", O_RDONLY|O_CLOEXEC) = 3
      7 set_tid_address(0x7f) = 7
      7 openat(AT_FDCWD, "./a.o", O_RDONLY) = 3
      7 newfstatat(AT_FDCWD, "L/libz.so", 0x7ffc, 0) = -1 ENOENT (No such file or directory)
      7 openat(AT_FDCWD, "L//sp\\303\\244t \\"z\\".a", O_RDONLY <unfinished ...>
      8 openat(AT_FDCWD, "/usr/share/locale/de/x.mo", O_RDONLY) = -1 ENOENT (No such file)
      7 <... openat resumed>) = 4
      7 openat(AT_FDCWD, "/etc/conf.d", O_RDONLY|O_NONBLOCK|O_CLOEXEC|O_DIRECTORY) = 5
      7 openat(AT_FDCWD, "out", O_RDWR|O_CREAT|O_TRUNC, 0666) = 6
      9 execve("/usr/bin/cc", ["cc"], 0x7ff /* 35 vars */) = 0
      9 set_tid_address(0x7f) = 9
      9 openat(AT_FDCWD, "x.c", O_RDONLY) = 3
      7 +++ exited with 0 +++
      """;

  private static Comparison compare(Read... reads) {
    return Comparison.of(List.of(reads), LOG, "/w", Path.of("/usr/bin/ld"), List.of("out"));
  }

  private static Read read(String path, Aspect aspect) {
    return new Read(path, aspect, How.PREDICTED, "test");
  }

  private static final Read OBJECT = read("a.o", Aspect.CONTENT);
  private static final Read MISS = read("L/libz.so", Aspect.ABSENCE);
  private static final Read ARCHIVE = read("L/sp\u00e4t \"z\".a", Aspect.CONTENT);
  private static final Read FOLDER = read("/etc/conf.d", Aspect.LISTING);

  @Test
  void theSameReadsAreEqual() {
    var comparison = compare(OBJECT, MISS, ARCHIVE, FOLDER);
    assertThat(comparison.report()).doesNotContain("only");
    assertThat(comparison.isEqual()).isTrue();
    assertThat(comparison.aside())
        .containsOnlyKeys(Aside.OWN_PARTS, Aside.LOCALE, Aside.OUTPUT, Aside.LTO);
  }

  @Test
  void everyReadThatIsForgottenIsReported() {
    assertThat(compare(MISS, ARCHIVE, FOLDER).unknown()).containsExactly("there /w/a.o");
    assertThat(compare(OBJECT, ARCHIVE, FOLDER).unknown()).containsExactly("absent /w/L/libz.so");
    assertThat(compare(OBJECT, MISS, FOLDER).unknown())
        .containsExactly("there /w/L/sp\u00e4t \"z\".a");
    assertThat(compare(OBJECT, MISS, ARCHIVE).unknown()).containsExactly("listed /etc/conf.d");
  }

  @Test
  void everyReadThatIsInventedIsReported() {
    var more = read("b.o", Aspect.ABSENCE);
    assertThat(compare(OBJECT, MISS, ARCHIVE, FOLDER, more).needless())
        .containsExactly("absent /w/b.o");
    assertThat(compare(read("a.o", Aspect.ABSENCE), MISS, ARCHIVE, FOLDER).isEqual()).isFalse();
  }
}
