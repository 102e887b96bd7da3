package dev.tenon.driver;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Files are made as {@code dir/.tenon-HASH.d/INSTANCE/name}: under their own base name, because
 * linkers derive names from it, and together with whatever else a linker puts beside them.
 */
final class HiddenFolders implements HidingPlace {
  private static final int TRIES = 100;

  private final String outer;
  private final String inner;

  /** By parent. */
  private final Map<Path, Path> folders = new LinkedHashMap<>();

  HiddenFolders(String mark, String identity) {
    this.outer = outer(mark);
    this.inner = identity;
  }

  private static String outer(String mark) {
    return mark + ".d";
  }

  @Override
  public String token() {
    return outer + "/" + inner + "/";
  }

  @Override
  public boolean hide(Path parent, String name) {
    Path made = folders.containsKey(parent) ? folders.get(parent) : make(parent);
    if (made != null) {
      folders.put(parent, made);
    }
    return made != null;
  }

  private @Nullable Path make(Path parent) {
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

  @Override
  public Map<Path, Path> all() throws IOException {
    var all = new LinkedHashMap<Path, Path>();
    for (var folder : folders.entrySet()) {
      try (DirectoryStream<Path> names = Files.newDirectoryStream(folder.getValue())) {
        names.forEach(name -> all.put(name, folder.getKey().resolve(name.getFileName())));
      }
    }
    return all;
  }

  /** Removes what killed links left in a folder. */
  static void sweep(Path parent, String mark) {
    Path all = parent.resolve(outer(mark));
    if (Files.isDirectory(all, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      try {
        sweepAll(all);
        Files.deleteIfExists(all);
      } catch (IOException e) {
        // Another link of this output is under way in it, or the next one sweeps it.
      }
    }
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

  @Override
  public void discard(boolean killed) {
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
}
