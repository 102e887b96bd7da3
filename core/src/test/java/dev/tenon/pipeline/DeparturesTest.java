package dev.tenon.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeparturesTest {
  @TempDir Path folder;
  private final BlockingQueue<Path> gone = new LinkedBlockingQueue<>();

  private Path file(String name) throws IOException {
    Files.createDirectories(folder.resolve(name).getParent());
    return Files.writeString(folder.resolve(name), "x");
  }

  private void watch(Departures departures, Path file) {
    departures.watch(file, () -> gone.add(file));
  }

  private Path next() throws InterruptedException {
    return gone.poll(1, TimeUnit.MINUTES);
  }

  @Test
  void itTellsOfWatchedFilesAndOfNoOthers() throws Exception {
    var departures = new Departures();
    Path deleted = file("a/deleted");
    Path moved = file("a/moved");
    Path unwatched = file("a/unwatched");
    watch(departures, deleted);
    watch(departures, moved);
    Files.delete(unwatched);
    Files.delete(deleted);
    assertThat(next()).isEqualTo(deleted);
    Files.move(moved, folder.resolve("elsewhere"));
    assertThat(next()).isEqualTo(moved);
  }

  @Test
  void aFileIsWatchedAgainWhenThatIsAskedForAgain() throws Exception {
    var departures = new Departures();
    for (int i = 0; i < 3; i++) {
      Path file = file("a/file");
      watch(departures, file);
      Files.delete(file);
      assertThat(next()).isEqualTo(file);
    }
  }

  @Test
  void ofManyFoldersThoseAskedForLastAreWatched() throws Exception {
    var departures = new Departures();
    for (int i = 0; i < 200; i++) {
      watch(departures, file("f" + i + "/file"));
    }
    Files.delete(folder.resolve("f0/file"));
    Files.delete(folder.resolve("f199/file"));
    assertThat(next()).isEqualTo(folder.resolve("f199/file"));
  }

  @Test
  void aFolderThatIsDeletedIsForgotten() throws Exception {
    var departures = new Departures();
    for (int i = 0; i < 2; i++) {
      Path file = file("a/file");
      watch(departures, file);
      Files.delete(file);
      assertThat(next()).isEqualTo(file);
      Files.delete(folder.resolve("a"));
    }
  }
}
