package dev.tenon.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the real linkers and drivers. */
final class Tools {
  record Result(int status, String output) {}

  private Tools() {}

  static final List<Family> LINKERS = List.of(Family.BFD, Family.LLD, Family.MOLD);

  static String command(Family family) {
    return switch (family) {
      case BFD -> "ld.bfd";
      case LLD -> "ld.lld-19";
      case MOLD -> "mold";
      case GCC -> "gcc";
      case CLANG -> "clang-19";
    };
  }

  /** Skips the test, visibly, where the tool is not installed. */
  static void need(String... commands) {
    for (var command : commands) {
      boolean found =
          List.of(System.getenv("PATH").split(":")).stream()
              .anyMatch(d -> Files.isExecutable(Path.of(d, command)));
      assumeTrue(found, command + " is not installed");
    }
  }

  static Result run(Path folder, List<String> words) {
    return run(folder, words, "");
  }

  static Result run(Path folder, List<String> words, String input) {
    try {
      var builder = new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true);
      builder.environment().put("LC_ALL", "C");
      builder.environment().put("TMPDIR", folder.toString());
      var process = builder.start();
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", words).isTrue();
      return new Result(process.exitValue(), output);
    } catch (IOException e) {
      throw new AssertionError(words.toString(), e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static List<String> words(String first, List<String> rest) {
    var words = new ArrayList<String>();
    words.add(first);
    words.addAll(rest);
    return words;
  }

  /** An object without any symbol. */
  static Path emptyObject(Path folder) {
    var object = folder.resolve("empty.o");
    need("gcc");
    var made = run(folder, List.of("gcc", "-xc", "-c", "-o", object.toString(), "-"), "");
    assertThat(made.status()).as(made.output()).isZero();
    return object;
  }
}
