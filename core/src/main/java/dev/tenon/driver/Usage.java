package dev.tenon.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What processes cost, as far as the kernel tells without a wait4 of our own. */
final class Usage {
  private static final int SAMPLE_MILLIS = 10;

  private Usage() {}

  /** CPU time of all children waited for so far, in ms; the kernel counts in ticks of 10 ms. */
  static long childrenCpuMillis() {
    try {
      String stat = Files.readString(Path.of("/proc/self/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return 10 * (Long.parseLong(fields[13]) + Long.parseLong(fields[14]));
    } catch (IOException | RuntimeException e) {
      return 0;
    }
  }

  /**
   * Waits for the process and samples the largest resident size of it and its children on the way.
   *
   * @return KiB, a lower bound; -1 if it ended before the first look
   */
  static long watch(Process process) throws InterruptedException {
    long peak = -1;
    do {
      peak = Math.max(peak, peak(process.pid()));
    } while (!process.waitFor(SAMPLE_MILLIS, TimeUnit.MILLISECONDS));
    return peak;
  }

  /** Of a process and its children, in KiB; -1 if it is gone. */
  static long peak(long pid) {
    long own = -1;
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
        if (line.startsWith("VmHWM:")) {
          own = Long.parseLong(line.replaceAll("[^0-9]", ""));
        }
      }
      String children = Files.readString(Path.of("/proc/" + pid + "/task/" + pid + "/children"));
      for (String child : children.strip().split(" ", -1)) {
        if (!child.isEmpty()) {
          own = Math.max(own, peak(Long.parseLong(child)));
        }
      }
    } catch (IOException | NumberFormatException e) {
      // It is gone.
    }
    return own;
  }
}
