package dev.tenon.cli.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command that the README shows does what it says. */
class ReadmeTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh$(.*?)^```$");

  @Test
  void everyLineWorks(@TempDir Path folder) throws IOException {
    var text = Files.readString(Workshop.HOME.resolve("README.md"));
    var lines = new ArrayList<String>();
    BLOCK
        .matcher(text)
        .results()
        .forEach(block -> lines.addAll(block.group(1).strip().lines().toList()));
    assertThat(lines).contains("./verify").hasSizeGreaterThan(5);
    lines.remove("./verify"); // this test is a part of it

    // As in a checkout, but what the lines write lands elsewhere.
    for (var name : List.of("tenon", "bin", "examples")) {
      Files.createSymbolicLink(folder.resolve(name), Workshop.HOME.resolve(name));
    }
    var shop = new Workshop(folder);
    var said = new StringBuilder();
    for (var line : lines) said.append(shop.run("sh", "-c", line).ok().out());
    assertThat(said)
        .contains("Hello, linked world!\n", "mortise 1\ntenon 2\n", "\n2\n", "libcounter.so");
  }
}
