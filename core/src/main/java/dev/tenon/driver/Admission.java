package dev.tenon.driver;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets links of one machine begin when there is room for them: memory by what each is expected to
 * take at its peak, cores by how many long ones run. One that finds nobody running always begins,
 * so that a wrong expectation delays a link and never stops it. First come, first served.
 */
public final class Admission {
  /** A link that takes less is never held up, never counted and never looked at. */
  private static final long SMALL_KIB = 64 << 10;

  /** Expected of a link that nobody saw yet and that may be large: all there is. */
  public static final long ALL = Long.MAX_VALUE / 8;

  /** Waiting links look again in these steps: memory is also freed by others. */
  private static final long STEP_MILLIS = 200;

  private static final long SAMPLE_MILLIS = 50;

  /** A linker that has taken no more memory for so long waits for something else. */
  private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final MemoryLimits limits;
  private final int cores;
  private final Map<Path, Deque<Object>> queues = new HashMap<>();
  private final Map<Path, List<Pass>> running = new HashMap<>();

  public Admission(int cores) {
    this(new MemoryLimits(), cores);
  }

  Admission(MemoryLimits limits, int cores) {
    this.limits = limits;
    this.cores = cores;
  }

  /** Asked about five times a second while a link waits. */
  public interface Patience {
    boolean goesOn();
  }

  /** The right to run, given back by closing it. */
  public final class Pass implements AutoCloseable, Execution.Watch {
    private final MemoryLimits.@Nullable Room room;
    private final long expectedKib;
    private final long waitedMillis;
    private final long kills;
    private volatile long pid;
    private volatile long peakKib = -1;
    private volatile boolean closed;
    private volatile long grown = System.nanoTime();

    private Pass(MemoryLimits.@Nullable Room room, long expectedKib, long waitedMillis) {
      this.room = room;
      this.expectedKib = expectedKib;
      this.waitedMillis = waitedMillis;
      this.kills = room == null ? 0 : limits.kills(room);
    }

    @Override
    public void started(long process) {
      pid = process;
      if (expectedKib > 0) {
        Thread.ofVirtual().start(this::sample);
      }
    }

    /** mold does its work in a child that it does not wait for: only a look while it runs tells. */
    private void sample() {
      try {
        while (!closed) {
          long residentKib = limits.residentKib(pid);
          if (residentKib > peakKib) {
            peakKib = residentKib;
            grown = System.nanoTime();
          }
          Thread.sleep(SAMPLE_MILLIS);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public long peakKib() {
      return peakKib;
    }

    @Override
    public long waitedMillis() {
      return waitedMillis;
    }

    /** Whether the kernel has killed something for want of memory since this began. */
    public boolean sawKill() {
      return room != null && limits.kills(room) > kills;
    }

    /** Whether others should not wait for it: its input is a pipe, perhaps, without an end. */
    private boolean isStalled() {
      return pid != 0 && System.nanoTime() - grown > STALLED_NANOS;
    }

    /** What is still to come of what was expected. */
    private long outstandingKib() {
      long process = pid;
      long taken = process == 0 ? 0 : limits.residentKib(process);
      long limit = room == null ? 0 : room.limitKib();
      return Math.max(0, Math.min(expectedKib, limit) - taken);
    }

    @Override
    public void close() {
      closed = true;
      leave(this);
    }
  }

  /**
   * Waits until there is room.
   *
   * @param caller process whose limits count
   * @param expectedKib largest resident size to expect; {@link #ALL} to run alone
   * @return null if the link is not to be done any more
   */
  public @Nullable Pass enter(long caller, long expectedKib, Patience patience)
      throws InterruptedException {
    if (expectedKib <= SMALL_KIB) {
      return new Pass(null, 0, 0);
    }
    MemoryLimits.Room room = limits.room(caller);
    Path group = room.folder();
    var turn = new Object();
    long began = System.nanoTime();
    synchronized (this) {
      Deque<Object> queue = queues.computeIfAbsent(group, _ -> new ArrayDeque<>());
      queue.add(turn);
      try {
        while (!turn.equals(queue.peek()) || !fits(limits.room(caller), expectedKib)) {
          wait(STEP_MILLIS);
          if (!patience.goesOn()) {
            return null;
          }
        }
        long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        room = limits.room(caller);
        var pass = new Pass(room, expectedKib, waited);
        running.computeIfAbsent(room.folder(), _ -> new ArrayList<>()).add(pass);
        return pass;
      } finally {
        queue.remove(turn);
        notifyAll();
      }
    }
  }

  private boolean fits(MemoryLimits.Room room, long expectedKib) {
    int all = 0;
    long outstanding = 0;
    for (List<Pass> passes : running.values()) {
      all += (int) passes.stream().filter(pass -> !pass.isStalled()).count();
    }
    List<Pass> beside =
        running.getOrDefault(room.folder(), List.of()).stream()
            .filter(pass -> !pass.isStalled())
            .toList();
    for (Pass pass : beside) {
      outstanding += pass.outstandingKib();
    }
    return beside.isEmpty()
        ? all < Math.max(2, cores)
        : all < Math.max(2, cores) && expectedKib + outstanding <= room.availableKib();
  }

  private synchronized void leave(Pass pass) {
    List<Pass> passes = pass.room == null ? null : running.get(pass.room.folder());
    if (passes != null && passes.remove(pass)) {
      notifyAll();
    }
  }

  public int cores() {
    return cores;
  }

  /** Threads for a link that begins now, when no jobserver deals them out. */
  public synchronized int threads() {
    int all = 0;
    for (List<Pass> passes : running.values()) {
      all += passes.size();
    }
    return Math.max(1, cores / Math.max(1, all));
  }
}
