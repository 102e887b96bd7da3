package dev.tenon.setup;

import java.nio.file.Path;
import java.util.List;

/** Something that setting up leaves on disk. */
sealed interface Change {
  Path file();

  /** A symbolic link of our own. */
  record Link(Path file, Path target) implements Change {}

  /** A file of our own. */
  record Whole(Path file, String text, boolean isProgram) implements Change {}

  /**
   * Lines at the end of a shell's file, between our marks; the file is made if it is missing. They
   * end as shells want it, however the others do.
   */
  record Lines(Path file, List<String> lines) implements Change {
    public Lines {
      lines = List.copyOf(lines);
    }
  }

  /** {@code target.HOST.linker} in a configuration of cargo. */
  record CargoLinker(Path file, String host, String linker) implements Change {}
}
