package dev.tenon.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A folder for what one step needs and nobody else sees; made when first used. */
final class Scratch implements AutoCloseable {
  private final List<Path> files = new ArrayList<>();
  private @Nullable Path folder;

  Path file(String name) throws IOException {
    if (folder == null) {
      folder = Files.createTempDirectory("tenon");
    }
    Path file = folder.resolve(name);
    files.add(file);
    return file;
  }

  Path place() {
    return folder == null ? Path.of("the folder for temporary files") : folder;
  }

  @Override
  public void close() {
    discard();
  }

  void discard() {
    try {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      if (folder != null) {
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      // A leftover in the folder for temporary files harms nobody.
    }
  }
}
