package dev.tenon.pipeline;

import dev.tenon.binder.PlainFiles;
import dev.tenon.keep.Identities;
import dev.tenon.model.FileIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Files for linkers to write their reads to. Emptying one also tells the time, by the clock that
 * files get theirs from.
 */
final class DependencyFiles {
  /** Removing a file takes some disks longer than a small link takes; memory is always quick. */
  private static final Path MEMORY = Path.of("/dev/shm");

  private static final Set<OpenOption> WRITE =
      Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  /** A caller may name another file, which need not be one of a linker's. */
  private static final int LARGEST = 64 << 20;

  private static final String PREFIX = "tenon-";
  private static final String SUFFIX = ".d";

  private final boolean kept;
  private final AtomicBoolean swept = new AtomicBoolean();
  private final Deque<Path> free = new ArrayDeque<>();

  /**
   * @param kept whether files are kept for the next link
   */
  DependencyFiles(boolean kept) {
    this.kept = kept;
  }

  /**
   * For a link that writes its dependency file elsewhere.
   *
   * @param mark a time before which nothing of the link was done; 0 if that is not known
   */
  Beginning begin(long mark) {
    if (mark == 0) {
      return begin();
    }
    Path file;
    synchronized (free) {
      file = free.poll();
    }
    return new Beginning(file == null ? fresh() : file, mark, new Glances());
  }

  /** No linker had the file. */
  void end(@Nullable Path file) {
    end(file, true);
  }

  Beginning begin() {
    Path file;
    synchronized (free) {
      file = free.poll();
    }
    long mark = file == null ? 0 : empty(file);
    if (mark == 0) {
      file = fresh();
      FileIdentity identity = file == null ? null : Identities.of(file);
      mark = identity == null ? 0 : identity.ctime();
    }
    return new Beginning(file, mark, new Glances());
  }

  /** Empties a file; the time at which that was, 0 if it is gone. */
  static long empty(Path file) {
    try (var channel = FileChannel.open(file, WRITE)) {
      // To empty what is empty changes no time.
      channel.write(ByteBuffer.allocate(1));
      channel.truncate(0);
    } catch (IOException e) {
      return 0;
    }
    FileIdentity identity = Identities.of(file);
    return identity == null ? 0 : identity.ctime();
  }

  private @Nullable Path fresh() {
    try {
      boolean quick = Files.isWritable(MEMORY);
      if (quick && kept && swept.compareAndSet(false, true)) {
        sweep();
      }
      return quick
          ? Files.createTempFile(MEMORY, PREFIX + ProcessHandle.current().pid() + "-", SUFFIX)
          : Files.createTempFile(PREFIX, SUFFIX);
    } catch (IOException e) {
      return null;
    }
  }

  /** What a linker told of its reads; null if that is no text, or no file. */
  static @Nullable String text(Path file) {
    try {
      var bytes = ByteBuffer.wrap(PlainFiles.bytes(file, LARGEST));
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (IOException e) {
      return null;
    }
  }

  /** Removes what processes kept that were killed. */
  private static void sweep() {
    try (var files = Files.newDirectoryStream(MEMORY, PREFIX + "[0-9]*" + SUFFIX)) {
      for (Path file : files) {
        String process = file.getFileName().toString().split("-", 3)[1];
        if (process.matches("[0-9]{1,9}") && ProcessHandle.of(Long.parseLong(process)).isEmpty()) {
          delete(file);
        }
      }
    } catch (IOException e) {
      // Small files in memory.
    }
  }

  /**
   * @param clean whether no linker is left that might still write to it
   */
  void end(@Nullable Path file, boolean clean) {
    if (file != null && kept && clean) {
      synchronized (free) {
        free.push(file);
      }
    } else if (file != null) {
      delete(file);
    }
  }

  /** No link will come any more. */
  void close() {
    synchronized (free) {
      free.forEach(DependencyFiles::delete);
      free.clear();
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // A small file in memory.
    }
  }
}
