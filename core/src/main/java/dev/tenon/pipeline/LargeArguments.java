package dev.tenon.pipeline;

import java.util.concurrent.Semaphore;

/**
 * Arguments and response files that take much of the memory of a process that serves many: one
 * caller's at a time. Another one's link is done without being looked at, which takes no time.
 */
public final class LargeArguments {
  /** What any number of links may hold at once. */
  static final int WORDS = 10_000;

  static final int BYTES = 1 << 20;

  private final Semaphore one = new Semaphore(1);

  /** Of one caller, who gives it back by closing it. */
  public final class Turn implements AutoCloseable {
    private boolean held;

    private Turn() {}

    /** Whether this caller has the turn now. */
    public boolean take() {
      held = held || one.tryAcquire();
      return held;
    }

    @Override
    public void close() {
      if (held) {
        held = false;
        one.release();
      }
    }
  }

  public Turn turn() {
    return new Turn();
  }
}
