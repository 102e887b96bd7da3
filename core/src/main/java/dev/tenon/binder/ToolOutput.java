package dev.tenon.binder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a tool prints when it is asked about itself, within bounds.
 *
 * <p>It prints into a file: a pipe would have to be read to its end, and that does not come before
 * the last descendant that a tool left running has ended.
 */
final class ToolOutput {
  private static final long LIMIT = TimeUnit.SECONDS.toNanos(10);
  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LARGEST = 4 << 20;
  private static final ProcessBuilder.Redirect NOTHING =
      ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile());

  private ToolOutput() {}

  /**
   * @param environment all of it
   * @return what came on standard output; empty if the tool failed; null if it could not be asked
   *     now, which says nothing about the tool
   */
  static @Nullable String of(List<String> words, Map<String, String> environment) {
    Path file = null;
    try {
      file = Files.createTempFile("tenon-said", "");
      var builder =
          new ProcessBuilder(words)
              .redirectInput(NOTHING)
              .redirectOutput(file.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD);
      builder.environment().clear();
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!ends(process, file)) {
        return null;
      }
      return process.exitValue() == 0
          ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
          : "";
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } finally {
      delete(file);
    }
  }

  /** Waits for the end, and makes one if it does not come or too much is printed. */
  private static boolean ends(Process process, Path file) throws IOException, InterruptedException {
    long start = System.nanoTime();
    try {
      while (!process.waitFor(LOOK, TimeUnit.NANOSECONDS)) {
        if (System.nanoTime() - start > LIMIT || Files.size(file) > LARGEST) {
          return false;
        }
      }
      return true;
    } finally {
      if (process.isAlive()) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
  }

  private static void delete(@Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // A small file in the folder for temporary files stays.
    }
  }
}
