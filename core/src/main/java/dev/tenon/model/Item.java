package dev.tenon.model;

import org.jspecify.annotations.Nullable;

/**
 * One member of a plan's ordered list. The order is the command line's: linkers resolve symbols,
 * place sections and let later settings win by it.
 */
public sealed interface Item {

  /** A file that is linked: object, archive, shared library, bitcode or script. */
  record Input(RootedPath file, State state) implements Item {}

  /**
   * A library that is searched for by name.
   *
   * @param name without {@code lib} and ending; with {@code exact}, the whole file name
   */
  record Library(String name, boolean exact, State state) implements Item {}

  /**
   * An option by what it means, not by how it was written.
   *
   * @param option the id in the option table; ids that begin with {@code cc.} are a compiler
   *     driver's own
   */
  record Setting(String option, Value value) implements Item {}

  /**
   * A file that exists only in the plan; the driver of the link writes it before it starts.
   *
   * @param name the base name that it gets
   * @param content its bytes, never changed by anyone
   * @param option the option that it is the value of; null if it is an input
   */
  record Generated(String name, Content content, @Nullable String option, State state)
      implements Item {}

  /**
   * Where the libraries come that nobody names here, and the state that they find: those that a
   * compiler driver adds, or at the end of a linker's words those that a plugin or an object asks
   * for. There it stands only if the last input finds another state.
   */
  record Implicit(State state) implements Item {}

  /** A word that the option table does not know, handed to the linker as it is. */
  record Raw(String word) implements Item {}

  /** The value of a setting. */
  sealed interface Value {
    /** A toggle: given, or given in its negative form. */
    record Flag(boolean on) implements Value {}

    record Text(String text) implements Value {}

    record File(RootedPath file) implements Value {}
  }

  Value ON = new Value.Flag(true);
  Value OFF = new Value.Flag(false);
}
