package dev.tenon.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Gives a reader one input after another until its time is over. Allowed are an ordinary end and
 * the errors that the reader announces, with a message for people; an input may take a second and
 * so much memory.
 *
 * <p>A fault is reported with the number of its input, which is also written to {@code
 * target/fuzz}. {@code -Dtenon.fuzz.input=NUMBER} makes that input alone, {@code -Dtenon.seed=N}
 * others than usual, {@code -Dtenon.fuzz.seconds=S} changes the time for one target.
 */
public final class Fuzzer {
  /** All targets together have a minute every day, and half an hour in the full count. */
  private static final int TARGETS = 7;

  private static final Duration EVERYDAY = Duration.ofSeconds(60);
  private static final Duration ALL = Duration.ofMinutes(30);

  /** So that a fast machine tries every day what a slow one does; more is for the full count. */
  private static final Map<String, Long> MOST_EVERYDAY =
      Map.of("requests", 400L, "readers", 20_000L, "plans", 5_000L, "tars", 1_000L);

  private static final long HANG_NANOS = 1_000_000_000L;

  /** A busy machine makes anything slow once. */
  private static final int CONFIRMATIONS = 3;

  /** After this time the input will never end. */
  private static final Duration ENDLESS = Duration.ofMinutes(2);

  /** What the daemon's heap holds beside other requests. */
  private static final long MOST_BYTES = 200L << 20;

  /** As a thread of the daemon has it. */
  private static final long STACK = 1 << 20;

  private static final int MOST_FAULTS = 20;

  private static final Pattern CLASS_NAME =
      Pattern.compile(
          "\\b(java|jdk|sun|tools\\.jackson|org\\.apache|dev\\.tenon)(\\.\\w+)+"
              + "|\\b[A-Z][a-z]+\\w*(Exception|Error)\\b");

  /** Makes an input; the same for the same random numbers. */
  public interface Maker {
    byte[] make(SplittableRandom random) throws IOException;
  }

  /** What is tried. */
  public interface Reader {
    /**
     * @throws Exception one of the announced ones; any other is a fault
     */
    void read(byte[] input) throws Exception;
  }

  private final String name;
  private final Maker maker;
  private final Reader reader;
  private final List<Class<? extends Exception>> announced;
  private final Map<String, String> faults = new LinkedHashMap<>();
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private long tried;
  private long refused;

  /** What is being read. */
  private static final class Now {
    final long number;
    final byte[] input;
    final long since;

    Now(long number, byte[] input, long since) {
      this.number = number;
      this.input = input;
      this.since = since;
    }
  }

  private final AtomicReference<@Nullable Now> now = new AtomicReference<>();

  private Fuzzer(
      String name, Maker maker, Reader reader, List<Class<? extends Exception>> announced) {
    this.name = name;
    this.maker = maker;
    this.reader = reader;
    this.announced = announced;
  }

  /**
   * @param name of the target
   * @param announced errors with a message, of which subclasses are as good
   */
  public static void run(
      String name, Maker maker, Reader reader, List<Class<? extends Exception>> announced) {
    new Fuzzer(name, maker, reader, List.copyOf(announced)).run();
  }

  private static boolean isTimed() {
    return Long.getLong("tenon.fuzz.seconds") != null;
  }

  /** The time that one target has. */
  public static Duration time() {
    Duration all = Boolean.getBoolean("tenon.all") ? ALL : EVERYDAY;
    return Duration.ofSeconds(Long.getLong("tenon.fuzz.seconds", all.toSeconds() / TARGETS));
  }

  /** The random numbers of an input. */
  public static SplittableRandom random(long number) {
    return new SplittableRandom(Long.getLong("tenon.seed", 1) * 1_000_000_007L + number);
  }

  /**
   * @throws AssertionError if the text has the name of a class or is empty
   */
  public static void message(@Nullable String text) {
    if (text == null || text.isBlank()) {
      throw new AssertionError("an error without a message");
    }
    if (CLASS_NAME.matcher(text).find()) {
      throw new AssertionError("a message with the name of a class: " + text);
    }
  }

  /** One line, which the summary of all tests repeats. */
  public static void report(String name, long tried, String more) {
    System.out.printf("fuzzed: %s %d%s%n", name, tried, more);
  }

  /** Keeps an input that is not to be lost. */
  public static Path keep(String name, long number, byte[] input) {
    try {
      Path folder = Files.createDirectories(Path.of("target/fuzz"));
      return Files.write(folder.resolve(name.replace(' ', '-') + "-" + number), input)
          .toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run() {
    Thread worker = new Thread(null, this::inputs, "fuzz " + name, STACK);
    worker.setDaemon(true);
    worker.start();
    try {
      while (!worker.join(Duration.ofSeconds(1))) {
        Now at = now.get();
        if (at != null && System.nanoTime() - at.since > ENDLESS.toNanos()) {
          String stack =
              Stream.of(worker.getStackTrace())
                  .map(String::valueOf)
                  .collect(Collectors.joining("\n  "));
          Path file = keep(name, at.number, at.input);
          throw new AssertionError("does not end: input " + at.number + ", " + file + stack);
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    report(name, tried, " (" + refused + " refused)");
    if (!faults.isEmpty()) {
      throw new AssertionError(String.join("\n", faults.values()));
    }
  }

  private void inputs() {
    Long only = Long.getLong("tenon.fuzz.input");
    long end = System.nanoTime() + time().toNanos();
    long number = only == null ? 0 : only;
    boolean isShort = !Boolean.getBoolean("tenon.all") && !isTimed();
    long most = isShort ? MOST_EVERYDAY.getOrDefault(name, Long.MAX_VALUE) : Long.MAX_VALUE;
    while (faults.size() < MOST_FAULTS && System.nanoTime() < end && tried < most) {
      one(number);
      if (only != null) {
        return;
      }
      number++;
    }
  }

  private void one(long number) {
    byte[] input;
    try {
      input = maker.make(random(number));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    tried++;
    long bytes = threads.getCurrentThreadAllocatedBytes();
    long nanos = nanos(number, input, true);
    bytes = threads.getCurrentThreadAllocatedBytes() - bytes;
    if (bytes > MOST_BYTES) {
      fault(number, input, "memory", "takes " + (bytes >> 20) + " MiB", null);
    }
    for (int i = 0; i < CONFIRMATIONS && nanos > HANG_NANOS; i++) {
      nanos = Math.min(nanos, nanos(number, input, false));
    }
    if (nanos > HANG_NANOS) {
      fault(number, input, "hang", "takes " + nanos / 1_000_000 + " ms", null);
    }
  }

  private long nanos(long number, byte[] input, boolean first) {
    long start = System.nanoTime();
    now.set(new Now(number, input, start));
    try {
      reader.read(input);
    } catch (Throwable e) {
      judge(number, input, e, first);
    }
    now.set(null);
    return System.nanoTime() - start;
  }

  private void judge(long number, byte[] input, Throwable e, boolean first) {
    if (!first) {
      return;
    }
    if (announced.stream().anyMatch(kind -> kind.isInstance(e))) {
      refused++;
      try {
        message(e.getMessage());
      } catch (AssertionError wrong) {
        fault(number, input, place(e), String.valueOf(wrong.getMessage()), e);
      }
      return;
    }
    fault(number, input, e.getClass() + place(e), e.toString(), e);
  }

  /** Where in our code it happened: a second one of the same kind is not told. */
  private static String place(Throwable e) {
    return Stream.of(e.getStackTrace())
        .map(StackTraceElement::toString)
        .filter(line -> line.startsWith("dev.tenon.") && !line.startsWith("dev.tenon.fuzz."))
        .findFirst()
        .orElse("");
  }

  private void fault(
      long number, byte[] input, String kind, String what, @Nullable Throwable cause) {
    if (faults.containsKey(kind)) {
      return;
    }
    var lines = new ArrayList<String>();
    if (cause != null) {
      Stream.of(cause.getStackTrace()).limit(12).forEach(line -> lines.add("\n    at " + line));
    }
    faults.put(
        kind,
        name
            + ", input "
            + number
            + ": "
            + what
            + " ("
            + keep(name, number, input)
            + ")"
            + String.join("", lines));
  }
}
