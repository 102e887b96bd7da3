package dev.tenon.real;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A folder in which a test writes files and runs real tools. */
public record Lab(Path folder) {

  public record Result(int exit, String out, String err) {}

  /** Runs to the end with the given variables added to a small environment. */
  public Result run(Map<String, String> environment, List<String> words) {
    try {
      var builder = new ProcessBuilder(words).directory(folder.toFile());
      builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
      builder.environment().putAll(environment);
      Path out = Files.createTempFile("tenon-out", "");
      Path err = Files.createTempFile("tenon-err", "");
      builder.redirectOutput(out.toFile()).redirectError(err.toFile());
      Process process = builder.start();
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException("did not end: " + words);
      }
      var result = new Result(process.exitValue(), Files.readString(out), Files.readString(err));
      Files.delete(out);
      Files.delete(err);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs words cut at blanks and fails the test if they fail. */
  public Lab ok(String line) {
    List<String> words = new ArrayList<>(List.of(line.split(" ")));
    var result = run(Map.of(), words);
    if (result.exit() != 0) {
      throw new AssertionError(line + ": " + result.exit() + "\n" + result.out() + result.err());
    }
    return this;
  }

  public Lab write(String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public byte[] bytes(String name) {
    try {
      return Files.readAllBytes(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Skips the test, visibly, where a tool is not installed. */
  public static void needs(String... tools) {
    for (String tool : tools) {
      assumeTrue(find(tool) != null, tool + " is not installed");
    }
  }

  /** Where a tool is, or null. */
  public static @org.jspecify.annotations.Nullable Path find(String tool) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
      Path file = Path.of(folder, tool);
      if (Files.isExecutable(file)) {
        return file;
      }
    }
    return null;
  }
}
