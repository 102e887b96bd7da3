package dev.tenon.pipeline;

/** How much memory the links of one linker take for each byte that they read. */
final class Appetite {
  /** More than any linker was seen to take; the first link that ends corrects it. */
  private static final double UNKNOWN = 6;

  /** Small links say nothing of large ones. */
  private static final long TELLING = 16 << 20;

  /** The next link may have more symbols to the byte. */
  private static final double MARGIN = 1.2;

  private static final double FORGETTING = 0.9;

  private double ratio = UNKNOWN;
  private boolean known;

  /** KiB to expect of a link that reads so many bytes. */
  synchronized long kib(long bytes) {
    return (long) (bytes * ratio / 1024);
  }

  /**
   * A link has ended.
   *
   * @param peakKib -1 if it was not seen
   */
  synchronized void had(long bytes, long peakKib) {
    if (bytes >= TELLING && peakKib > 0) {
      double one = MARGIN * 1024 * peakKib / bytes;
      ratio = known ? Math.max(one, ratio * FORGETTING) : one;
      known = true;
    }
  }
}
