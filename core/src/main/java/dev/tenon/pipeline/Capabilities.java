package dev.tenon.pipeline;

import dev.tenon.model.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What drivers were found not to know, learnt from their refusals and kept under their digest, so
 * that the next link does not try it (RTY-01, RTY-02, RTY-03).
 */
final class Capabilities {
  private static final Pattern UNKNOWN =
      Pattern.compile("(?:unknown|unrecognized) (?:command[ -]line )?(?:option|argument)");
  private static final Pattern FUSE = Pattern.compile("-fuse-ld=([A-Za-z]+)");
  private static final Pattern NO_LINKER =
      Pattern.compile("cannot find ['‘]ld['’]|invalid linker name in argument");

  private final Path file;

  /** What was learnt here, for where the file cannot be written. */
  private final Set<String> learnt = new HashSet<>();

  Capabilities(Path state) {
    file = state.resolve("capabilities.tsv");
  }

  Set<String> missing(@Nullable Tool driver) {
    var missing = new HashSet<String>();
    if (driver != null) {
      var lines = new HashSet<>(learnt);
      try {
        lines.addAll(Files.readAllLines(file));
      } catch (IOException e) {
        // Nothing was learnt before.
      }
      String start = driver.digest() + "\t";
      for (String line : lines) {
        if (line.startsWith(start)) {
          missing.add(line.substring(start.length()));
        }
      }
    }
    return missing;
  }

  void learn(Tool driver, String capability) {
    String line = driver.digest() + "\t" + capability;
    learnt.add(line);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      // It is tried again next time.
    }
  }

  /**
   * The capability whose absence these messages tell of, or null.
   *
   * @param fuse what {@code -fuse-ld} was given, or null
   */
  static @Nullable String refused(String messages, @Nullable String fuse) {
    for (String line : messages.lines().toList()) {
      if (UNKNOWN.matcher(line).find()) {
        Matcher named = FUSE.matcher(line);
        if (named.find()) {
          return "fuse-ld=" + named.group(1);
        }
        if (line.contains("-static-pie") || line.contains("--no-dynamic-linker")) {
          return "static-pie";
        }
        if (line.contains("-no-pie")) {
          return "no-pie";
        }
      }
      if (fuse != null && NO_LINKER.matcher(line).find()) {
        return "fuse-ld=" + fuse;
      }
    }
    return null;
  }
}
