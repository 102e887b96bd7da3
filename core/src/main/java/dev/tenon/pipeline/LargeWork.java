package dev.tenon.pipeline;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads what takes seconds, beside all other work, one link's files after the other's. When too
 * many wait, it is not done: then the link is done again the next time.
 */
public final class LargeWork {
  /** Links of which more is to be read after their end. */
  static final long BYTES = 64L << 20;

  private static final int MOST_WAITING = 16;

  private final @Nullable ThreadPoolExecutor thread;

  /**
   * @param isResident whether the process serves many callers; if not, the only one waits
   */
  LargeWork(boolean isResident) {
    this.thread =
        isResident
            ? new ThreadPoolExecutor(
                1,
                1,
                60,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                Thread.ofPlatform().daemon().name("large-", 0).factory())
            : null;
  }

  /** False if too many others wait. */
  boolean execute(Runnable work) {
    if (thread == null) {
      work.run();
      return true;
    }
    try {
      thread.execute(work);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Waits until what waits now is done, but not for ever. */
  public void settle(long nanos) {
    var done = new CountDownLatch(1);
    try {
      if (thread != null && execute(done::countDown)) {
        boolean _ = done.await(nanos, TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
