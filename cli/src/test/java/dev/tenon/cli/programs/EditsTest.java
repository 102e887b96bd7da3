package dev.tenon.cli.programs;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link RipgrepTest} does the same with a Rust program. */
class EditsTest {
  @Test
  void everySkippedLinkOfACppProjectEqualsAFreshOne(@TempDir Path folder) throws IOException {
    Tools.want("g++");
    Tools.want("make");
    Edits.check("C++ project", new EditedCpp(folder), Edits.steps(10, 300));
  }
}
