package dev.tenon.driver;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a link's outputs out of sight until all is well.
 *
 * <p>A file {@code dir/name} is made as {@code dir/.tenon-HASH/INSTANCE/name}: the same base name,
 * because linkers derive names from it, on the same file system, so that publishing is a rename.
 * HASH comes from the first output's name, so a later link of that output finds what a killed one
 * left without searching the folder.
 */
final class Staging implements AutoCloseable {
  private static final int TRIES = 100;

  /** No kernel's clock for files ticks more slowly; with something to spare. */
  private static final long TICK_MILLIS = 20;

  private final Path folder;
  private final String outer;
  private final String inner;

  /** Staging folder of each parent, as the parent is written. */
  private final Map<String, Path> folders = new LinkedHashMap<>();

  Staging(Path folder, String primary) {
    this.folder = folder;
    this.outer = outer(base(primary));
    this.inner = ProcessIdentity.mine() + "-" + Long.toHexString(System.nanoTime());
  }

  /** What stands between parent and base name in every staged name. */
  String token() {
    return outer + "/" + inner + "/";
  }

  /**
   * The name under which the output is to be made; null if it cannot or should not be staged: a
   * device, a pipe, a folder, or a parent that takes no new folder. The linker then gets the name
   * itself and says what it thinks of it.
   */
  @Nullable String stage(String written) {
    Path path = folder.resolve(written);
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      return null;
    }
    String parent = parent(written);
    if (!folders.containsKey(parent)) {
      Path made = open(folder.resolve(parent));
      if (made == null) {
        return null;
      }
      folders.put(parent, made);
    }
    return parent + token() + base(written);
  }

  private @Nullable Path open(Path parent) {
    Path all = parent.resolve(outer);
    for (int i = 0; i < TRIES; i++) {
      try {
        boolean leftover = false;
        try {
          Files.createDirectory(all);
        } catch (FileAlreadyExistsException e) {
          leftover = true;
        }
        Path mine = Files.createDirectory(all.resolve(inner));
        if (leftover) {
          sweepAll(all);
        }
        return mine;
      } catch (NoSuchFileException e) {
        if (!Files.isDirectory(parent)) {
          return null;
        }
        // Another link of this output has just removed the outer folder.
      } catch (IOException e) {
        return null;
      }
    }
    return null;
  }

  /** Removes what links of an output left that were killed. */
  static void sweep(Path output) {
    Path name = output.getFileName();
    Path all = output.resolveSibling(outer(name == null ? "" : name.toString()));
    if (!Files.isDirectory(all, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      sweepAll(all);
      Files.deleteIfExists(all);
    } catch (IOException e) {
      // Another link of this output is under way in it, or the next one sweeps it.
    }
  }

  private static String outer(String name) {
    return ".tenon-" + Integer.toHexString(name.hashCode());
  }

  private static void sweepAll(Path all) throws IOException {
    try (var names = Files.newDirectoryStream(all)) {
      for (Path left : names) {
        if (ProcessIdentity.gone(left.getFileName().toString())) {
          delete(left);
        }
      }
    }
  }

  /**
   * Moves everything that was made to its place: files that nobody announced first (linkers name
   * some after the output), the announced side files in order, the primary output last.
   *
   * @param written names of the staged outputs, primary last
   * @throws IOException if a file could not be moved; its staged form is left for close to remove
   */
  List<Placed> publish(List<String> written, Execution.Links links) throws IOException {
    var published = new ArrayList<Placed>();
    var announced = written.stream().map(name -> folder.resolve(name).normalize()).toList();
    for (var entry : folders.entrySet()) {
      try (var names = Files.newDirectoryStream(entry.getValue())) {
        for (Path extra : names) {
          Path target = folder.resolve(entry.getKey() + extra.getFileName()).normalize();
          if (!announced.contains(target)) {
            String name = entry.getKey() + extra.getFileName();
            published.add(new Placed(name, move(extra, target)));
          }
        }
      }
    }
    for (String name : written) {
      Path staged = folder.resolve(parent(name) + token() + base(name));
      if (Files.exists(staged, LinkOption.NOFOLLOW_LINKS)) {
        boolean primary = name.equals(written.getLast());
        if (!primary) {
          correct(staged);
        }
        published.add(new Placed(name, move(staged, target(folder.resolve(name), links))));
      }
    }
    return published;
  }

  /**
   * A file in its place.
   *
   * @param name as the plan has it
   * @param stamp its time of last change, nanoseconds
   */
  record Placed(String name, long stamp) {}

  private static long move(Path from, Path to) throws IOException {
    long stamp = stamp(from);
    Files.move(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    return stamp;
  }

  /**
   * The file's time of last change. If the clock of the file system may not have ticked since, the
   * time is set back a little, so that a change right after publishing shows in it.
   */
  private static long stamp(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return -1;
    }
    FileTime made = Files.getLastModifiedTime(file);
    if (System.currentTimeMillis() - made.toMillis() > TICK_MILLIS) {
      return made.to(TimeUnit.NANOSECONDS);
    }
    long nanos = made.to(TimeUnit.NANOSECONDS) - 1 - System.nanoTime() % 1_000;
    Files.setLastModifiedTime(file, FileTime.from(nanos, TimeUnit.NANOSECONDS));
    return Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS);
  }

  private static Path target(Path path, Execution.Links links) throws IOException {
    if (!Files.isSymbolicLink(path)) {
      return path;
    }
    boolean follow =
        switch (links) {
          case REPLACE -> false;
          case FOLLOW -> true;
          case REPLACE_UNLESS_EMPTY -> !Files.exists(path) || Files.size(path) == 0;
        };
    for (int i = 0; follow && i < 40 && Files.isSymbolicLink(path); i++) {
      path = path.resolveSibling(Files.readSymbolicLink(path));
    }
    return path;
  }

  /** Takes the staging folder's name out of a text file: maps and dependency files repeat it. */
  private void correct(Path file) throws IOException {
    byte[] token = token().getBytes(StandardCharsets.UTF_8);
    Path clean = file.resolveSibling(base(file.toString()) + ".clean");
    boolean text = true;
    try (var in = new BufferedInputStream(Files.newInputStream(file));
        var out = new BufferedOutputStream(Files.newOutputStream(clean))) {
      var filter = new TokenFilter(out, token, 0);
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); text && n >= 0; n = in.read(buffer)) {
        for (int i = 0; i < n; i++) {
          text &= buffer[i] != 0;
        }
        filter.write(buffer, 0, n);
      }
      filter.finish();
    }
    if (text && Files.size(clean) != Files.size(file)) {
      Files.setPosixFilePermissions(clean, Files.getPosixFilePermissions(file));
      move(clean, file);
    } else {
      Files.delete(clean);
    }
  }

  @Override
  public void close() {
    discard();
  }

  void discard() {
    for (Path mine : folders.values()) {
      delete(mine);
      try {
        Files.deleteIfExists(mine.getParent());
      } catch (FileSystemException e) {
        // Another link of this output is under way in it.
      } catch (IOException e) {
        // The next link of this output sweeps it.
      }
    }
    folders.clear();
  }

  private static void delete(Path tree) {
    try {
      Files.walkFileTree(
          tree,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e)
                throws IOException {
              Files.deleteIfExists(dir);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      // What cannot be removed now is swept by the next link of this output.
    }
  }

  private static String parent(String written) {
    return written.substring(0, written.lastIndexOf('/') + 1);
  }

  private static String base(String written) {
    return written.substring(written.lastIndexOf('/') + 1);
  }
}
