package dev.tenon.driver;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Steps aside: the real tool runs with the caller's own words, streams and folder. */
public final class Aside {
  private Aside() {}

  /**
   * The tool's exit code, 128 + signal if one ended it.
   *
   * @throws IOException if it cannot be started
   */
  public static int run(
      String program,
      List<String> words,
      Path folder,
      Map<String, String> environment,
      Cancellation cancellation)
      throws IOException {
    var command = new ArrayList<String>(words.size() + 1);
    command.add(program);
    command.addAll(words);
    var builder = new ProcessBuilder(command).directory(folder.toFile()).inheritIO();
    Environments.apply(builder.environment(), environment);
    Process process = builder.start();
    try (var _ = cancellation.onCancel(process::destroy)) {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      return 130;
    }
  }
}
