package dev.tenon.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose a folder may be that we believe and write into. */
class StateFolderTest {
  private static final int NOBODY = 65534;

  @TempDir Path folder;

  private Path made(String name, String mode) throws IOException {
    Path made = Files.createDirectories(folder.resolve(name));
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(mode));
    return made;
  }

  /** Only root can make folders of other users. */
  private static Path given(Path file) throws IOException {
    assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "not run as root");
    Files.setAttribute(file, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
    return file;
  }

  @Test
  void ourOwnFolderIsUsed() throws IOException {
    assertThat(StateFolder.objection(made("own", "rwx------"))).isNull();
    assertThat(StateFolder.objection(made("read", "rwxr-xr-x"))).isNull();
  }

  @Test
  void aFolderThatIsNotThereYetIsUsed() {
    assertThat(StateFolder.objection(folder.resolve("a/b/c"))).isNull();
  }

  @Test
  void aFolderThatOthersCanWriteIsNot() throws IOException {
    assertThat(StateFolder.objection(made("group", "rwxrwx---"))).contains("others can write");
    assertThat(StateFolder.objection(made("all", "rwxrwxrwx"))).contains("others can write");
  }

  @Test
  void aStickyFolderThatAllCanWriteIsNot() throws IOException {
    Path sticky = made("sticky", "rwxrwxrwx");
    Files.setAttribute(sticky, "unix:mode", 01777);
    assertThat(StateFolder.objection(sticky)).contains("others can write");
    assertThat(StateFolder.objection(sticky.resolve("mine"))).isNull();
  }

  @Test
  void aFolderBelowOneThatAllCanWriteIsNot() throws IOException {
    made("all/mine", "rwx------");
    made("all", "rwxrwxrwx");
    assertThat(StateFolder.objection(folder.resolve("all/mine"))).contains("others can write");
  }

  @Test
  void aFolderOfAnotherUserIsNot() throws IOException {
    assertThat(StateFolder.objection(given(made("theirs", "rwx------"))))
        .contains("belongs to another user");
  }

  @Test
  void aFolderBelowOneOfAnotherUserIsNot() throws IOException {
    Path ours = made("theirs/ours", "rwx------");
    given(folder.resolve("theirs"));
    assertThat(StateFolder.objection(ours)).contains("belongs to another user");
    assertThat(StateFolder.objection(folder.resolve("theirs/not/yet")))
        .contains("belongs to another user");
  }

  @Test
  void aLinkOfAnotherUserIsNotFollowed() throws IOException {
    Path ours = made("ours", "rwx------");
    Path link = given(Files.createSymbolicLink(folder.resolve("link"), ours));
    assertThat(StateFolder.objection(link)).contains("belongs to another user");
  }

  @Test
  void ourOwnLinkLeadsToAFolderThatIsLookedAtToo() throws IOException {
    Path ours = made("ours", "rwx------");
    Path all = made("all", "rwxrwxrwx");
    assertThat(StateFolder.objection(Files.createSymbolicLink(folder.resolve("good"), ours)))
        .isNull();
    assertThat(StateFolder.objection(Files.createSymbolicLink(folder.resolve("bad"), all)))
        .contains("others can write");
  }

  @Test
  void inPlaceOfAFolderThatIsNotUsedNothingCanBeMade() throws IOException {
    Path none = StateFolder.orNone(made("all", "rwxrwxrwx"));
    assertThat(none).doesNotExist();
    assertThat(none.resolve("receipts").toFile().mkdirs()).isFalse();
  }

  @Test
  void aFolderThatIsGivenToOthersIsLookedAtAgain() throws IOException {
    Path own = made("own", "rwx------");
    assertThat(StateFolder.orNone(own)).isEqualTo(own);
    assertThat(StateFolder.orNone(own)).isEqualTo(own);
    made("own", "rwxrwxrwx");
    assertThat(StateFolder.orNone(own)).isEqualTo(StateFolder.NONE);
    made("own", "rwx------");
    assertThat(StateFolder.orNone(own)).isEqualTo(own);
    Files.delete(own);
    Files.createSymbolicLink(own, made("all", "rwxrwxrwx"));
    assertThat(StateFolder.orNone(own)).isEqualTo(StateFolder.NONE);
  }
}
