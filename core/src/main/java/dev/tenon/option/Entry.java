package dev.tenon.option;

import org.jspecify.annotations.Nullable;

/** What one word means to one family: its option, and every way in which the value may follow. */
record Entry(
    Option option,
    boolean on,
    @Nullable String fixed,
    boolean separate,
    boolean joined,
    boolean bare) {

  static Entry of(Option option, Spelling s) {
    return new Entry(option, s.on(), s.fixed(), s.separate(), s.joined(), s.bare());
  }

  Entry and(Entry other) {
    if (!option.id().equals(other.option.id()) || on != other.on) {
      throw new IllegalStateException(option + " and " + other.option + " share a spelling");
    }
    return new Entry(
        option, on, fixed, separate || other.separate, joined || other.joined, bare || other.bare);
  }
}
