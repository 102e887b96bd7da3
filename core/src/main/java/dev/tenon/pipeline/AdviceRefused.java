package dev.tenon.pipeline;

import dev.tenon.explain.Message;

/** Why there is nothing to advise. */
public final class AdviceRefused extends RuntimeException {
  private final transient Message reason;
  private final int exit;

  AdviceRefused(int exit, Message reason) {
    super(reason.text());
    this.exit = exit;
    this.reason = reason;
  }

  public Message reason() {
    return reason;
  }

  /** 1: inputs are gone; 3: a bad plan, or no receipt; 4: no linker. */
  public int exit() {
    return exit;
  }
}
