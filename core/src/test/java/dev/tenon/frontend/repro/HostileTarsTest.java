package dev.tenon.frontend.repro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.model.BadRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reproduce tars that would write elsewhere, or lead there. */
class HostileTarsTest {
  @TempDir Path folder;
  private Path tar;
  private Path into;

  @BeforeEach
  void names() {
    tar = folder.resolve("r.tar");
    into = folder.resolve("into");
  }

  private TarArchiveOutputStream begin() throws IOException {
    var out = new TarArchiveOutputStream(Files.newOutputStream(tar), "UTF-8");
    file(out, "top/version.txt", "LLD 19\n");
    file(out, "top/response.txt", "-o out m.o\n");
    return out;
  }

  private static void file(TarArchiveOutputStream out, String name, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    var entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    out.putArchiveEntry(entry);
    out.write(bytes);
    out.closeArchiveEntry();
  }

  private void isRefused(String reason) {
    assertThatThrownBy(() -> ReproFrontend.read(tar, into))
        .isInstanceOf(BadRecord.class)
        .hasMessageContaining(reason);
    assertThat(folder).isDirectoryNotContaining(file -> file.endsWith("outside"));
  }

  @Test
  void aTarOfPlainFilesIsRead() throws IOException {
    try (var out = begin()) {
      file(out, "top/m.o", "x");
    }
    assertThat(ReproFrontend.read(tar, into).primary().path()).isEqualTo("out");
  }

  @Test
  void anEntryAboveTheFolderIsRefused() throws IOException {
    try (var out = begin()) {
      file(out, "top/../../outside", "x");
    }
    isRefused("leads out of the folder");
  }

  @Test
  void aSymbolicLinkIsRefused() throws IOException {
    try (var out = begin()) {
      var link = new TarArchiveEntry("top/m.o", TarConstants.LF_SYMLINK);
      link.setLinkName("/etc/passwd");
      out.putArchiveEntry(link);
      out.closeArchiveEntry();
    }
    isRefused("is no plain file");
  }

  @Test
  void aLinkedFolderIsRefusedBeforeAnythingIsWrittenBehindIt() throws IOException {
    try (var out = begin()) {
      var link = new TarArchiveEntry("top/sub", TarConstants.LF_SYMLINK);
      link.setLinkName("../..");
      out.putArchiveEntry(link);
      out.closeArchiveEntry();
      file(out, "top/sub/outside", "x");
    }
    isRefused("is no plain file");
  }

  @Test
  void aHardLinkIsRefused() throws IOException {
    try (var out = begin()) {
      var link = new TarArchiveEntry("top/m.o", TarConstants.LF_LINK);
      link.setLinkName("/etc/passwd");
      out.putArchiveEntry(link);
      out.closeArchiveEntry();
    }
    isRefused("is no plain file");
  }

  /** Bytes of a name that are no UTF-8, as GNU tar writes them. */
  @Test
  void anEntryWithANameThatIsNotUtf8IsRefused() throws IOException {
    for (String name : java.util.List.of("top/\u00ff\u00fe", "top/\u00ed\u00a0\u0080")) {
      try (var out = new TarArchiveOutputStream(Files.newOutputStream(tar), "ISO-8859-1")) {
        file(out, "top/response.txt", "-o out m.o\n");
        file(out, name, "x");
      }
      isRefused("a name that is not UTF-8");
      assertThat(into).isDirectoryContaining(file -> file.endsWith("response.txt"));
      Files.delete(into.resolve("response.txt"));
    }
  }

  @Test
  void namesInUtf8AreReadInHeadersAndInPaxRecords() throws IOException {
    String name = "top/\u00e9\u4e2d.o";
    String longName = "top/" + "d\u00e9/".repeat(40) + "m.o";
    try (var out = begin()) {
      out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      file(out, name, "x");
      file(out, longName, "x");
    }
    ReproFrontend.read(tar, into);
    assertThat(into.resolve(name.substring(4))).exists();
    assertThat(into.resolve(longName.substring(4))).exists();
  }

  @Test
  void aCommandLineWithANulOrThatIsNotTextIsRefused() throws IOException {
    try (var out = new TarArchiveOutputStream(Files.newOutputStream(tar), "UTF-8")) {
      file(out, "top/response.txt", "-o o\0ut m.o\n");
    }
    isRefused("response.txt has a NUL in it");
  }

  @Test
  void twoEntriesOfOneNameAreRefusedWithThatName() throws IOException {
    try (var out = begin()) {
      file(out, "top/m.o", "x");
      file(out, "top/m.o", "y");
    }
    isRefused("entry `m.o` cannot be made: something of that name is there");
  }

  @Test
  void anEntryThousandsOfFoldersDeepIsRefused() throws IOException {
    try (var out = begin()) {
      out.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
      file(out, "top/" + "d/".repeat(2_000) + "m.o", "x");
    }
    isRefused("more than 100 folders deep");
    assertThat(into.resolve("d")).doesNotExist();
  }
}
