package dev.tenon.option;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one or more words of a command line are. */
public sealed interface Word {

  /** The words as they were written. */
  List<String> raw();

  /** Not an option: an input, as a rule. */
  record Positional(String text) implements Word {
    @Override
    public List<String> raw() {
      return List.of(text);
    }
  }

  /**
   * An option of the table.
   *
   * @param on false for the negation
   * @param value null if none was given
   * @param raw one or two words; a group such as {@code -sx} comes as {@code -s} and {@code -x}
   */
  record Known(Option option, boolean on, @Nullable String value, List<String> raw)
      implements Word {}

  /** Looks like an option, and no linker that the table describes has it. */
  record Unknown(String word) implements Word {
    @Override
    public List<String> raw() {
      return List.of(word);
    }
  }

  /** The last word is an option that needs a value, or a value is needed in the same word. */
  record MissingValue(Option option, String word) implements Word {
    @Override
    public List<String> raw() {
      return List.of(word);
    }
  }
}
