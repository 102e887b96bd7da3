package dev.tenon.daemon;

import dev.tenon.state.StateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** When heads came up and why they ended: the next one, or its user, may want to know. */
record Events(Path file) {
  private static final long LARGE = 1 << 20;

  /** A line, written at once: time, process, build, what happened. */
  void add(long pid, String build, String what) {
    try {
      if (Files.exists(file) && Files.size(file) > LARGE) {
        Files.delete(file);
      }
      String line =
          Instant.now() + "\t" + pid + "\t" + build + "\t" + what.replace('\n', ' ') + "\n";
      StateFiles.append(file, line);
    } catch (IOException e) {
      // A head that cannot say so still serves.
    }
  }

  List<String> lines() {
    try {
      return StateFiles.log(file).lines().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Says of heads of this build that left without a word that they did. */
  void missing(String build) {
    String last = null;
    for (String line : lines()) {
      String[] parts = line.split("\t", 4);
      boolean isWhole = parts.length == 4 && parts[1].matches("[0-9]{1,18}");
      if (isWhole && parts[2].equals(build)) {
        last = parts[3].startsWith(STARTED) ? parts[1] : null;
      }
    }
    if (last != null) {
      add(Long.parseLong(last), build, "ended without a word: killed, or the machine went down");
    }
  }

  static final String STARTED = "started";
}
