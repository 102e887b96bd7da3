package dev.tenon.pipeline;

import dev.tenon.driver.Admission;
import dev.tenon.driver.DigestHelper;
import dev.tenon.keep.Digests;
import dev.tenon.option.Family;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What outlives a request: a process that performs one link makes a new one, a resident process
 * keeps one for all.
 */
public final class Memory {
  /** State folders that are remembered at a time; nearly everybody has one. */
  private static final int FOLDERS = 16;

  /** What a process that is not resident may read for the sake of links to come. */
  private static final long CHEAP = 1_000_000;

  /** After this long a build has done with an output what it does with it. */
  private static final long LATER_MILLIS = 2_000;

  /** In this time a compiler that waited for its linker is gone too, and a core is free. */
  public static final long SOON_MILLIS = 10;

  private final Executor beside;
  private final Executor afterwards;
  private final Executor later;
  private final long cheap;
  private final Digests.Hasher hasher;
  private final Admission admission = new Admission(Runtime.getRuntime().availableProcessors());
  private final Blocks blocks = new Blocks();
  private final LargeArguments arguments = new LargeArguments();
  private final LargeWork large;
  private final DependencyFiles dependencyFiles;
  private final Map<Family, Appetite> appetites = new ConcurrentHashMap<>();
  private final Map<Path, Past> pasts =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Past> eldest) {
          return size() > FOLDERS;
        }
      };

  /**
   * For a resident process.
   *
   * @param clerks do what need not be done before the caller has its answer: they read files and
   *     compute digests
   * @param digester helps with that
   */
  public Memory(ScheduledExecutorService clerks, DigestHelper digester) {
    this(
        clerks,
        delayed(clerks, SOON_MILLIS),
        delayed(clerks, LATER_MILLIS),
        Long.MAX_VALUE,
        digester::sha256,
        new LargeWork(true));
  }

  /**
   * @param later runs a second look at outputs, some seconds after the link
   * @param cheap bytes that may be read for a link, beside what the linker reads
   */
  Memory(Executor afterwards, Executor later, long cheap) {
    this(afterwards, afterwards, later, cheap, _ -> null, new LargeWork(false));
  }

  private Memory(
      Executor beside,
      Executor afterwards,
      Executor later,
      long cheap,
      Digests.Hasher hasher,
      LargeWork large) {
    this.hasher = hasher;
    this.beside = beside;
    this.afterwards = afterwards;
    this.later = later;
    this.cheap = cheap;
    boolean isResident = cheap == Long.MAX_VALUE;
    this.dependencyFiles = new DependencyFiles(isResident);
    this.large = large;
  }

  private static Executor delayed(ScheduledExecutorService clerks, long millis) {
    return work -> {
      var _ = clerks.schedule(work, millis, TimeUnit.MILLISECONDS);
    };
  }

  /** For a process that ends with its link: nothing is put off, and little is read. */
  public static Memory brief() {
    return new Memory(Runnable::run, _ -> {}, CHEAP);
  }

  /** The process ends: what it kept for later links on disk is removed. */
  public synchronized void close() {
    dependencyFiles.close();
    pasts.values().forEach(past -> past.claims.close());
  }

  /** For work beside a running linker. */
  Executor beside() {
    return beside;
  }

  /** For work when a caller has gone on. */
  Executor afterwards() {
    return afterwards;
  }

  Executor later() {
    return later;
  }

  LargeArguments arguments() {
    return arguments;
  }

  /** For work when a caller has gone on that takes seconds. */
  public LargeWork large() {
    return large;
  }

  long cheap() {
    return cheap;
  }

  Blocks blocks() {
    return blocks;
  }

  DependencyFiles dependencyFiles() {
    return dependencyFiles;
  }

  Admission admission() {
    return admission;
  }

  Appetite appetite(Family linker) {
    return appetites.computeIfAbsent(linker, _ -> new Appetite());
  }

  /** What is remembered of a state folder. */
  synchronized Past past(Path state) {
    return pasts.computeIfAbsent(state, folder -> new Past(folder, hasher));
  }
}
