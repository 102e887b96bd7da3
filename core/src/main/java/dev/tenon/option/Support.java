package dev.tenon.option;

import org.jspecify.annotations.Nullable;

/**
 * How a family treats an option.
 *
 * @param since the first version of which {@code state} is true, such as {@code 2.43}; null when it
 *     is true of every version that Tenon works with (GNU ld 2.40, LLD 19, mold 1.10, gcc 12, clang
 *     19 and later). Before that version the option is absent.
 */
public record Support(State state, @Nullable String since) {
  public static final Support ABSENT = new Support(State.ABSENT, null);

  /** What a family does with an option. */
  public enum State {
    WORKS,
    /** Accepted without effect. */
    IGNORED,
    ABSENT
  }

  /** Whether some version accepts the option. */
  public boolean accepted() {
    return state != State.ABSENT;
  }
}
