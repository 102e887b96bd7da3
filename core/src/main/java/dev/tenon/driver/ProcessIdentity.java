package dev.tenon.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A name for this process that no other one has had since the machine started, and whether the
 * process of such a name still lives.
 */
final class ProcessIdentity {
  private static final String SPACE = space();
  private static final String MINE =
      ProcessHandle.current().pid() + "-" + start(ProcessHandle.current().pid()) + "-" + SPACE;

  private ProcessIdentity() {}

  /** {@code pid-start-space}: space tells machines, boots and containers apart. */
  static String mine() {
    return MINE;
  }

  /** Whether the named process is known to be gone; one of another machine is not known to be. */
  static boolean gone(String name) {
    String[] parts = name.split("-", -1);
    if (parts.length < 3 || !parts[2].equals(SPACE)) {
      return false;
    }
    try {
      return !start(Long.parseLong(parts[0])).equals(parts[1]);
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** Start time in clock ticks since boot; empty if there is no such process. */
  private static String start(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19];
    } catch (IOException | IndexOutOfBoundsException e) {
      return "";
    }
  }

  private static String space() {
    try {
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id"));
      String namespace = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
      return Integer.toHexString((boot + namespace).hashCode());
    } catch (IOException e) {
      return "0";
    }
  }
}
