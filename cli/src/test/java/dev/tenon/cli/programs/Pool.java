package dev.tenon.cli.programs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small objects, libraries and scripts of all kinds for tests to link. */
final class Pool {
  private static final Path SOURCES =
      Workshop.HOME.resolve("cli/src/test/resources/dev/tenon/cli/programs/pool");

  private Pool() {}

  static void compile(Path folder) throws IOException {
    var shop = new Workshop(Files.createDirectories(folder));
    shop.run(SOURCES.resolve("make").toString(), SOURCES.toString()).ok();
  }
}
