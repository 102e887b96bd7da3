package dev.tenon.daemon;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/**
 * The folder in which front and head meet. The front computes the same: {@code TENON_RUNTIME}, else
 * {@code XDG_RUNTIME_DIR/tenon}, else {@code /tmp/tenon-UID}.
 */
public record Place(Path folder) {
  /** Of a user, by environment. */
  public static Place of(Map<String, String> environment) throws IOException {
    String own = environment.getOrDefault("TENON_RUNTIME", "");
    String session = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    if (own.startsWith("/")) {
      return new Place(Path.of(own));
    }
    return session.startsWith("/") && Files.isWritable(Path.of(session))
        ? new Place(Path.of(session, "tenon"))
        : new Place(Path.of("/tmp/tenon-" + uid()));
  }

  /** Of this process; the link to it belongs to root. */
  private static int uid() throws IOException {
    return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
  }

  /**
   * Makes the folder where it is not there.
   *
   * @throws IOException if it cannot be made, or others could write there
   */
  void open() throws IOException {
    var closed = PosixFilePermissions.fromString("rwx------");
    try {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(closed));
    } catch (FileAlreadyExistsException e) {
      // Checked below.
    }
    boolean ours =
        Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
            && uid() == (int) Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS)
            && Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS).equals(closed);
    if (!ours) {
      throw new IOException(folder + " is not a folder of ours alone (mode 0700)");
    }
  }

  Path socket(String build) {
    return folder.resolve(build + ".sock");
  }

  Path lock(String build) {
    return folder.resolve(build + ".lock");
  }

  /** Where a head rehearses. */
  Path rehearsal(String build) {
    return folder.resolve(build + ".rehearsal");
  }

  Path events() {
    return folder.resolve("heads.log");
  }

  /** Written by fronts: time, process, name, reason. */
  public Path asides() {
    return folder.resolve("aside.log");
  }

  /** The builds of which a head may be up. */
  List<String> builds() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var names = Files.list(folder)) {
      return names
          .map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith(".sock"))
          .map(name -> name.substring(0, name.length() - ".sock".length()))
          .sorted()
          .toList();
    }
  }
}
