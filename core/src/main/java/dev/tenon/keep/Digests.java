package dev.tenon.keep;

import dev.tenon.model.FileIdentity;
import dev.tenon.model.Read;
import dev.tenon.state.CheckSum;
import dev.tenon.state.StateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the content of files by their identity, for this process and in a file for later ones.
 *
 * <p>A digest is remembered only if every later change of the file will show in its identity: the
 * file system sets time stamps for every kind of write ({@link Stamps}), the tick of its clock is
 * over, and no page is left that could be written through a mapping without a new stamp. There is
 * one entry for each file, the latest. The file on disk grows by whole lines, each of one write, so
 * that several processes can share it, and is written anew when it has grown large. A line that is
 * not whole is passed over; without a folder that can be written nothing is kept.
 */
public final class Digests {
  /** Files of more bytes than this, which may be holes for the most part, are never read. */
  public static final long LARGEST = 16L << 30;

  private static final String FORM = "5";
  private static final int ENTRIES = 100_000;
  private static final int ENTRIES_ON_DISK = 20_000;
  private static final long LARGE = 8 << 20;

  /** Linux writes what is older than half a minute; with much to spare. */
  private static final long WRITTEN_NANOS = 120_000_000_000L;

  private final Path file;
  private final Classifier classifier;
  private final Hasher hasher;
  private final Stamps stamps;
  private final Map<Inode, Fact> entries =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Inode, Fact> eldest) {
          return size() > ENTRIES;
        }
      };
  private final Map<Inode, Fact> unwritten = new LinkedHashMap<>();
  private long seen;
  private @Nullable FileIdentity seenFile;

  /** What of a file matters beside its bytes. */
  public interface Classifier {
    Read.Form form(Path file) throws IOException;
  }

  /** The content of a file. */
  public record Known(String digest, Read.Form form) {}

  private record Inode(long dev, long ino) {}

  private record Fact(long size, long mtime, long ctime, Known known) {}

  /**
   * @param state the folder of the file
   */
  public Digests(Path state, Classifier classifier) {
    this(state, classifier, _ -> null, (_, _) -> true);
  }

  /**
   * @param hasher asked first
   * @param stamps of the file systems of this machine
   */
  public Digests(Path state, Classifier classifier, Hasher hasher, Stamps stamps) {
    this.file = state.resolve("files.memo");
    this.classifier = classifier;
    this.hasher = hasher;
    this.stamps = stamps;
  }

  /** Whether a file system sets time stamps for every kind of write. */
  public interface Stamps {
    boolean prove(Path path, FileIdentity identity);
  }

  /** Somebody who may know the digest of a file sooner than we have read it. */
  public interface Hasher {
    /** SHA-256 in lower-case hex, or null. */
    @Nullable String sha256(Path path);
  }

  /** The content of a file that has this identity, or null if only reading it can tell. */
  public @Nullable Known known(Path path, FileIdentity identity) {
    return stamps.prove(path, identity) ? known(identity) : null;
  }

  private synchronized @Nullable Known known(FileIdentity identity) {
    Known known = lookUp(identity);
    if (known == null && refresh()) {
      known = lookUp(identity);
    }
    return known;
  }

  private @Nullable Known lookUp(FileIdentity identity) {
    Fact entry = entries.get(new Inode(identity.dev(), identity.ino()));
    return entry != null
            && entry.size == identity.size()
            && entry.mtime == identity.mtime()
            && entry.ctime == identity.ctime()
        ? entry.known
        : null;
  }

  /**
   * Reads the file.
   *
   * @param identity that it had
   * @return null if it cannot be read or has another identity afterwards
   */
  public @Nullable Known read(Path path, FileIdentity identity) {
    long now = Identities.now();
    Known known = readAnyway(path);
    FileIdentity after = known == null ? null : Identities.of(path);
    if (known == null || after == null || !after.isSame(identity)) {
      return null;
    }
    if (isOnDisk(identity, now) && stamps.prove(path, identity)) {
      learn(identity, known);
    }
    return known;
  }

  /**
   * The same of a file that was written lately, which is brought to the disk first: from then on
   * every write shows.
   */
  public @Nullable Known readFirm(Path path, FileIdentity identity) {
    long now = Identities.now();
    boolean onDisk = isOnDisk(identity, now);
    if (!onDisk && !Files.isRegularFile(path)) {
      return null;
    }
    if (!onDisk) {
      try (var file = FileChannel.open(path, StandardOpenOption.READ)) {
        file.force(false);
      } catch (IOException e) {
        return null;
      }
    }
    Known known = readAnyway(path);
    FileIdentity after = known == null ? null : Identities.of(path);
    if (known == null || after == null || !after.isSame(identity)) {
      return null;
    }
    if (Identities.isSettled(identity, now) && stamps.prove(path, identity)) {
      learn(identity, known);
      return known;
    }
    return null;
  }

  /** Whether the kernel has written everything that was changed by then, and the tick is over. */
  private static boolean isOnDisk(FileIdentity identity, long now) {
    return identity.ctime() < now - WRITTEN_NANOS && Identities.isSettled(identity, now);
  }

  /** The content as it is now; whoever asks knows whether that may change. */
  public @Nullable Known readAnyway(Path path) {
    if (!Files.isRegularFile(path)) {
      return null; // to open a pipe would wait for its other end
    }
    try {
      if (Files.size(path) > LARGEST) {
        return null;
      }
      return new Known(hash(path), classifier.form(path));
    } catch (IOException e) {
      return null;
    }
  }

  /** Remembers what is known to hold as long as the file has this identity. */
  public synchronized void learn(FileIdentity identity, Known known) {
    var inode = new Inode(identity.dev(), identity.ino());
    var fact = new Fact(identity.size(), identity.mtime(), identity.ctime(), known);
    if (!fact.equals(entries.remove(inode))) {
      unwritten.put(inode, fact);
    }
    entries.put(inode, fact);
  }

  private static String line(Inode inode, Fact entry) {
    return CheckSum.line(
        String.join(
            "\t",
            FORM,
            Long.toString(inode.dev),
            Long.toString(inode.ino),
            Long.toString(entry.size),
            Long.toString(entry.mtime),
            Long.toString(entry.ctime),
            entry.known.digest,
            entry.known.form.toString()));
  }

  /** Writes what was learnt since the last time. */
  public synchronized void save() {
    if (unwritten.isEmpty()) {
      return;
    }
    refresh();
    var lines = new StringBuilder();
    unwritten.forEach((inode, fact) -> {
      // What others wrote before is older.
      entries.remove(inode);
      entries.put(inode, fact);
      lines.append(line(inode, fact));
    });
    unwritten.clear();
    try {
      // The folder is made by whoever keeps receipts there; if it was deleted, so were they.
      if (Files.exists(file) && Files.size(file) > LARGE) {
        compact();
        return;
      }
      byte[] bytes = lines.toString().getBytes(StandardCharsets.ISO_8859_1);
      StateFiles.append(file, lines.toString());
      FileIdentity now = Identities.of(file);
      if (now != null && now.size() == seen + bytes.length) {
        seen = now.size();
        seenFile = now;
      }
    } catch (IOException e) {
      // What cannot be kept is found out again next time.
    }
  }

  private void compact() throws IOException {
    var text = new StringBuilder();
    List<Map.Entry<Inode, Fact>> all = new ArrayList<>(entries.entrySet());
    for (var entry : all.subList(Math.max(0, all.size() - ENTRIES_ON_DISK), all.size())) {
      text.append(line(entry.getKey(), entry.getValue()));
    }
    Path fresh = file.resolveSibling("files.memo." + ProcessHandle.current().pid());
    Files.deleteIfExists(fresh);
    StateFiles.create(fresh, text.toString());
    StateFiles.put(fresh, file);
    seenFile = Identities.of(file);
    seen = seenFile == null ? 0 : seenFile.size();
  }

  /** Reads what was appended since the last time, by whomever; whether there was anything. */
  private boolean refresh() {
    FileIdentity found = Identities.of(file);
    if (found == null || seenFile != null && found.isSame(seenFile)) {
      return false;
    }
    if (seenFile == null || found.ino() != seenFile.ino() || found.size() < seen) {
      seen = 0;
    }
    seenFile = found;
    try (var in = StateFiles.read(file)) {
      long size = Math.min(in.size() - seen, 4 * LARGE);
      if (size <= 0) {
        return false;
      }
      ByteBuffer buffer = ByteBuffer.allocate((int) size);
      while (buffer.hasRemaining() && in.read(buffer, seen + buffer.position()) >= 0) {
        // Until full or at the end.
      }
      // The lines are ASCII, so characters count as bytes; a foreign byte spoils its own line only.
      String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
      int end = text.lastIndexOf('\n') + 1;
      seen += end;
      text.substring(0, end).lines().forEach(this::parse);
      return end > 0;
    } catch (IOException e) {
      return false;
    }
  }

  private void parse(String line) {
    String whole = CheckSum.fields(line);
    String[] f = whole == null ? new String[0] : whole.split("\t", -1);
    if (f.length != 8 || !f[0].equals(FORM) || f[6].length() != 64) {
      return;
    }
    try {
      var inode = new Inode(Long.parseLong(f[1]), Long.parseLong(f[2]));
      var known = new Known(f[6], Read.Form.valueOf(f[7]));
      var entry = new Fact(Long.parseLong(f[3]), Long.parseLong(f[4]), Long.parseLong(f[5]), known);
      entries.remove(inode);
      entries.put(inode, entry);
    } catch (IllegalArgumentException e) {
      // Not one of ours.
    }
  }

  private String hash(Path path) throws IOException {
    String found = hasher.sha256(path);
    return found == null ? read(path) : found;
  }

  private static String read(Path path) throws IOException {
    try (var in = FileChannel.open(path, StandardOpenOption.READ)) {
      MessageDigest digest = sha256();
      long left = in.size(); // what is written meanwhile may have no end, and changes the identity
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(1 << 18, left));
      while (left > 0 && in.read(buffer.limit((int) Math.min(buffer.capacity(), left))) >= 0) {
        digest.update(buffer.array(), 0, buffer.position());
        left -= buffer.position();
        buffer.clear();
      }
      return HexFormat.of().formatHex(digest.digest());
    }
  }

  /** Of a file as it is now; null if it cannot be read. */
  static @Nullable String of(Path path) {
    try {
      return read(path);
    } catch (IOException e) {
      return null;
    }
  }

  /** Of a text. */
  public static String of(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
