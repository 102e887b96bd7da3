package dev.tenon.option;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One way to write an option.
 *
 * @param families those that write it so
 * @param since the first version that takes this spelling, where that is later than the option
 * @param on false for the negation, as in {@code --no-gc-sections}
 * @param word the word with its dashes; for a keyword of {@code -z} the keyword alone
 * @param keyword whether {@code word} is a keyword of {@code -z}
 * @param equals whether {@code word=VALUE} is possible
 * @param separate whether the value may be the next word
 * @param joined whether the value may follow {@code word} directly
 * @param optional whether the value may be missing
 * @param fixed the value that a flag stands for
 */
public record Spelling(
    Set<Family> families,
    @Nullable String since,
    boolean on,
    String word,
    boolean keyword,
    boolean equals,
    boolean separate,
    boolean joined,
    boolean optional,
    @Nullable String fixed) {

  /** Whether this spelling never takes a value. */
  public boolean flag() {
    return !equals && !separate && !joined;
  }

  /** Whether the word may stand without any value. */
  public boolean bare() {
    return flag() || optional;
  }
}
