package dev.tenon.frontend.ld;

import dev.tenon.option.Family;
import org.jspecify.annotations.Nullable;

/**
 * Groups of archives ({@code --start-group}) and of lazy objects ({@code --start-lib}) that are
 * open on a command line. A plan holds what they mean for the inputs between them; where they do
 * not match, linkers differ in what they refuse, and no plan says the same.
 */
final class Brackets {
  private final Family caller;
  private int groups;
  private int group;
  private int lazy;
  private @Nullable String refusal;

  Brackets(Family caller) {
    this.caller = caller;
  }

  /** The number of the group that begins. */
  int startGroup() {
    switch (caller) {
      case BFD -> refuse(group != 0, "--start-group inside a group");
      case LLD -> refuse(group != 0 || lazy != 0, "nested --start-group");
      default -> {}
    }
    group = group != 0 ? group : ++groups;
    return group;
  }

  void endGroup() {
    refuse(group == 0 && caller != Family.MOLD, "--end-group without --start-group");
    group = 0;
  }

  /** The number of the lazy group that begins. */
  int startLib() {
    refuse(caller == Family.LLD && (lazy != 0 || group != 0), "nested --start-lib");
    lazy = lazy != 0 ? lazy : ++groups;
    return lazy;
  }

  void endLib() {
    refuse(lazy == 0 && caller == Family.LLD, "--end-lib without --start-lib");
    lazy = 0;
  }

  /** Why no plan says the same, or null. */
  @Nullable String refusal() {
    // GNU ld closes it by itself, with a warning.
    refuse(group != 0 && caller == Family.BFD, "--start-group without --end-group");
    return refusal;
  }

  private void refuse(boolean refused, String why) {
    if (refused && refusal == null) {
      refusal = why;
    }
  }
}
