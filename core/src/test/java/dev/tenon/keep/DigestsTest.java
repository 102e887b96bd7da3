package dev.tenon.keep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.model.FileIdentity;
import dev.tenon.model.Read;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A digest is remembered by the identity of a file, and only if every change would show in it. */
class DigestsTest {
  private static final Digests.Known KNOWN = new Digests.Known("a".repeat(64), Read.Form.NAMELESS);

  @TempDir Path folder;
  private Digests digests;

  @BeforeEach
  void start() throws IOException {
    Files.createDirectory(folder.resolve("state"));
    digests = again();
  }

  private Digests again() {
    return new Digests(folder.resolve("state"), _ -> Read.Form.OTHER);
  }

  private static final Path ANY = Path.of("/any");

  private static FileIdentity identity(long ino, long ctime) {
    return new FileIdentity(1, ino, 10, 5, ctime, 0100644, 1, 0, 0);
  }

  @Test
  void whatOneProcessLearntAnotherKnows() {
    digests.learn(identity(1, 7), KNOWN);
    digests.save();
    assertThat(again().known(ANY, identity(1, 7))).isEqualTo(KNOWN);
    assertThat(again().known(ANY, identity(1, 8))).isNull();
    assertThat(again().known(ANY, identity(2, 7))).isNull();
  }

  @Test
  void whatAnotherProcessLearntMeanwhileIsSeen() {
    Digests other = again();
    assertThat(digests.known(ANY, identity(1, 7))).isNull();
    other.learn(identity(1, 7), KNOWN);
    other.save();
    assertThat(digests.known(ANY, identity(1, 7))).isEqualTo(KNOWN);
    digests.learn(identity(2, 7), KNOWN);
    digests.save();
    assertThat(other.known(ANY, identity(2, 7))).isEqualTo(KNOWN);
  }

  @Test
  void linesThatAreNotWholeArePassedOver() throws IOException {
    digests.learn(identity(1, 7), KNOWN);
    digests.save();
    Path file = folder.resolve("state/files.memo");
    Files.writeString(
        file,
        "1\t1\t2\n\u00e4\tx\n1\t1\t3\t10\t5\t7\tshort\tOTHER\n1\t1\t9\t10",
        StandardOpenOption.APPEND);
    Digests other = again();
    assertThat(other.known(ANY, identity(1, 7))).isEqualTo(KNOWN);
    assertThat(other.known(ANY, identity(3, 7))).isNull();
  }

  @Test
  void theFileIsWrittenAnewWhenItHasGrown() throws IOException {
    for (int i = 0; i < 120_000; i++) {
      digests.learn(identity(i % 30_000, i), KNOWN);
    }
    digests.save();
    digests.learn(identity(1_000_000, 1), KNOWN);
    digests.save();
    assertThat(Files.size(folder.resolve("state/files.memo"))).isLessThan(4 << 20);
    Digests other = again();
    assertThat(other.known(ANY, identity(1_000_000, 1))).isEqualTo(KNOWN);
    assertThat(other.known(ANY, identity(29_999, 119_999))).isEqualTo(KNOWN);
    assertThat(other.known(ANY, identity(29_999, 29_999))).isNull();
  }

  @Test
  void aFolderThatCannotBeWrittenCostsNothing() {
    Digests nowhere = new Digests(Path.of("/proc/none"), _ -> Read.Form.OTHER);
    nowhere.learn(identity(1, 7), KNOWN);
    nowhere.save();
    assertThat(nowhere.known(ANY, identity(1, 7))).isEqualTo(KNOWN);
  }

  @Test
  void aFileThatWasChangedJustNowIsReadButNotRemembered() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "abc");
    FileIdentity identity = Objects.requireNonNull(Identities.of(file));
    assertThat(Identities.isSettled(identity, identity.ctime() + 1_000_000)).isFalse();
    assertThat(Identities.isSettled(identity, identity.ctime() + 100_000_000)).isTrue();
    assertThat(Identities.isSettled(identity, identity.ctime() - 1)).isFalse();
    Digests.Known known = digests.read(file, identity);
    assertThat(known).isNotNull();
    assertThat(Objects.requireNonNull(known).digest())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void timesWithoutAFractionMustBeSecondsOld() {
    FileIdentity coarse = identity(1, 5_000_000_000L);
    assertThat(Identities.isSettled(coarse, 6_000_000_000L)).isFalse();
    assertThat(Identities.isSettled(coarse, 7_100_000_000L)).isTrue();
    assertThat(Identities.isSettledBy(coarse, 6_000_000_000L)).isFalse();
    assertThat(Identities.isSettledBy(identity(1, 5_000_000_007L), 5_000_000_008L)).isTrue();
    assertThat(Identities.isSettledBy(identity(1, 5_000_000_007L), 5_000_000_007L)).isFalse();
  }

  @Test
  void aFileThatHasAnotherIdentityByNowIsNotTakenForTheOldOne() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "abc");
    FileIdentity identity = Objects.requireNonNull(Identities.of(file));
    Path other = Files.writeString(folder.resolve("g"), "abd");
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    assertThat(digests.read(file, identity)).isNull();
  }

  /**
   * What no kernel's tick may hide: each change of a file shows in what we see of it in the end.
   */
  @Test
  void manyChangesInARowNeverLeaveAWrongDigest() throws IOException {
    Path file = folder.resolve("f");
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      Files.writeString(file, "%05d".formatted(i));
      FileIdentity identity = Objects.requireNonNull(Identities.of(file));
      Digests.Known known = digests.read(file, identity);
      Files.writeString(file, "%05d".formatted(i + 1));
      Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
      FileIdentity now = Objects.requireNonNull(Identities.of(file));
      Digests.Known remembered = digests.known(ANY, now);
      if (remembered != null && remembered.equals(known)) {
        wrong.add("change " + i);
      }
    }
    assertThat(wrong).isEmpty();
  }
}
