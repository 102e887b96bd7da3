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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
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

  /** What is read before the answer at most, of files that will be gone after it. */
  private static final long PERISHABLE = 16L << 20;

  /** Files that were changed within this time before a link may be gone soon after it. */
  private static final long FRESH_NANOS = 60_000_000_000L;

  private final Path folder;
  private final Past past;
  private final Memory memory;
  private final long mark;
  private final Glances glances;
  private final Map<String, FileIdentity> before = new ConcurrentHashMap<>();
  private final Map<String, FileIdentity> expected = new HashMap<>();
  private final Set<String> settled = new HashSet<>();
  private final Map<String, String> listings = new HashMap<>();
  private final Map<String, FileIdentity> after = new HashMap<>();
  private final List<String> unread = new ArrayList<>();
  private final Map<String, Digests.Known> found = new ConcurrentHashMap<>();
  private boolean started;
  private volatile boolean ended;

  /**
   * @param folder where relative paths begin
   * @param mark the {@code ctime} of a file that was made before anything was looked at
   * @param glances that were thrown since
   */
  Evidence(Path folder, Past past, Memory memory, long mark, Glances glances) {
    this.folder = folder;
    this.past = past;
    this.memory = memory;
    this.mark = mark;
    this.glances = glances;
  }

  /**
   * Looks at what will be read. This may also be done when the linker has started or ended: only
   * files are proved then that the link had thrown a glance at, or that are as expected.
   */
  void look(List<Read> reads) {
    for (Read read : reads) {
      switch (read.aspect()) {
        case ABSENCE -> {}
        case LISTING -> {
          if (!started) { // a listing does not tell when it became what it is
            listings.put(read.path(), new Here(past.digests).listing(read.path()));
          }
        }
        case CONTENT, REJECTED -> {
          if (!before.containsKey(read.path())) {
            String path = folder.resolve(read.path()).toString();
            FileIdentity identity = glances.look(path);
            boolean late = started && !glances.has(path) && !isExpected(read.path(), identity);
            if (identity != null && !late) {
              before.put(read.path(), identity);
              if (identity.isRegular() && past.digests.known(identity) == null) {
                unread.add(read.path());
              }
            }
          }
        }
      }
    }
    unread.sort(Comparator.comparingLong(this::size));
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

  /**
   * The linker is about to start.
   *
   * @param clock tells what time files get that are changed now; 0 if it cannot
   */
  void during(LongSupplier clock) {
    started = true;
    glances.began();
    // Written in the tick in which we began. If that tick is over, a second look settles it.
    var fresh = new ArrayList<String>();
    before.forEach((path, identity) -> {
      if (identity.isRegular() && !Identities.isSettledBy(identity, mark)) {
        fresh.add(path);
      }
    });
    long now = fresh.isEmpty() ? 0 : clock.getAsLong();
    for (String path : fresh) {
      FileIdentity was = before.get(path);
      FileIdentity is = look(path);
      if (was != null && is != null && is.isSame(was) && Identities.isSettledBy(is, now)) {
        settled.add(path);
      }
    }
    if (memory.cheap() == Long.MAX_VALUE && isWorthReadingBeside()) {
      List<String> known = List.copyOf(unread);
      memory.afterwards().execute(() -> readBeside(known));
    }
  }

  /** Whether nobody need wait until {@link #after} has been called. */
  boolean mayLeave() {
    return before.keySet().stream().noneMatch(Evidence::isPerishable);
  }

  /** A small link does not last long enough, and would rather have the machine for itself. */
  private boolean isWorthReadingBeside() {
    return unread.stream().anyMatch(Evidence::isPerishable)
        || unread.stream().mapToLong(this::size).sum() >= BESIDE_LEAST;
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
    FileIdentity now = look(path);
    FileIdentity was = before.get(path);
    if (known != null && now != null && was != null && now.isSame(was)) {
      found.putIfAbsent(path, known);
    }
  }

  /** The linker has ended and the caller waits. */
  void after() {
    ended = true;
    long left = Math.min(PERISHABLE, memory.cheap());
    for (String path : unread) {
      if (!found.containsKey(path) && isPerishable(path)) {
        left -= size(path);
        if (left < 0) {
          break;
        }
        read(path);
      }
    }
    before.forEach((path, identity) -> {
      if (identity.ctime() > mark - FRESH_NANOS) {
        FileIdentity now = look(path);
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

  /** Bytes of all files that were there. */
  long bytes() {
    return before.values().stream()
        .filter(FileIdentity::isRegular)
        .mapToLong(FileIdentity::size)
        .sum();
  }

  /** Whether it was there before the link, by the name that it is told by. */
  boolean saw(String path) {
    return glances.look(path) != null;
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
    return identity.isRegular() && !found.containsKey(path) && past.digests.known(identity) == null;
  }

  private Read.@Nullable Proof listing(String path) {
    String digest = listings.get(path);
    return digest != null && digest.equals(new Here(past.digests).listing(path))
        ? new Read.Proof(digest, null, Read.Form.OTHER, null, false)
        : null;
  }

  private Read.@Nullable Proof proof(String path, FileIdentity identity, boolean real) {
    FileIdentity now = look(path);
    if (identity.isFolder()) {
      return new Read.Proof("", null, Read.Form.OTHER, null, false);
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
    Digests.Known known = found.get(path);
    if (known == null) {
      known = past.digests.known(identity);
    }
    if (known == null) {
      known = past.digests.read(path(path), identity);
    }
    if (known == null) {
      return null;
    }
    past.digests.learn(identity, known);
    String place = real && !path.endsWith(".o") ? real(path) : null;
    return new Read.Proof(known.digest(), identity, known.form(), place, now == null);
  }

  private @Nullable String real(String path) {
    try {
      return path(path).toRealPath().toString();
    } catch (IOException e) {
      return null;
    }
  }

  private @Nullable FileIdentity look(String path) {
    try {
      return Identities.of(path(path));
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private Path path(String path) {
    return folder.resolve(path);
  }
}
