package dev.tenon.cli.programs;

import java.util.List;
import java.util.function.Predicate;

/**
 * One thing that is not with Tenon as it is without it.
 *
 * @param moment which run of the link it was
 * @param aspect as the {@link Observer} names it
 */
record Difference(ComparedLink link, String moment, String aspect, String bare, String ours) {
  /** A difference that is known and stays, and why. */
  record Accepted(String reason, Predicate<Difference> which) {}

  /** All that are accepted; each is named here and nowhere else. */
  static final List<Accepted> ACCEPTED = List.of();

  boolean isAccepted() {
    return ACCEPTED.stream().anyMatch(accepted -> accepted.which.test(this));
  }

  @Override
  public String toString() {
    return "%s, %s, %s:%n  bare: %s%n  ours: %s%n  %s"
        .formatted(
            link.name(),
            moment,
            aspect,
            excerpt(bare, ours),
            excerpt(ours, bare),
            link.commandLine());
  }

  /** From a little before the place where they part. */
  private static String excerpt(String text, String other) {
    int same = 0;
    int least = Math.min(text.length(), other.length());
    while (same < least && text.charAt(same) == other.charAt(same)) same++;
    int start = Math.max(0, same - 80);
    String part = text.substring(start, Math.min(text.length(), start + 400));
    return (start > 0 ? "…" : "")
        + part.replace("\n", "\\n").replace("\r", "\\r").replace("\033", "\\e");
  }
}
