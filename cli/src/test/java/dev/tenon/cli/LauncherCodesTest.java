package dev.tenon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.explain.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The launcher is not Java, but its messages are in the one table too. */
class LauncherCodesTest {
  @Test
  void everyCodeOfTheLauncherCanBeExplained() throws IOException {
    var codes = new TreeSet<String>();
    try (var files = Files.list(Path.of(System.getProperty("tenon.home", ".."), "launcher"))) {
      for (var file : files.toList()) {
        Pattern.compile("\\bT[0-9]{4}\\b")
            .matcher(Files.readString(file))
            .results()
            .map(MatchResult::group)
            .forEach(codes::add);
      }
    }
    assertThat(codes).contains("T0001", "T0002", "T0003", "T0004");
    assertThat(codes).allSatisfy(code -> assertThat(Code.parse(code)).isNotNull());
  }
}
