package dev.tenon.driver;

import dev.tenon.state.StateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What this process is making under hidden names, written down in the user's state folder: what a
 * process left that was killed is removed by one that comes later.
 *
 * <p>Each process has a file of its own there, whose name begins with its identity. An entry is a
 * time, a folder and what the hidden names in it begin with, each with a NUL. The file is emptied
 * as soon as nothing is being made.
 */
public final class Claims {
  private static final long LARGE = 1 << 20;

  private final Path folder;

  /** A process may have several of these. */
  private final String name = ProcessIdentity.mine() + "-" + Long.toHexString(System.nanoTime());

  private final Set<HiddenNames.Claim> open = new LinkedHashSet<>();
  private @Nullable FileChannel file;
  private long size;
  private int count;

  /**
   * @param folder of the user's state; made when it is first needed
   */
  public Claims(Path folder) {
    this.folder = folder;
  }

  private Path mine() {
    return folder.resolve(name);
  }

  /** The beginning of names that nobody else gives. */
  synchronized String token() {
    return beginning(name) + Integer.toHexString(count++) + "-";
  }

  private static String beginning(String name) {
    return ".tenon-" + name + "-";
  }

  /** Whether it was written down. */
  synchronized boolean add(HiddenNames.Claim claim) {
    try {
      open.add(claim);
      FileChannel to = file;
      if (to == null || !Files.exists(mine())) {
        StateFiles.makeFolder(folder);
        file = to = StateFiles.write(mine());
        size = 0;
      }
      if (size > LARGE) {
        to.truncate(0);
        size = 0;
        for (HiddenNames.Claim other : open) {
          write(to, other);
        }
      } else {
        write(to, claim);
      }
      return true;
    } catch (IOException e) {
      open.remove(claim);
      return false;
    }
  }

  private void write(FileChannel to, HiddenNames.Claim claim) throws IOException {
    String entry = claim.began() + "\0" + claim.folder() + "\0" + claim.token() + "\0";
    ByteBuffer bytes = ByteBuffer.wrap(entry.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      size += to.write(bytes, size);
    }
  }

  synchronized void remove(HiddenNames.Claim claim) {
    open.remove(claim);
    FileChannel to = file;
    if (open.isEmpty() && to != null) {
      try {
        to.truncate(0);
        size = 0;
      } catch (IOException e) {
        // What is named there is gone already.
      }
    }
  }

  /** Nothing will be made any more. */
  public synchronized void close() {
    try {
      if (file != null) {
        file.close();
        file = null;
        Files.deleteIfExists(mine());
        Files.deleteIfExists(folder);
      }
    } catch (FileSystemException e) {
      // Others have files there.
    } catch (IOException e) {
      // Whoever sweeps finds nothing in it.
    }
  }

  /** Removes what processes left that are gone. */
  public void sweep() {
    try {
      var files = StateFiles.list(folder, "*");
      for (Path file : files) {
        String owner = file.getFileName().toString();
        if (!owner.equals(name) && ProcessIdentity.gone(owner)) {
          sweep(file);
        }
      }
    } catch (NoSuchFileException e) {
      // Nothing was ever made.
    } catch (IOException e) {
      // The next process tries again.
    }
  }

  private static void sweep(Path file) throws IOException {
    String[] parts = StateFiles.text(file).split("\0", -1);
    String token = beginning(file.getFileName().toString());
    for (int i = 0; i + 3 < parts.length; i += 3) {
      if (!parts[i + 2].startsWith(token)) {
        continue; // the file was damaged: what begins so may be somebody else's
      }
      try {
        new HiddenNames.Claim(Long.parseLong(parts[i]), Path.of(parts[i + 1]), parts[i + 2])
            .deleteAll();
      } catch (IllegalArgumentException e) {
        // Not one of ours.
      }
    }
    Files.deleteIfExists(file);
  }
}
