package dev.tenon.pipeline;

import java.util.concurrent.Executor;

/**
 * What outlives a request: a process that performs one link makes a new one, a resident process
 * keeps one for all.
 */
public final class Memory {
  private final Executor afterwards;

  /**
   * @param afterwards runs what need not be done before the caller has its answer
   */
  public Memory(Executor afterwards) {
    this.afterwards = afterwards;
  }

  /** For a process that ends with its link: nothing is put off. */
  public static Memory brief() {
    return new Memory(Runnable::run);
  }

  Executor afterwards() {
    return afterwards;
  }
}
