package dev.tenon.driver;

import java.util.concurrent.atomic.AtomicLong;

/** Looks at a process often, for links that are measured and not waited for. */
public final class PeakWatch implements Execution.Watch, AutoCloseable {
  private static final int SAMPLE_MILLIS = 2;

  private final AtomicLong peak = new AtomicLong(-1);
  private volatile boolean isOver;

  @Override
  public void started(long pid) {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            for (long seen = 0; seen >= 0 && !isOver; Thread.sleep(SAMPLE_MILLIS)) {
              seen = Usage.peak(pid);
              peak.accumulateAndGet(seen, Math::max);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  @Override
  public long peakKib() {
    return peak.get();
  }

  @Override
  public long waitedMillis() {
    return 0;
  }

  @Override
  public void close() {
    isOver = true;
  }
}
