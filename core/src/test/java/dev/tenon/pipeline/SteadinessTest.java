package dev.tenon.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.keep.Identities;
import dev.tenon.model.FileIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are looked at when the linker runs already. */
class SteadinessTest {
  @TempDir Path folder;
  private Path directory;
  private Path file;

  @BeforeEach
  void tree() throws IOException {
    directory = Files.createDirectory(folder.resolve("d"));
    file = Files.writeString(directory.resolve("a"), "a");
    Files.createDirectory(folder.resolve("e"));
    Files.writeString(folder.resolve("e/a"), "b");
    Files.createSymbolicLink(folder.resolve("link"), Path.of("d"));
  }

  private static FileIdentity identity(Path path) {
    return Objects.requireNonNull(Identities.of(path));
  }

  /** A time after everything that was done so far, by the clock of files. */
  private long mark() throws IOException {
    Path clock = folder.resolve("clock");
    long last = 0;
    try (var files = Files.walk(folder)) {
      for (Path file : files.toList()) last = Math.max(last, identity(file).ctime());
    }
    long now = last;
    while (now <= Math.max(last, identity(folder).ctime() + 20_000_000)) {
      Files.writeString(clock, "x");
      now = identity(clock).ctime();
    }
    return now;
  }

  /** Other tests, which run beside this one, change the directory above. */
  private Steadiness since(long mark) {
    var steadiness = new Steadiness(mark);
    steadiness.saw(folder.toString(), identity(folder));
    return steadiness;
  }

  private boolean isSteady(Steadiness steadiness, Path path) {
    return steadiness.isSteady(path.toString(), identity(path));
  }

  @Test
  void fileThatIsOlderThanTheLinkIsSteadyAlsoThroughSymbolicLinks() throws IOException {
    var steadiness = since(mark());
    assertThat(isSteady(steadiness, file)).isTrue();
    assertThat(isSteady(steadiness, folder.resolve("link/a"))).isTrue();
  }

  @Test
  void fileThatWasWrittenOrRenamedDuringTheLinkIsNotSteady() throws IOException {
    var steadiness = since(mark());
    Files.writeString(file, "c");
    assertThat(isSteady(steadiness, file)).isFalse();
    Path moved = Files.move(folder.resolve("e/a"), folder.resolve("e/b"));
    assertThat(isSteady(since(mark()), moved)).isTrue();
    assertThat(isSteady(steadiness, moved)).isFalse();
  }

  @Test
  void fileThatIsReachedByAnotherWaySinceTheLinkBeganIsNotSteady() throws IOException {
    var steadiness = since(mark());
    Files.delete(folder.resolve("link"));
    Files.createSymbolicLink(folder.resolve("link"), Path.of("e"));
    assertThat(isSteady(steadiness, folder.resolve("link/a"))).isFalse();
    Files.move(directory, folder.resolve("old"));
    Files.move(folder.resolve("e"), directory);
    assertThat(isSteady(steadiness, file)).isFalse();
  }

  @Test
  void directoryThatWasLookedAtBeforeNeedNotBeOlderThanTheLink() throws IOException {
    long mark = mark();
    Files.writeString(directory.resolve("output"), "new");
    var steadiness = since(mark);
    assertThat(isSteady(steadiness, file)).isFalse();
    steadiness = since(mark);
    steadiness.saw(directory.toString(), identity(directory));
    assertThat(isSteady(steadiness, file)).isTrue();
  }
}
