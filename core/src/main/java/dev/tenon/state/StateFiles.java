package dev.tenon.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Files in a state folder. None is opened through a symbolic link, and none that is a pipe or a
 * device; what is made is for the user alone, whatever the umask.
 */
public final class StateFiles {
  private static final FileAttribute<Set<PosixFilePermission>> CLOSED_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> CLOSED_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private StateFiles() {}

  /**
   * Makes the folder and those above it, where they are not there.
   *
   * @throws IOException also if the folder is there and is a symbolic link
   */
  public static void makeFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Path parent = folder.getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      makeFolder(parent);
    }
    try {
      Files.createDirectory(folder, CLOSED_FOLDER);
    } catch (java.nio.file.FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
    }
  }

  /** Makes the folder of a file. */
  public static void makeFolderOf(Path file) throws IOException {
    Path parent = file.getParent();
    if (parent != null) {
      makeFolder(parent);
    }
  }

  /** Writes at the end, at once: lines of several processes do not mix. Made if it is not there. */
  public static void append(Path file, String text) throws IOException {
    try (FileChannel out = open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      out.write(java.nio.ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
  }

  /** To write anywhere; made if it is not there. */
  public static FileChannel write(Path file) throws IOException {
    return open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  public static FileChannel read(Path file) throws IOException {
    return open(file, StandardOpenOption.READ);
  }

  /**
   * @throws java.nio.charset.CharacterCodingException if it is not UTF-8
   */
  public static String text(Path file) throws IOException {
    byte[] bytes = bytes(file);
    return StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes)).toString();
  }

  /** The same of a log, in which one line says nothing of another. */
  public static String log(Path file) throws IOException {
    return new String(bytes(file), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(Path file) throws IOException {
    try (FileChannel in = read(file)) {
      return java.nio.channels.Channels.newInputStream(in).readAllBytes();
    }
  }

  /**
   * The files in a folder that fit a pattern.
   *
   * @throws java.nio.file.NotDirectoryException if it is none, but a link or a pipe, say
   */
  public static List<Path> list(Path folder, String pattern) throws IOException {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)
        && !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new NotDirectoryException(folder.toString()); // to open a pipe would wait
    }
    try (var files = Files.newDirectoryStream(folder, pattern)) {
      var found = new ArrayList<Path>();
      files.forEach(found::add);
      return found;
    }
  }

  /** A new file with that text. */
  public static void create(Path file, String text) throws IOException {
    try (FileChannel out = open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var bytes = java.nio.ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    }
  }

  /** Puts a whole file in the place of what is there, a link included. */
  public static void put(Path whole, Path file) throws IOException {
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static FileChannel open(Path file, OpenOption... options) throws IOException {
    // Opening a pipe would wait for whoever has its other end.
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileSystemException(file.toString(), null, "is no regular file");
    }
    var all = new java.util.HashSet<OpenOption>(Set.of(options));
    all.add(LinkOption.NOFOLLOW_LINKS);
    boolean reads = all.contains(StandardOpenOption.READ);
    return reads ? FileChannel.open(file, all) : FileChannel.open(file, all, CLOSED_FILE);
  }
}
