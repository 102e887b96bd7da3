package dev.tenon.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Asks a tool something and takes what it prints. */
public final class Question {
  private Question() {}

  /** What the tool printed to standard output and to standard error. */
  public record Answer(int exit, String out, String err) {}

  /**
   * @param variables set for the tool beyond the caller's environment
   * @throws IOException if it cannot be started
   */
  public static Answer ask(
      List<String> command,
      Path folder,
      Map<String, String> environment,
      Map<String, String> variables)
      throws IOException {
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
    Environments.apply(builder.environment(), environment);
    builder.environment().putAll(variables);
    Process process = builder.start();
    var err = new java.io.ByteArrayOutputStream();
    Thread errors =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try {
                process.getErrorStream().transferTo(err);
              } catch (IOException e) {
                // The tool is gone; its exit code says more.
              }
            });
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      errors.join();
      return new Answer(process.waitFor(), out, err.toString(StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      return new Answer(130, out, "");
    }
  }
}
