package dev.tenon.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.real.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What lies under the names that we write to. */
@Timeout(60)
class StateFilesTest {
  @TempDir Path folder;

  private void nothingOpens(Path file) {
    ThrowingCallable[] all = {
      () -> StateFiles.append(file, "x"),
      () -> StateFiles.write(file).close(),
      () -> StateFiles.read(file).close(),
      () -> StateFiles.text(file),
      () -> StateFiles.create(file, "x"),
    };
    for (ThrowingCallable one : all) {
      assertThatThrownBy(one).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aLinkIsNotOpened() throws IOException {
    Path target = Files.writeString(folder.resolve("target"), "a line\n");
    nothingOpens(Files.createSymbolicLink(folder.resolve("link"), target));
    nothingOpens(Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("new")));
    assertThat(target).hasContent("a line");
    assertThat(folder.resolve("new")).doesNotExist();
  }

  @Test
  void aPipeIsNotWaitedFor() {
    Lab.needs("mkfifo");
    new Lab(folder).ok("mkfifo pipe");
    nothingOpens(folder.resolve("pipe"));
  }

  @Test
  void aFolderIsNotOpened() throws IOException {
    nothingOpens(Files.createDirectory(folder.resolve("folder")));
  }

  @Test
  void aFolderBehindALinkIsNotMadeUseOf() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), other);
    assertThatThrownBy(() -> StateFiles.makeFolder(link)).isInstanceOf(IOException.class);
  }

  @Test
  void whatIsMadeIsForTheUserAlone() throws IOException {
    Path made = folder.resolve("a/b");
    StateFiles.makeFolder(made);
    StateFiles.makeFolder(made);
    StateFiles.append(made.resolve("file"), "x");
    StateFiles.create(made.resolve("whole"), "y");
    assertThat(mode(folder.resolve("a"))).isEqualTo("rwx------");
    assertThat(mode(made)).isEqualTo("rwx------");
    assertThat(mode(made.resolve("file"))).isEqualTo("rw-------");
    assertThat(mode(made.resolve("whole"))).isEqualTo("rw-------");
  }

  @Test
  void aWholeFileTakesThePlaceOfALinkAndLeavesItsTarget() throws IOException {
    Path target = Files.writeString(folder.resolve("target"), "a line\n");
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);
    StateFiles.create(folder.resolve("fresh"), "new");
    StateFiles.put(folder.resolve("fresh"), link);
    assertThat(StateFiles.text(link)).isEqualTo("new");
    assertThat(target).hasContent("a line");
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
