package dev.tenon.binder.observe;

import java.util.ArrayList;
import java.util.List;

/** What GNU ld prints with {@code --verbose}: a line for every file that it tried to open. */
public final class Attempts {
  private static final String START = "attempt to open ";
  private static final String FOUND = "found ";

  /**
   * @param isThere whether the file could be opened
   */
  public record Attempt(String path, boolean isThere) {}

  private Attempts() {}

  /** In order; libraries that other libraries need are told only if they were found. */
  public static List<Attempt> parse(String output) {
    List<Attempt> found = new ArrayList<>();
    for (String line : output.lines().toList()) {
      if (line.startsWith(START) && line.endsWith(" succeeded")) {
        found.add(
            new Attempt(
                line.substring(START.length(), line.length() - " succeeded".length()), true));
      } else if (line.startsWith(START) && line.endsWith(" failed")) {
        found.add(
            new Attempt(line.substring(START.length(), line.length() - " failed".length()), false));
      } else if (line.startsWith(FOUND) && line.contains(" at ")) {
        found.add(new Attempt(line.substring(line.indexOf(" at ") + 4), true));
      }
    }
    return List.copyOf(found);
  }
}
