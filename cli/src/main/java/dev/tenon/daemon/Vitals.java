package dev.tenon.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** How a head is doing. */
final class Vitals {
  /**
   * Resident size at which a head gives way to a fresh one; its heap is bounded apart from this.
   */
  private static final long LARGE_KIB = 1 << 20;

  private final long born = System.nanoTime();
  private final String world;
  private volatile int rehearsed;
  private volatile long ready;

  Vitals() {
    String own;
    try {
      String space = Files.readSymbolicLink(Path.of("/proc/self/ns/mnt")).toString();
      own = space + " " + place(Path.of("/")) + rights();
    } catch (IOException e) {
      own = "";
    }
    world = own;
  }

  /** The group of new files, capabilities and further groups, as a client tells its own. */
  private static String rights() throws IOException {
    var found = new HashMap<String, String>();
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      int colon = line.indexOf(':');
      found.put(line.substring(0, Math.max(0, colon)), line.substring(colon + 1).strip());
    }
    String[] group = found.getOrDefault("Gid", "").split("\\s+"); // real, effective, saved, file
    String groups = found.getOrDefault("Groups", "");
    return " "
        + group[Math.min(1, group.length - 1)]
        + " "
        + found.getOrDefault("CapEff", "")
        + (groups.isEmpty() ? "" : " " + groups);
  }

  /** Whether names that a process uses begin where ours do; a bind mount has the same inode. */
  static boolean isRootOf(long process) {
    try {
      Path root = Files.readSymbolicLink(Path.of("/proc", Long.toString(process), "root"));
      return root.equals(Path.of("/"));
    } catch (IOException e) {
      return false;
    }
  }

  /** Device and inode of a directory; empty if there is none. */
  static String place(Path directory) {
    try {
      var found = Files.readAttributes(directory, "unix:dev,ino");
      return hex(found.get("dev")) + ":" + hex(found.get("ino"));
    } catch (IOException e) {
      return "";
    }
  }

  private static String hex(@Nullable Object number) {
    return number instanceof Number value ? Long.toHexString(value.longValue()) : "";
  }

  /** The head has rehearsed so many links and is ready for callers. */
  void rehearsed(int links) {
    rehearsed = links;
    ready = System.nanoTime();
  }

  /** Whether the head would keep callers waiting. */
  boolean isYoung() {
    return ready == 0;
  }

  /** Where names lead the same way and the same may be opened. */
  String world() {
    return world;
  }

  boolean isTooLarge() {
    return residentKib() > LARGE_KIB;
  }

  /** Resident size in KiB, -1 if it cannot be told. */
  long residentKib() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", ""));
        }
      }
    } catch (IOException | NumberFormatException e) {
      // Not this system.
    }
    return -1;
  }

  byte[] report(long pid, Head.Settings settings, AtomicInteger running, AtomicLong calls) {
    Runtime runtime = Runtime.getRuntime();
    long heap = runtime.totalMemory() - runtime.freeMemory();
    String text =
        "pid "
            + pid
            + '\n'
            + "build "
            + settings.build()
            + '\n'
            + "socket "
            + settings.place().socket(settings.build())
            + '\n'
            + "up "
            + Duration.ofNanos(System.nanoTime() - born).toSeconds()
            + " s\n"
            + (isYoung()
                ? "ready not yet, it rehearses"
                : "ready since "
                    + Duration.ofNanos(ready - born).toMillis()
                    + " ms after its start, with "
                    + rehearsed
                    + " links rehearsed")
            + '\n'
            + "calls "
            + calls.get()
            + '\n'
            + "running "
            + running.get()
            + '\n'
            + "resident "
            + residentKib() / 1024
            + " MiB\n"
            + "heap "
            + (heap >> 20)
            + " MiB of "
            + (runtime.maxMemory() >> 20)
            + " MiB\n"
            + "ends after "
            + settings.idle().toSeconds()
            + " s without a call\n";
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
