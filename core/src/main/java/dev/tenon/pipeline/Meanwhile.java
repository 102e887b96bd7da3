package dev.tenon.pipeline;

import dev.tenon.driver.Execution;

/** Does something of ours as soon as a process of the link runs. */
record Meanwhile(Execution.Watch watch, Runnable work) implements Execution.Watch {
  @Override
  public void started(long pid) {
    watch.started(pid);
    try {
      work.run();
    } catch (RuntimeException e) {
      // Whoever waits for it does it again when the process has ended.
    }
  }

  @Override
  public long peakKib() {
    return watch.peakKib();
  }

  @Override
  public long waitedMillis() {
    return watch.waitedMillis();
  }
}
