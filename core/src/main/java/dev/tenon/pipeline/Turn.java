package dev.tenon.pipeline;

import dev.tenon.driver.Admission;
import dev.tenon.driver.Outcome;
import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.Receipt;
import dev.tenon.option.Family;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** When a link may begin, and with how many threads. */
final class Turn {
  /** Links of fewer bytes take no memory to speak of. */
  static final long WORTH_COUNTING = 8 << 20;

  /** Links of fewer bytes gain nothing from threads. */
  private static final long WORTH_THREADS = 4 << 20;

  /** A peak seen once may be a little higher the next time. */
  private static final double MARGIN = 1.03;

  private static final Pattern KILLED =
      Pattern.compile("terminated with signal 9|due to signal.*Killed|\\bKilled\\b");

  private final Request request;
  private final Family family;
  private final long bytes;

  /**
   * @param bytes that the linker will read
   */
  Turn(Request request, Family family, long bytes) {
    this.request = request;
    this.family = family;
    this.bytes = bytes;
  }

  /**
   * Waits until there is room for what the link took the last time or, if nobody has seen it, for
   * what links by that linker have taken for each byte that they read.
   *
   * @param alone to run beside no other
   * @throws IOException if the caller gave up
   */
  Admission.Pass enter(Supplier<@Nullable Receipt> last, boolean alone) throws IOException {
    long expected = alone ? Admission.ALL : bytes < WORTH_COUNTING ? 0 : expectedKib(last.get());
    try {
      Admission.Pass pass =
          request.memory().admission().enter(request.hands().caller(), expected, this::goesOn);
      if (pass != null) {
        return pass;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new InterruptedIOException("given up while it waited for memory");
  }

  private long expectedKib(@Nullable Receipt last) {
    long peak = last == null ? -1 : peak(last.runs());
    return peak > 0 ? (long) (peak * MARGIN) : request.memory().appetite(family).kib(bytes);
  }

  private boolean goesOn() {
    try {
      request.hands().waiting();
    } catch (IOException e) {
      return false;
    }
    return !request.cancellation().cancelled();
  }

  private static long peak(List<Receipt.Run> runs) {
    return runs.stream().mapToLong(Receipt.Run::peakKib).max().orElse(-1);
  }

  /** Learns from what the link took. */
  void ended(Outcome outcome) {
    request.memory().appetite(family).had(bytes, peak(outcome.runs()));
  }

  /**
   * Words that tell the linker how many threads to take: as many as the caller's jobserver has
   * slots for, or else its share of the cores. None where the caller says it, or the linker has no
   * such option.
   *
   * @param option in front of the number; null if the linker has none
   */
  List<String> threads(LinkPlan plan, @Nullable String option) throws IOException {
    boolean said =
        plan.items().stream()
            .anyMatch(item -> item instanceof Item.Setting set && set.option().equals("threads"));
    if (option == null || said) {
      return List.of();
    }
    boolean jobs = request.environment().getOrDefault("MAKEFLAGS", "").contains("--jobserver-");
    if (bytes < WORTH_THREADS) {
      return jobs ? List.of(option + 1) : List.of();
    }
    int cores = request.memory().admission().cores();
    int slots = jobs ? request.hands().takeSlots(cores - 1) : -1;
    int threads = slots >= 0 ? 1 + slots : request.memory().admission().threads();
    return threads < cores ? List.of(option + threads) : List.of();
  }

  /** Whether the kernel ended the link for want of memory. */
  static boolean starved(Outcome outcome, Admission.Pass pass) {
    boolean killed =
        outcome.exit() == 128 + 9
            || KILLED.matcher(new String(outcome.err().bytes(), StandardCharsets.UTF_8)).find();
    return killed && pass.sawKill();
  }
}
