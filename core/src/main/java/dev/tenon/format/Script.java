package dev.tenon.format;

import java.util.List;

/**
 * A linker script as far as it says which files are used.
 *
 * @param commands in order
 * @param extendsDefault whether it is put into the default script instead of replacing it ({@code
 *     INSERT})
 * @param versions whether it defines versions of symbols ({@code VERSION}), in which linkers repeat
 *     the name of the output
 * @param hasLayout whether it also places sections ({@code SECTIONS}, {@code MEMORY}, …), which is
 *     recognised here and not understood
 */
public record Script(
    List<Command> commands, boolean versions, boolean hasLayout, boolean extendsDefault) {
  public Script {
    commands = List.copyOf(commands);
  }

  /** What the script asks for. */
  public sealed interface Command {
    /** {@code INPUT(…)}, {@code STARTUP(…)}, or {@code GROUP(…)} that is searched repeatedly. */
    record Files(boolean isGroup, List<Entry> entries) implements Command {
      public Files {
        entries = List.copyOf(entries);
      }
    }

    record SearchDir(String folder) implements Command {}

    /** {@code INCLUDE file}, at any place that allows it. */
    record Include(String file) implements Command {}

    /** {@code OUTPUT(file)}. */
    record Output(String file) implements Command {}

    /** {@code OUTPUT_FORMAT(default, big, little)}; one name or three. */
    record OutputFormat(List<String> names) implements Command {
      public OutputFormat {
        names = List.copyOf(names);
      }
    }
  }

  /**
   * A file, or a library as {@code -lname} or {@code -l:name}.
   *
   * @param asNeeded inside {@code AS_NEEDED(…)}
   */
  public record Entry(String name, boolean asNeeded) {
    public boolean isLibrary() {
      return name.startsWith("-l");
    }
  }
}
