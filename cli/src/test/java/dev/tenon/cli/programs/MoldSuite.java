package dev.tenon.cli.programs;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The test scripts of mold, for any linker. They are not part of this project: they come from a
 * checkout that TENON_MOLD_SUITE names, or from Debian's source package.
 */
final class MoldSuite {
  private MoldSuite() {}

  /** Scripts for machines other than this one. */
  private static final String ELSEWHERE =
      ".*/arch-(aarch64|arm|armeb|i686|loongarch64|ppc|riscv|s390x|sparc|m68k|sh4).*";

  /** Mold 1.10 reads the option that this gives it for ever, and takes all memory meanwhile. */
  private static final String ENDLESS = ".*/exclude-libs\\.sh";

  /** In order; the test is skipped when there are none. */
  static List<Path> scripts() {
    var told = System.getenv("TENON_MOLD_SUITE");
    var suite = told != null && !told.isEmpty() ? Path.of(told).toAbsolutePath() : sources();
    var old = suite.resolve("test/elf");
    try (var files = Files.list(Files.isDirectory(old) ? old : suite.resolve("test"))) {
      return files
          .filter(file -> file.toString().endsWith(".sh"))
          .filter(file -> !file.toString().matches(ELSEWHERE))
          .filter(file -> !file.toString().matches(ENDLESS))
          .sorted()
          .toList();
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  private static Path sources() {
    try {
      return Tools.sources("mold-");
    } catch (org.opentest4j.TestAbortedException absent) {
      return abort("neither TENON_MOLD_SUITE nor Debian's sources of mold are here");
    }
  }
}
