package dev.tenon.daemon;

import dev.tenon.state.StateFiles;
import dev.tenon.state.StateFolder;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which front and head meet. The front computes the same: {@code TENON_RUNTIME}, else
 * {@code XDG_RUNTIME_DIR/tenon}, else {@code /tmp/tenon-UID}.
 */
public record Place(Path folder) {
  private static final Set<PosixFilePermission> CLOSED =
      PosixFilePermissions.fromString("rwx------");

  /** Of a user, by environment. */
  public static Place of(Map<String, String> environment) throws IOException {
    String own = environment.getOrDefault("TENON_RUNTIME", "");
    String session = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    if (own.startsWith("/")) {
      return new Place(Path.of(own));
    }
    return session.startsWith("/") && isOwnFolder(Path.of(session))
        ? new Place(Path.of(session, "tenon"))
        : new Place(Path.of("/tmp/tenon-" + uid()));
  }

  /** {@code XDG_RUNTIME_DIR} stays set for who becomes root: then it is somebody else's. */
  private static boolean isOwnFolder(Path session) throws IOException {
    return Files.isDirectory(session)
        && uid() == (int) Files.getAttribute(session, "unix:uid")
        && Files.isWritable(session);
  }

  /** Of this process; the link to it belongs to root. */
  private static int uid() throws IOException {
    return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
  }

  /** Why the folder may not be used, or null. It need not be there yet. */
  public @Nullable String objection() throws IOException {
    String objection = StateFolder.objection(folder);
    if (objection != null || !Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return objection;
    }
    boolean closed =
        Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
            && Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS).equals(CLOSED);
    return closed ? null : folder + " is not a folder of the user's alone (mode 0700)";
  }

  /**
   * Makes the folder where it is not there.
   *
   * @throws IOException if it cannot be made, or others could write there
   */
  void open() throws IOException {
    String before = objection();
    if (before == null && !Files.exists(folder)) {
      try {
        Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(CLOSED));
      } catch (FileAlreadyExistsException e) {
        before = objection(); // somebody was faster
      }
    }
    if (before != null) {
      throw new IOException("the folder for the socket is not used: " + before);
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

  /** The lines that clients wrote: time, process, name, reason. */
  public List<String> asides() {
    try {
      return StateFiles.log(folder.resolve("aside.log")).lines().toList();
    } catch (IOException e) {
      return List.of();
    }
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
