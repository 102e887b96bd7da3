package dev.tenon.setup;

import dev.tenon.explain.Code;
import dev.tenon.explain.Message;
import dev.tenon.explain.Refused;
import dev.tenon.state.StateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files of others, replaced whole or not at all. All that is to be written is staged first, beside
 * the files that it will replace; only when every byte is on disk are names changed.
 */
final class Disk implements AutoCloseable {
  private static final Set<PosixFilePermission> OWN_FILE =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWN_PROGRAM =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-r--r--");
  private static final Set<PosixFilePermission> PROGRAM =
      PosixFilePermissions.fromString("rwxr-xr-x");

  private record Staged(Path fresh, Path target) {}

  private final Path own;
  private final List<Staged> staged = new ArrayList<>();
  private final List<Path> made = new ArrayList<>();

  /**
   * @param own the state folder: what is made there is for the user alone, and no link is followed
   */
  Disk(Path own) {
    this.own = own;
  }

  /** The text of a file in the state folder, or null if there is none. */
  static @Nullable String readOwn(Path file) {
    try {
      return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? StateFiles.text(file) : null;
    } catch (CharacterCodingException e) {
      throw refused(file, "it is not UTF-8");
    } catch (IOException e) {
      throw refused(file, reason(e));
    }
  }

  /** The text of a file, or null if there is none. */
  static @Nullable String read(Path file) {
    if (Files.exists(file) && !Files.isRegularFile(file)) { // a pipe would be waited for
      throw refused(file, "it is no regular file");
    }
    try {
      byte[] bytes = Files.readAllBytes(file);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException e) {
      if (Files.isSymbolicLink(file)) {
        throw refused(file, "it is a symbolic link that leads nowhere");
      }
      return null;
    } catch (CharacterCodingException e) {
      throw refused(file, "it is not UTF-8");
    } catch (IOException e) {
      throw refused(file, reason(e));
    }
  }

  /** Where the link leads, or null if there is none. */
  static @Nullable String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * @throws Refused if the file is marked as not to be written
   */
  static void mustBeWritable(Path file) {
    try {
      if (Files.exists(file)) {
        var permissions = Files.getPosixFilePermissions(file);
        if (!permissions.contains(PosixFilePermission.OWNER_WRITE)
            || !Files.isWritable(file)
            || !Files.isWritable(file.toRealPath().resolveSibling("."))) {
          throw refused(file, "it is read-only");
        }
      }
    } catch (IOException e) {
      throw refused(file, reason(e));
    }
  }

  /** The folders above a file that are not there, outermost first, and the file if it is not. */
  static List<Path> missing(Path file) {
    var missing = new ArrayList<Path>();
    for (Path at = file; at != null && !Files.exists(at, LinkOption.NOFOLLOW_LINKS); ) {
      missing.addFirst(at);
      at = at.getParent();
    }
    return missing;
  }

  void stage(Path file, String text, boolean isProgram) {
    try {
      boolean isOwn = file.startsWith(own);
      Path target = !isOwn && Files.exists(file) ? file.toRealPath() : file;
      folders(target);
      Path fresh = fresh(target);
      staged.add(new Staged(fresh, target));
      try (var to =
          FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          to.write(bytes);
        }
        to.force(true);
      }
      if (isOwn) {
        Files.setPosixFilePermissions(fresh, isProgram ? OWN_PROGRAM : OWN_FILE);
      } else if (Files.exists(target)) {
        likeness(target, fresh);
      } else {
        Files.setPosixFilePermissions(fresh, isProgram ? PROGRAM : FILE);
      }
    } catch (IOException e) {
      throw refused(file, reason(e));
    }
  }

  void stageLink(Path file, String target) {
    try {
      folders(file);
      Path fresh = fresh(file);
      staged.add(new Staged(fresh, file));
      Files.createSymbolicLink(fresh, Path.of(target));
    } catch (IOException e) {
      throw refused(file, reason(e));
    }
  }

  /** Everything that was staged takes its place. */
  void publish() {
    for (Staged file : staged) {
      try {
        Files.move(file.fresh, file.target, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw new Refused(
            1,
            Message.of(Code.T0801, "`" + file.target + "` cannot be changed: " + reason(e))
                .help("`tenon setup --undo` takes back what was done before it"));
      }
    }
    staged.clear();
    made.clear();
  }

  /** What was not published leaves nothing behind. */
  @Override
  public void close() {
    for (Staged file : staged) {
      delete(file.fresh);
    }
    made.reversed().forEach(Disk::delete);
  }

  /** A file, or a folder if it is empty. */
  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // A folder that others use stays.
    }
  }

  static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw refused(file, reason(e));
    }
  }

  private void folders(Path file) throws IOException {
    Path parent = file.getParent();
    for (Path folder : parent == null ? List.<Path>of() : missing(parent)) {
      if (folder.startsWith(own)) {
        StateFiles.makeFolder(folder);
      } else {
        Files.createDirectory(folder);
      }
      made.add(folder);
    }
  }

  private static Path fresh(Path file) {
    long process = ProcessHandle.current().pid();
    return file.resolveSibling("." + file.getFileName() + ".tenon-" + process);
  }

  private static void likeness(Path old, Path fresh) throws IOException {
    var was = Files.readAttributes(old, PosixFileAttributes.class);
    var view = Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
    var is = view.readAttributes();
    if (!is.owner().equals(was.owner())) {
      view.setOwner(was.owner());
    }
    if (!is.group().equals(was.group())) {
      view.setGroup(was.group());
    }
    view.setPermissions(was.permissions());
  }

  static Refused refused(Path file, String reason) {
    return new Refused(
        1,
        Message.of(Code.T0801, "`" + file + "` cannot be changed: " + reason)
            .note("nothing was changed"));
  }

  private static String reason(IOException e) {
    if (e instanceof java.nio.file.AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof java.nio.file.FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
