package dev.tenon.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much memory a process may still take: the machine's, and that of each control group around it
 * (both versions of the kernel's interface).
 */
final class MemoryLimits {
  /** A version 1 group without a limit shows a number near this. */
  private static final long NONE = Long.MAX_VALUE / 4;

  private final Path proc;
  private final Path groups;

  MemoryLimits() {
    this(Path.of("/proc"), Path.of("/sys/fs/cgroup"));
  }

  MemoryLimits(Path proc, Path groups) {
    this.proc = proc;
    this.groups = groups;
  }

  /**
   * The control group that bounds a process most tightly.
   *
   * @param folder of the group, or of the machine's figures if no group has a limit
   * @param availableKib what may be taken before something is killed; caches count as free
   * @param limitKib all that the group may have
   */
  record Room(Path folder, long availableKib, long limitKib) {}

  Room room(long pid) {
    Room tightest = machine();
    for (Path group : groupsOf(pid)) {
      Room room = group(group);
      if (room != null && room.availableKib < tightest.availableKib) {
        tightest = room;
      }
    }
    return tightest;
  }

  private Room machine() {
    long available = -1;
    long total = -1;
    for (String line : lines(proc.resolve("meminfo"))) {
      if (line.startsWith("MemAvailable:")) {
        available = digits(line);
      } else if (line.startsWith("MemTotal:")) {
        total = digits(line);
      }
    }
    return available < 0 ? new Room(proc, NONE, NONE) : new Room(proc, available, total);
  }

  /** From the innermost outwards. */
  private List<Path> groupsOf(long pid) {
    var found = new ArrayList<Path>();
    for (String line : lines(proc.resolve(pid + "/cgroup"))) {
      String[] parts = line.split(":", 3);
      if (parts.length == 3) {
        boolean first = List.of(parts[1].split(",")).contains("memory");
        boolean second = parts[0].equals("0") && parts[1].isEmpty();
        if (first || second) {
          Path root = first ? groups.resolve("memory") : groups;
          Path path = root.resolve(parts[2].substring(parts[2].startsWith("/") ? 1 : 0));
          for (Path at = path; at != null && at.startsWith(root); at = at.getParent()) {
            found.add(at);
          }
        }
      }
    }
    return found;
  }

  private @Nullable Room group(Path folder) {
    boolean second = Files.exists(folder.resolve("memory.max"));
    long limit = number(folder.resolve(second ? "memory.max" : "memory.limit_in_bytes"));
    long used = number(folder.resolve(second ? "memory.current" : "memory.usage_in_bytes"));
    if (limit < 0 || limit > NONE || used < 0) {
      return null;
    }
    long cached = 0;
    for (String line : lines(folder.resolve("memory.stat"))) {
      if (line.startsWith(second ? "inactive_file " : "total_inactive_file ")
          || line.startsWith(second ? "active_file " : "total_active_file ")) {
        cached += digits(line);
      }
    }
    return new Room(folder, Math.max(0, limit - used + cached) / 1024, limit / 1024);
  }

  /** How often something was killed here for want of memory; it only grows. */
  long kills(Room room) {
    long kills = 0;
    for (String name : List.of("memory.events", "memory.oom_control")) {
      for (String line : lines(room.folder.resolve(name))) {
        kills += line.startsWith("oom_kill ") ? digits(line) : 0;
      }
    }
    for (String line : lines(proc.resolve("vmstat"))) {
      kills += line.startsWith("oom_kill ") ? digits(line) : 0;
    }
    return kills;
  }

  /** Resident KiB of a process and its children. */
  long residentKib(long pid) {
    long sum = 0;
    for (String line : lines(proc.resolve(pid + "/status"))) {
      sum += line.startsWith("VmRSS:") ? digits(line) : 0;
    }
    for (String line : lines(proc.resolve(pid + "/task/" + pid + "/children"))) {
      for (String child : line.strip().split(" ")) {
        sum += child.isEmpty() ? 0 : residentKib(Long.parseLong(child));
      }
    }
    return sum;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }

  private static long number(Path file) {
    List<String> lines = lines(file);
    return lines.isEmpty()
        ? -1
        : lines.getFirst().equals("max") ? NONE * 2 : digits(lines.getFirst());
  }

  private static long digits(String line) {
    try {
      return Long.parseLong(line.replaceAll("[^0-9]", ""));
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
