package dev.tenon.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is removed after processes that are gone. */
class ClaimsTest {
  @TempDir Path folder;

  private Path left() throws IOException {
    try (var files = Files.list(folder.resolve("claims"))) {
      return files.findFirst().orElseThrow();
    }
  }

  @Test
  void whatAProcessLeftThatIsGoneIsRemoved() throws IOException {
    String token = LeftClaims.write(folder.resolve("claims"), folder);
    Path made = Files.createFile(folder.resolve(token + "out"));
    new Claims(folder.resolve("claims")).sweep();
    assertThat(made).doesNotExist();
    assertThat(folder.resolve("claims")).isEmptyDirectory();
  }

  @Test
  void aClaimThatWasDamagedRemovesNothingOfOthers() throws IOException {
    String token = LeftClaims.write(folder.resolve("claims"), folder);
    Path others = Files.createFile(folder.resolve(".tenon-1-2-3-0-out"));
    Path claim = left();
    Files.writeString(claim, Files.readString(claim).replace(token, ".tenon-"));
    new Claims(folder.resolve("claims")).sweep();
    assertThat(others).exists();
  }
}
