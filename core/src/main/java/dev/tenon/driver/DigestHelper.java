package dev.tenon.driver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The program {@code digest} of {@code front/digest}, which reads large files several times faster
 * than a JVM that compiles quickly. Started when it is first needed; it ends by itself when nobody
 * has asked for a while.
 */
public final class DigestHelper {
  /** Smaller files take less time than asking does. */
  private static final long SMALL = 1 << 18;

  /** Files of which the digest takes more than some milliseconds. */
  private static final long MEDIUM = 4 << 20;

  /** Files of which the digest takes so long that others must not wait for it. */
  public static final long LARGE = 64 << 20;

  private final Lane quick;
  private final Lane medium;
  private final Lane slow;

  /**
   * @param program that digests, run three times: no file waits for one that is much larger
   */
  public DigestHelper(Path program) {
    this.quick = new Lane(List.of(program.toString()));
    this.medium = new Lane(List.of(program.toString()));
    this.slow = new Lane(List.of(program.toString(), "--last"));
  }

  /** SHA-256 in lower-case hex; null if the file is small or the helper cannot tell. */
  public @Nullable String sha256(Path file) {
    try {
      long size = Files.size(file);
      if (!file.isAbsolute() || size < SMALL) {
        return null;
      }
      return (size < MEDIUM ? quick : size < LARGE ? medium : slow).ask(file);
    } catch (IOException e) {
      return null;
    }
  }

  /** One process, which digests one file after another. */
  private static final class Lane {
    private final List<String> command;
    private @Nullable Process process;
    private @Nullable BufferedReader answers;

    Lane(List<String> command) {
      this.command = command;
    }

    private synchronized @Nullable String ask(Path file) {
      byte[] name = (file + "\0").getBytes(StandardCharsets.UTF_8);
      for (int attempts = 0; attempts < 2; attempts++) { // it may have just gone
        try {
          start();
          if (process == null || answers == null) {
            return null;
          }
          process.getOutputStream().write(name);
          process.getOutputStream().flush();
          String line = answers.readLine();
          if (line != null) {
            return line.matches("[0-9a-f]{64}") ? line : null;
          }
        } catch (IOException e) {
          // Once more with a new one.
        }
        stop();
      }
      return null;
    }

    private void start() throws IOException {
      if (process == null || !process.isAlive()) {
        var builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        process = builder.start();
        answers =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
      }
    }

    private void stop() {
      if (process != null) {
        process.destroyForcibly();
      }
      process = null;
      answers = null;
    }
  }
}
