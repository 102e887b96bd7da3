package dev.tenon.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.keep.Identities;
import dev.tenon.model.FileIdentity;
import dev.tenon.real.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where time stamps prove that a file is what it was, on file systems that are mounted for it. */
class FileSystemsTest {
  @TempDir Path folder;

  private final FileSystems fileSystems = new FileSystems();
  private Lab lab;
  private Path at;
  private Path memory;

  @BeforeEach
  void places() throws IOException {
    lab = new Lab(Files.createDirectory(folder.resolve("lab")));
    at = Files.createDirectory(folder.resolve("at"));
    memory = Files.createDirectory(folder.resolve("memory"));
  }

  @AfterEach
  void nothingStays() {
    unmount(at);
    unmount(memory);
  }

  private void unmount(Path where) {
    lab.run(Map.of(), List.of("umount", where.toString()));
  }

  private boolean mount(Path where, String type, String options) {
    var words = List.of("mount", "-t", type, "none", "-o", options, where.toString());
    return lab.run(Map.of(), words).exit() == 0;
  }

  private boolean proves() throws IOException {
    Path file = at.resolve("file");
    Files.writeString(file, "x");
    FileIdentity identity = Objects.requireNonNull(Identities.of(file));
    return fileSystems.stampsProve(identity, file);
  }

  /** An overlay whose layers lie in these folders. */
  private boolean overlay(Path lower, Path upper) throws IOException {
    Files.createDirectories(lower.resolve("lower"));
    Files.createDirectories(upper.resolve("upper"));
    Files.createDirectories(upper.resolve("work"));
    return mount(
        at,
        "overlay",
        "lowerdir=%s/lower,upperdir=%s/upper,workdir=%s/work".formatted(lower, upper, upper));
  }

  @Test
  void stampsOfMemoryProveNothingAndThoseOfDisksDo() throws IOException {
    assumeTrue(!Files.getFileStore(folder).type().equals("tmpfs"), "the tests run in memory");
    assertThat(proves()).isTrue();
    assumeTrue(mount(at, "tmpfs", "rw"), "nothing can be mounted here");
    assertThat(proves()).isFalse();
  }

  @Test
  void stampsOfOverlayProveWhatThoseOfAllItsLayersProve() throws IOException {
    Path disk = folder.resolve("disk");
    assumeTrue(overlay(disk, disk), "no overlay can be mounted here");
    boolean isOnDisk = !Files.getFileStore(folder).type().equals("tmpfs");
    assertThat(proves()).isEqualTo(isOnDisk);
    unmount(at);
    assertThat(mount(memory, "tmpfs", "rw")).isTrue();
    assertThat(overlay(disk, memory)).isTrue();
    assertThat(proves()).isFalse();
    unmount(at);
    assertThat(overlay(memory, disk)).isTrue();
    assertThat(proves()).isFalse();
  }

  @Test
  void ofOverlayWhoseLayersAreOutOfSightNothingIsProved() {
    String mount = "29 1 0:26 / /at rw - overlay none rw,%s,workdir=/w";
    assertThat(lieOnDisk(mount.formatted("lowerdir=/:/,upperdir=/"))).isTrue();
    assertThat(lieOnDisk(mount.formatted("lowerdir+=/,upperdir=/"))).isTrue();
    for (String upper : List.of("/no/such/folder", "upper", "/with\\040blank")) {
      assertThat(lieOnDisk(mount.formatted("lowerdir=/,upperdir=" + upper))).as(upper).isFalse();
    }
    assertThat(lieOnDisk(mount.formatted("lowerdir=/:/no/such,upperdir=/"))).isFalse();
    assertThat(lieOnDisk(mount.formatted("userxattr"))).isFalse();
    assertThat(lieOnDisk("22 1 0:21 / /proc rw - proc proc rw")).isTrue();
  }

  private static boolean lieOnDisk(String mount) {
    return Overlays.lieOn(type -> !type.equals("tmpfs"), List.of(mount));
  }
}
