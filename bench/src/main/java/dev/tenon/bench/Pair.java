package dev.tenon.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Times two commands in alternation, so that whatever else the machine does falls on both, and
 * prints the medians with their ratio. Usage: {@code Pair NAME ROUNDS -- BARE WORDS -- OUR WORDS};
 * the first round of each warms caches and is not counted.
 */
final class Pair {
  private Pair() {}

  public static void main(String[] words) throws IOException, InterruptedException {
    if (words.length == 0) {
      System.out.printf(
          "%-34s %10s %10s %10s %9s %12s%n",
          "medians", "bare ms", "tenon ms", "more ms", "ratio", "JVM peak MB");
      return;
    }
    var all = Arrays.asList(words);
    var second = 3 + all.subList(3, all.size()).indexOf("--");
    var bare = all.subList(3, second);
    var ours = all.subList(second + 1, all.size());
    var bareTimes = new ArrayList<Double>();
    var ourTimes = new ArrayList<Double>();
    for (int round = -1; round < Integer.parseInt(words[1]); round++) {
      var bareTime = millis(bare);
      var ourTime = millis(ours);
      if (round < 0) continue;
      bareTimes.add(bareTime);
      ourTimes.add(ourTime);
    }
    var bareTime = median(bareTimes);
    var ourTime = median(ourTimes);
    System.out.printf(
        "%-34s %10.1f %10.1f %+10.1f %8.2fx %12.0f%n",
        words[0], bareTime, ourTime, ourTime - bareTime, ourTime / bareTime, peakMegabytes(ours));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static Process start(List<String> words) throws IOException {
    return new ProcessBuilder(words)
        .redirectInput(Path.of("/dev/null").toFile())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static double millis(List<String> words) throws IOException, InterruptedException {
    var start = System.nanoTime();
    var status = start(words).waitFor();
    var millis = (System.nanoTime() - start) / 1e6;
    if (status != 0) throw new IllegalStateException("status " + status + " from " + words);
    return millis;
  }

  /**
   * The high-water mark of resident memory of the process itself, without its children: read until
   * it ends, in a run of its own because reading costs time.
   */
  private static double peakMegabytes(List<String> words) throws IOException {
    var process = start(words);
    var status = Path.of("/proc", Long.toString(process.pid()), "status");
    var kilobytes = 0L;
    while (process.isAlive()) {
      try {
        for (var line : Files.readAllLines(status)) {
          if (line.startsWith("VmHWM:")) {
            kilobytes = Long.parseLong(line.replaceAll("[^0-9]", ""));
          }
        }
      } catch (IOException gone) {
        break;
      }
    }
    return kilobytes / 1024.0;
  }
}
