package dev.tenon.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Processes of a link whose front is gone: a driver that is killed leaves its linker running. */
final class Strays {
  private static final int ROUNDS = 5;

  private Strays() {}

  /** Ends every process that has the mark in its environment. */
  static void end(String mark) {
    byte[] wanted = (FrontHands.MARK + "=" + mark + "\0").getBytes(StandardCharsets.UTF_8);
    // A process may start another one while we look.
    for (int i = 0; i < ROUNDS && !endOnce(wanted).isEmpty(); i++) {
      Thread.onSpinWait();
    }
  }

  private static List<Long> endOnce(byte[] wanted) {
    var found = new ArrayList<Long>();
    try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        if (has(process.resolve("environ"), wanted)) {
          long pid = Long.parseLong(process.getFileName().toString());
          ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
          found.add(pid);
        }
      }
    } catch (IOException e) {
      // Without /proc there is nothing to find them by.
    }
    return found;
  }

  private static boolean has(Path environ, byte[] wanted) {
    byte[] text;
    try {
      text = Files.readAllBytes(environ);
    } catch (IOException e) {
      return false; // somebody else's, or gone
    }
    for (int at = 0; at + wanted.length <= text.length; at++) {
      if ((at == 0 || text[at - 1] == 0)
          && java.util.Arrays.equals(text, at, at + wanted.length, wanted, 0, wanted.length)) {
        return true;
      }
    }
    return false;
  }
}
