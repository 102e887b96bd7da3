package dev.tenon.explain;

/** Nothing was done, for a reason that the caller can mend. */
public final class Refused extends RuntimeException {
  private final transient Message reason;
  private final int exit;

  /**
   * @param exit code for the caller, as the verb that refuses documents it
   */
  public Refused(int exit, Message reason) {
    super(reason.text());
    this.exit = exit;
    this.reason = reason;
  }

  public Message reason() {
    return reason;
  }

  public int exit() {
    return exit;
  }
}
