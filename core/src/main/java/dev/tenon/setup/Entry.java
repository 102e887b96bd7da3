package dev.tenon.setup;

import java.nio.file.Path;
import java.util.List;

/**
 * What was changed in one file, as the record keeps it.
 *
 * @param file as it was named; a symbolic link stands for the file that it leads to
 * @param was text that {@code put} took the place of; empty if it was only added
 * @param put target of the link, text of the file, or text of the lines
 * @param made folders that had to be made for it, outermost first; with the file itself, last, if
 *     there was none
 * @param atMillis when
 */
record Entry(Kind kind, Path file, String was, String put, List<Path> made, long atMillis) {
  enum Kind {
    LINK,
    FILE,
    PROGRAM,
    LINES,
    CARGO
  }

  Entry {
    made = List.copyOf(made);
  }

  /** Whether the file is ours alone and goes with what we put into it. */
  boolean isFresh() {
    return !made.isEmpty() && made.getLast().equals(file);
  }

  /** Whether the rest of the file is somebody else's. */
  boolean isWithin() {
    return kind == Kind.LINES || kind == Kind.CARGO;
  }
}
