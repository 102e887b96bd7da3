package dev.tenon.binder;

import dev.tenon.state.CheckSum;
import dev.tenon.state.StateFiles;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was found out about tools, for this process and in a small file for later ones.
 *
 * <p>The file has a line per fact, its key and value behind each other. Lines are only ever
 * appended, each by one write, so that several processes may share it; a line that is not whole is
 * passed over. Without a folder that can be written nothing is kept.
 */
public final class DigestMemo {
  private static final String FORM = "2";

  /** A file that was changed just now may be changed again without a trace in its times. */
  private static final long SETTLED_MILLIS = 2_000;

  private final Path file;
  private final Map<String, String> facts = new ConcurrentHashMap<>();
  private long seen;

  private final Function<Path, @Nullable String> hasher;

  /** Of several who ask for the same at the same time one finds it out. */
  private final Map<String, FutureTask<String>> underWay = new ConcurrentHashMap<>();

  /**
   * @param state the folder of the file; made if it is not there
   */
  public DigestMemo(Path state) {
    this(state, _ -> null);
  }

  /**
   * @param hasher may know the SHA-256 of a file, in lower-case hex, sooner than we have read it
   */
  public DigestMemo(Path state, Function<Path, @Nullable String> hasher) {
    this.file = state.resolve("tools.memo");
    this.hasher = hasher;
  }

  /** SHA-256 of a text in lower-case hex. */
  static String ofText(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The path without symbolic links, as far as that can be told. */
  static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.normalize();
    }
  }

  /**
   * The fact of a key; found out if it is not known. Neither may contain a line feed or tab.
   *
   * @param unknown null if it cannot be found out now; then it is empty for this process, which
   *     does not try again, and later ones do
   */
  String fact(String key, Supplier<@Nullable String> unknown) {
    String known = facts.get(key);
    if (known == null) {
      refresh();
      known = facts.get(key);
    }
    if (known == null) {
      known = unknown.get();
      if (known == null) {
        facts.putIfAbsent(key, "");
        return "";
      }
      keep(key, known);
    }
    return known;
  }

  /**
   * SHA-256 of a file's bytes in lower-case hex.
   *
   * @throws UncheckedIOException if it cannot be read
   */
  String digest(Path path) {
    String identity = identity(path);
    String known = facts.get(identity);
    if (known == null) {
      refresh();
      known = facts.get(identity);
    }
    return known == null ? together(path, identity) : known;
  }

  private String together(Path path, String identity) {
    var mine = new FutureTask<>(() -> found(path, identity));
    FutureTask<String> first = underWay.putIfAbsent(identity, mine);
    try {
      if (first != null) {
        return first.get();
      }
      mine.run();
      return mine.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException("asked for " + path));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UncheckedIOException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      underWay.remove(identity, mine);
    }
  }

  private String found(Path path, String identity) {
    String found = hasher.apply(path);
    found = found == null ? hash(path) : found;
    if (isSettled(path) && identity.equals(identity(path))) {
      keep(identity, found);
    }
    return found;
  }

  private static String identity(Path path) {
    try {
      var found = Files.readAttributes(path, "unix:dev,ino,size,lastModifiedTime,ctime");
      return String.join(
          " ",
          List.of(
              "file",
              String.valueOf(found.get("dev")),
              String.valueOf(found.get("ino")),
              String.valueOf(found.get("size")),
              nanos(found.get("lastModifiedTime")),
              nanos(found.get("ctime"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String nanos(@Nullable Object time) {
    return time instanceof FileTime known ? "" + known.to(TimeUnit.NANOSECONDS) : "";
  }

  private static boolean isSettled(Path path) {
    try {
      var changed = (FileTime) Files.getAttribute(path, "unix:ctime");
      return System.currentTimeMillis() - changed.toMillis() > SETTLED_MILLIS;
    } catch (IOException e) {
      return false;
    }
  }

  private static String hash(Path path) {
    if (!Files.isRegularFile(path)) { // a pipe would be waited for
      throw new UncheckedIOException(
          new FileSystemException(path.toString(), null, "is no regular file"));
    }
    try (var in = Files.newInputStream(path)) {
      MessageDigest digest = sha256();
      byte[] buffer = new byte[1 << 16];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void keep(String key, String value) {
    if (facts.put(key, value) != null) {
      return;
    }
    try {
      StateFiles.makeFolderOf(file);
      StateFiles.append(file, CheckSum.line(FORM + "\t" + key + "\t" + value));
    } catch (IOException e) {
      // What cannot be kept is found out again next time.
    }
  }

  /** Reads what was appended since the last time, by whomever. */
  private synchronized void refresh() {
    try (var in = StateFiles.read(file)) {
      long size = in.size();
      if (size <= seen) {
        return;
      }
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(size - seen, 64 << 20));
      while (buffer.hasRemaining() && in.read(buffer, seen + buffer.position()) >= 0) {
        // Until full or at the end.
      }
      String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
      int end = text.lastIndexOf('\n') + 1;
      seen += text.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
      for (String line : text.substring(0, end).split("\n")) {
        String fields = CheckSum.fields(line);
        String[] parts = fields == null ? new String[0] : fields.split("\t", -1);
        if (parts.length == 3 && parts[0].equals(FORM)) {
          facts.put(parts[1], parts[2]);
        }
      }
    } catch (IOException e) {
      // Nothing is known from earlier.
    }
  }
}
