package dev.tenon.setup;

import dev.tenon.explain.Message;

/** Nothing was changed, for a reason that the caller can mend. */
public final class Refused extends RuntimeException {
  private final transient Message reason;
  private final int exit;

  Refused(int exit, Message reason) {
    super(reason.text());
    this.exit = exit;
    this.reason = reason;
  }

  public Message reason() {
    return reason;
  }

  /** 1: something is in the way; 3: a configuration or the environment is wrong. */
  public int exit() {
    return exit;
  }
}
