package dev.tenon.pipeline;

import dev.tenon.keep.Digests;
import dev.tenon.keep.Here;
import dev.tenon.keep.Identities;
import dev.tenon.model.FileIdentity;
import dev.tenon.model.Read;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the files were that a linker read: looked at before it starts and after it has ended, and
 * read at some time between or later. A file that had one identity all the while had one content.
 *
 * <p>Compilers delete their objects as soon as the linker has ended, so files that are not known
 * yet are read while it runs; what is left is read when the caller has its answer.
 */
final class Evidence {
  /** How the names of objects end that rustc makes for one link. */
  static final String RUSTC_OBJECT = ".rcgu.o";

  /** What is read beside a running linker at most, which reads the same. */
  private static final long BESIDE = 64L << 20;

  private static final long BESIDE_LEAST = 1L << 20;

  /** Files that were changed within this time before a link may be gone soon after it. */
  private static final long FRESH_NANOS = 60_000_000_000L;

  private final Path folder;
  private final Past past;
  private final Memory memory;
  private final long mark;
  private final Glances glances;
  private final @Nullable Path clock;
  private final Map<String, FileIdentity> before = new ConcurrentHashMap<>();
  private final Map<String, FileIdentity> expected = new HashMap<>();
  private final Set<String> settled = new HashSet<>();
  private final Map<String, String> listings = new HashMap<>();
  private final Map<String, FileIdentity> after = new HashMap<>();
  private final Set<String> unread = new LinkedHashSet<>();
  private final Map<String, Digests.Known> found = new ConcurrentHashMap<>();
  private final Steadiness steadiness;
  private boolean started;
  private volatile boolean ended;

  /**
   * @param folder where relative paths begin
   * @param beginning before anything was looked at
   */
  Evidence(Path folder, Past past, Memory memory, Beginning beginning) {
    this.folder = folder;
    this.past = past;
    this.memory = memory;
    this.mark = beginning.mark();
    this.glances = beginning.glances();
    this.clock = beginning.clock();
    this.steadiness = new Steadiness(mark);
  }

  Glances glances() {
    return glances;
  }

  /**
   * Looks at what the arguments name before the linker starts.
   *
   * @param files that will be read
   * @param searched directories in which files may be found
   */
  void lookFirst(List<String> files, List<String> searched) {
    files.forEach(this::look);
    for (String name : searched) {
      String path = absolute(name);
      FileIdentity identity = glances.look(path);
      if (identity != null) {
        steadiness.saw(path, identity);
      }
    }
  }

  private String absolute(String path) {
    try {
      return path.isEmpty() ? folder.toString() : folder.resolve(path).toString();
    } catch (InvalidPathException e) {
      return path;
    }
  }

  /**
   * Looks at what will be read. This may also be done when the linker has started or ended: then
   * only those files are proved that were looked at before, that are what an earlier link has read,
   * or of which it can be told that they have been there since before the start.
   */
  void look(List<Read> reads) {
    for (Read read : reads) {
      switch (read.aspect()) {
        case ABSENCE -> {}
        case LISTING -> {
          String path = absolute(read.path());
          FileIdentity identity = glances.look(path);
          // A listing does not tell when it became what it is; the directory does.
          if (!started || identity != null && steadiness.isSteady(path, identity)) {
            listings.put(read.path(), new Here(past.digests).listing(path));
          }
        }
        case CONTENT, REJECTED -> look(read.path());
      }
    }
  }

  private void look(String name) {
    if (before.containsKey(name)) {
      return;
    }
    String path = absolute(name);
    FileIdentity identity = glances.look(path);
    boolean late =
        started
            && !glances.has(path)
            && !isExpected(name, identity)
            && (identity == null || !steadiness.isSteady(path, identity));
    if (identity != null && !late) {
      before.put(name, identity);
      if (identity.isRegular() && past.known(path(name), identity) == null) {
        unread.add(name);
      }
    }
  }

  private boolean isExpected(String path, @Nullable FileIdentity identity) {
    FileIdentity then = expected.get(path);
    return identity != null && then != null && identity.isSame(then);
  }

  /** What an earlier link read. Where that is still the same file, it was so all the while. */
  void expect(List<Read> reads) {
    for (Read read : reads) {
      Read.Proof proof = read.proof();
      if (proof != null && proof.identity() != null) {
        expected.put(read.path(), proof.identity());
      }
    }
  }

  /** The linker is about to start. */
  void begin() {
    started = true;
    glances.began();
    // Written in the tick in which we began. If that tick is over, a second look settles it.
    var fresh = new ArrayList<String>();
    before.forEach((path, identity) -> {
      if (identity.isRegular() && !Identities.isSettledBy(identity, mark)) {
        fresh.add(path);
      }
    });
    long now = fresh.isEmpty() || clock == null ? 0 : DependencyFiles.empty(clock);
    for (String path : fresh) {
      FileIdentity was = before.get(path);
      FileIdentity is = look(folder, path);
      if (was != null && is != null && is.isSame(was) && Identities.isSettledBy(is, now)) {
        settled.add(path);
      }
    }
  }

  /** The linker runs: another processor may be free. */
  void beside() {
    if (memory.cheap() == Long.MAX_VALUE && isWorthReadingBeside()) {
      List<String> known = unread.stream().sorted(Comparator.comparingLong(this::size)).toList();
      memory.beside().execute(() -> readBeside(known));
    }
  }

  /**
   * Whether the caller may delete or change, as soon as the linker has ended, what can only be read
   * now: it made a file for this link alone, or time stamps would not show that it was changed.
   */
  boolean hasPerishable() {
    return unread.stream().anyMatch(this::isPerishableHere);
  }

  private boolean isPerishableHere(String name) {
    FileIdentity identity = before.get(name);
    return isPerishable(name)
        || identity != null && !past.fileSystems.stampsProve(identity, path(name));
  }

  /** Reads such files while the caller waits for the linker anyway. */
  void readPerishable() {
    long left = Math.min(BESIDE, memory.cheap());
    for (String name : List.copyOf(unread)) {
      if (!found.containsKey(name) && isPerishableHere(name)) {
        left -= size(name);
        if (left < 0) {
          return;
        }
        read(name);
      }
    }
  }

  /** Whether some of what is read is large enough for another thread. */
  private boolean isWorthReadingBeside() {
    return unread.stream().mapToLong(this::size).sum() >= BESIDE_LEAST;
  }

  private void readBeside(List<String> paths) {
    long left = BESIDE;
    for (String path : paths) {
      left -= size(path);
      if (ended || left < 0) {
        return;
      }
      read(path);
    }
  }

  private void read(String path) {
    Digests.Known known = past.digests.readAnyway(path(path));
    FileIdentity now = look(folder, path);
    FileIdentity was = before.get(path);
    if (known != null && now != null && was != null && now.isSame(was)) {
      found.putIfAbsent(path, known);
    }
  }

  /** The linker has ended. */
  void after() {
    ended = true;
    before.forEach((path, identity) -> {
      if (identity.ctime() > mark - FRESH_NANOS) {
        FileIdentity now = look(folder, path);
        if (now != null) {
          after.put(path, now);
        }
      }
    });
  }

  /** Whether a compiler made the file for this link alone: {@code /var/tmp/ccX1b2c3.o}. */
  static boolean isPerishable(String path) {
    int base = path.lastIndexOf('/') + 1;
    return path.startsWith("/tmp/")
        || path.endsWith(RUSTC_OBJECT)
        || path.contains("/rustc")
        || path.length() - base == 10 && path.startsWith("cc", base) && path.endsWith(".o");
  }

  private long size(String path) {
    FileIdentity identity = before.get(path);
    return identity == null ? 0 : identity.size();
  }

  /** Bytes of the files that are to be read after the link. */
  long unreadBytes() {
    return unread.stream()
        .filter(name -> !found.containsKey(name))
        .mapToLong(this::size)
        .filter(size -> size <= Digests.LARGEST)
        .sum();
  }

  /** Bytes of all files that were there. */
  long bytes() {
    return before.values().stream()
        .filter(FileIdentity::isRegular)
        .mapToLong(FileIdentity::size)
        .sum();
  }

  /** The file as it was before the link; null if it was not looked at or not there. */
  @Nullable FileIdentity identity(String path) {
    return before.get(path);
  }

  /**
   * The reads with what was there, where that is sure. May take long.
   *
   * @param real whether paths without symbolic links matter, of files that name others
   */
  List<Read> proved(List<Read> reads, boolean real) {
    long left = memory.cheap();
    var proofs = new HashMap<String, Read.@Nullable Proof>();
    var all = new ArrayList<Read>();
    for (Read read : reads) {
      switch (read.aspect()) {
        case ABSENCE -> all.add(read);
        case LISTING -> all.add(read.proved(listing(read.path())));
        case CONTENT, REJECTED -> {
          FileIdentity identity = before.get(read.path());
          if (identity != null && !proofs.containsKey(read.path())) {
            boolean isRead = isUnknown(read.path(), identity);
            left -= isRead ? identity.size() : 0;
            proofs.put(read.path(), isRead && left < 0 ? null : proof(read.path(), identity, real));
          }
          all.add(read.proved(proofs.get(read.path())));
        }
      }
    }
    return List.copyOf(all);
  }

  private boolean isUnknown(String path, FileIdentity identity) {
    return identity.isRegular()
        && !found.containsKey(path)
        && past.known(path(path), identity) == null;
  }

  private Read.@Nullable Proof listing(String path) {
    String digest = listings.get(path);
    return digest != null && digest.equals(new Here(past.digests).listing(path))
        ? new Read.Proof(digest, null, Read.Form.OTHER, null, false, true)
        : null;
  }

  private Read.@Nullable Proof proof(String path, FileIdentity identity, boolean real) {
    FileIdentity now = look(folder, path);
    if (identity.isFolder()) {
      return new Read.Proof("", null, Read.Form.OTHER, null, false, true);
    }
    // A change between our look and the linker's must show in what we saw.
    boolean shows = Identities.isSettledBy(identity, mark) || settled.contains(path);
    if (!identity.isRegular() || !shows) {
      return null;
    }
    FileIdentity then = after.getOrDefault(path, now);
    if (then == null || !then.isSame(identity)) {
      return null;
    }
    Digests.Known known = past.known(path(path), identity);
    boolean firm = known != null;
    if (known == null) {
      known = found.get(path);
    }
    if (known == null
        && past.fileSystems.stampsProve(identity, path(path))) { // else it is too late
      known = past.digests.read(path(path), identity);
    }
    if (known == null) {
      return null;
    }
    String place = real && !path.endsWith(".o") ? real(path) : null;
    return new Read.Proof(known.digest(), identity, known.form(), place, now == null, firm);
  }

  private @Nullable String real(String path) {
    try {
      return path(path).toRealPath().toString();
    } catch (IOException e) {
      return null;
    }
  }

  private static @Nullable FileIdentity look(Path folder, String path) {
    try {
      return Identities.of(folder.resolve(path));
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private Path path(String path) {
    return folder.resolve(path);
  }
}
