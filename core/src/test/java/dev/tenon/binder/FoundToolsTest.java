package dev.tenon.binder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.keep.Identities;
import dev.tenon.model.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tool that was found is found again without being asked, but not when it is another by now. */
class FoundToolsTest {
  @TempDir Path folder;

  private Path first;
  private Path second;
  private Toolchains tools;

  @BeforeEach
  void twoPlaces() throws IOException {
    first = Files.createDirectory(folder.resolve("first"));
    second = Files.createDirectory(folder.resolve("second"));
    tools =
        new Toolchains(
            new DigestMemo(folder.resolve("state")),
            new FoundTools(Identities::of),
            Map.of("PATH", first + ":" + second + ":" + System.getenv("PATH")));
    linker(second, "2.1");
  }

  /** A program that says it is GNU ld, of another length for each version. */
  private static Path linker(Path place, String version) throws IOException {
    Path file = Files.createTempFile(place, "new", "");
    Files.writeString(file, "#!/bin/sh\necho 'GNU ld (Test) " + version + "'\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return Files.move(file, place.resolve("ld"), StandardCopyOption.REPLACE_EXISTING);
  }

  private @Nullable Tool find() {
    return tools.find("linker", "ld", folder, List.of());
  }

  private Tool found() {
    return Objects.requireNonNull(find());
  }

  @Test
  void theSameToolIsNotMadeAgain() {
    assertThat(found()).isSameAs(found());
    assertThat(found().path()).isEqualTo(second.resolve("ld").toString());
  }

  @Test
  void oneThatComesBeforeItOnThePathIsTaken() throws IOException {
    found();
    linker(first, "2.2");
    assertThat(found().version()).isEqualTo("2.2");
    Files.delete(first.resolve("ld"));
    assertThat(found().version()).isEqualTo("2.1");
  }

  @Test
  void oneThatTakesItsPlaceIsAnother() throws IOException {
    Tool before = found();
    linker(second, "2.33");
    assertThat(found().version()).isEqualTo("2.33");
    assertThat(found().digest()).isNotEqualTo(before.digest());
  }

  /** Nothing shows that but the time of the change of status, which programs cannot set. */
  @Test
  void oneOfTheSameSizeAndTimeInTheSameFileIsAnother() throws IOException {
    Path file = second.resolve("ld");
    var longAgo = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(file, longAgo);
    found();
    Files.writeString(file, Files.readString(file).replace("2.1", "2.7"));
    Files.setLastModifiedTime(file, longAgo);
    assertThat(found().version()).isEqualTo("2.7");
  }

  @Test
  void oneThatMayNoLongerBeRunIsPassedOver() throws IOException {
    linker(first, "2.2");
    found();
    Files.setPosixFilePermissions(
        first.resolve("ld"), PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(found().version()).isEqualTo("2.1");
  }

  @Test
  void whatWasNotThereMayComeLater() throws IOException {
    assertThat(tools.find("linker", "no-such-ld", folder, List.of())).isNull();
    Files.copy(
        second.resolve("ld"), second.resolve("no-such-ld"), StandardCopyOption.COPY_ATTRIBUTES);
    assertThat(tools.find("linker", "no-such-ld", folder, List.of())).isNotNull();
  }

  @Test
  void whoseNamesArePassedOverIsPartOfTheQuestion() throws IOException {
    linker(first, "2.2");
    assertThat(found().version()).isEqualTo("2.2");
    Tool other = tools.find("linker", "ld", folder, List.of(first));
    assertThat(Objects.requireNonNull(other).version()).isEqualTo("2.1");
    assertThat(found().version()).isEqualTo("2.2");
  }
}
