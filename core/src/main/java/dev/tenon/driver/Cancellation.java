package dev.tenon.driver;

import java.util.ArrayDeque;
import java.util.Deque;

/** Lets whoever asked for a link end it; what runs is killed and what is staged removed. */
public final class Cancellation {
  private final Deque<Runnable> actions = new ArrayDeque<>();
  private boolean cancelled;

  /** Runs every registered action, newest first, once. */
  public synchronized void cancel() {
    cancelled = true;
    while (!actions.isEmpty()) {
      actions.pop().run();
    }
  }

  public synchronized boolean cancelled() {
    return cancelled;
  }

  /** The action is forgotten when the result is closed. It runs at once if all is over already. */
  public Registration onCancel(Runnable action) {
    synchronized (this) {
      if (!cancelled) {
        actions.push(action);
        return () -> remove(action);
      }
    }
    action.run();
    return () -> {};
  }

  private synchronized void remove(Runnable action) {
    actions.remove(action);
  }

  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
