package dev.tenon.model;

import org.jspecify.annotations.Nullable;

/**
 * What position-dependent options say of one input or library request.
 *
 * @param isStatic only archives are searched ({@code -Bstatic})
 * @param whole every member of an archive is linked ({@code --whole-archive})
 * @param asNeeded a shared library is recorded only if it is used ({@code --as-needed})
 * @param copyNeeded what a shared library needs is recorded too ({@code --copy-dt-needed-entries})
 * @param group inputs with the same positive number are searched until nothing new is found; 0:
 *     none
 * @param lazy objects with the same positive number are linked like archive members ({@code
 *     --start-lib}); 0: none
 * @param format of the input ({@code -b binary}); null: what the file says itself
 */
public record State(
    boolean isStatic,
    boolean whole,
    boolean asNeeded,
    boolean copyNeeded,
    int group,
    int lazy,
    @Nullable String format) {

  /** What holds where no option says otherwise. */
  public static final State PLAIN = new State(false, false, false, false, 0, 0, null);

  public State withStatic(boolean on) {
    return new State(on, whole, asNeeded, copyNeeded, group, lazy, format);
  }

  public State withWhole(boolean on) {
    return new State(isStatic, on, asNeeded, copyNeeded, group, lazy, format);
  }

  public State withAsNeeded(boolean on) {
    return new State(isStatic, whole, on, copyNeeded, group, lazy, format);
  }

  public State withCopyNeeded(boolean on) {
    return new State(isStatic, whole, asNeeded, on, group, lazy, format);
  }

  public State withGroup(int number) {
    return new State(isStatic, whole, asNeeded, copyNeeded, number, lazy, format);
  }

  public State withLazy(int number) {
    return new State(isStatic, whole, asNeeded, copyNeeded, group, number, format);
  }

  public State withFormat(@Nullable String name) {
    return new State(isStatic, whole, asNeeded, copyNeeded, group, lazy, name);
  }
}
