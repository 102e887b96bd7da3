package dev.tenon.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.keep.Identities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DependencyFilesTest {
  private final DependencyFiles files = new DependencyFiles(true);

  @AfterEach
  void close() {
    files.close();
  }

  private static long changed(Path file) {
    return Objects.requireNonNull(Identities.of(file)).ctime();
  }

  /** Also if the link before wrote nothing, as one that was left undone. */
  @Test
  void everyBeginningTellsATimeOfItsOwn() throws IOException {
    for (int i = 0; i < 4; i++) {
      Path before = Files.createTempFile(Path.of("/dev/shm"), "before", "");
      long then = changed(before);
      Files.delete(before);
      Beginning one = files.begin();
      assertThat(one.mark()).isGreaterThanOrEqualTo(then);
      files.end(one.clock(), true);
    }
  }

  @Test
  void aFileThatIsUsedAgainIsEmpty() throws IOException {
    Beginning first = files.begin();
    Path told = Objects.requireNonNull(first.clock());
    Files.writeString(told, "a.o: b.c\n");
    files.end(told, true);
    Beginning second = files.begin();
    assertThat(second.clock()).isEqualTo(told).isEmptyFile();
    files.end(told, true);
  }

  @Test
  void oneThatALinkerMayStillWriteToIsNotUsedAgain() throws IOException {
    Path told = Objects.requireNonNull(files.begin().clock());
    files.end(told, false);
    assertThat(told).doesNotExist();
    Path other = files.begin().clock();
    assertThat(other).isNotEqualTo(told);
    files.end(other, true);
  }

  @Test
  void whereItWasDeletedAnotherOneIsMade() throws IOException {
    Path told = Objects.requireNonNull(files.begin().clock());
    files.end(told, true);
    Files.delete(told);
    Beginning next = files.begin();
    assertThat(next.clock()).isNotNull().isEmptyFile();
    assertThat(next.mark()).isPositive();
    files.end(next.clock(), true);
  }
}
