package dev.tenon.frontend.ld;

import dev.tenon.option.Family;
import dev.tenon.option.Mark;
import dev.tenon.option.Option;
import org.jspecify.annotations.Nullable;

/**
 * Options that GNU ld has for some machines only. For the others the same words are single letters
 * with values ({@code -heap 2} is {@code -h eap} and a file called 2), or are refused.
 */
final class Machines {
  private final Family caller;
  private final boolean windows;
  private @Nullable Option windowsOnly;
  private @Nullable Option othersOnly;

  Machines(Family caller, boolean windows) {
    this.caller = caller;
    this.windows = windows;
  }

  void meet(Option option) {
    if (caller == Family.BFD) {
      windowsOnly = option.is(Mark.PE) ? option : windowsOnly;
      othersOnly = option.is(Mark.OTHER) ? option : othersOnly;
    }
  }

  boolean isWindows(@Nullable String target) {
    return target == null ? windows : target.startsWith("i386pe");
  }

  /** Why the words were not read as this linker reads them, or null. */
  @Nullable String refusal(@Nullable String target) {
    if (windowsOnly != null && !isWindows(target)) {
      return "the option `" + windowsOnly + "` is for Windows";
    }
    boolean other = target != null && !target.contains("86") && !target.contains("iamcu");
    return othersOnly != null && !other
        ? "the option `" + othersOnly + "` is for other machines"
        : null;
  }
}
