package dev.tenon.binder;

import java.util.List;

/**
 * What the scripts of one link may ask for. A script that names itself twice would be followed
 * twice as often with each step of depth; linkers go on until their stack ends.
 */
final class Effort {
  /** Places where something is looked for; the largest scripts of builds ask for some thousand. */
  private static final int MOST = 200_000;

  private final Ledger ledger;
  private int left = MOST;

  Effort(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * Whether that may be looked for too.
   *
   * @param places in which it may be
   * @param script that asks; it is noted if it asks for too much
   */
  boolean allows(int places, String script) {
    boolean isFirst = left > 0;
    left = Math.max(0, left - places);
    if (left == 0 && isFirst) {
      ledger.trouble("T0205", script, "asks for more than is looked for", List.of());
    }
    return left > 0;
  }
}
