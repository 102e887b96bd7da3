package dev.tenon.advise;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What to do, with the words to paste.
 *
 * @param text one sentence
 * @param lines to paste, each with where it goes
 */
public record Recommendation(String text, List<String> lines) {
  /** Less than this is noise, or not worth a change. */
  private static final double WORTH = 0.1;

  private static final long WORTH_MILLIS = 10;
  private static final long WORTH_BYTES = 1 << 20;

  public Recommendation {
    lines = List.copyOf(lines);
  }

  static List<Recommendation> of(Subject subject, List<Trial> trials) {
    var found = new ArrayList<Recommendation>();
    List<Trial> plain =
        trials.stream()
            .filter(trial -> trial.variant() == Variant.AS_IS && trial.measured() != null)
            .toList();
    Trial now = plain.stream().filter(Trial::isNow).findFirst().orElse(null);
    Trial best =
        plain.stream()
            .filter(trial -> trial.isNow() || !trial.breaks())
            .min(Comparator.comparingLong(trial -> measured(trial).wallMillis()))
            .orElse(null);
    if (best == null) {
      found.add(new Recommendation("no installed linker takes this link", List.of()));
      return found;
    }
    Trial taken = faster(found, subject, now, best);
    smaller(found, subject, taken, trials);
    return found;
  }

  private static Trial.Measured measured(Trial trial) {
    return Objects.requireNonNull(trial.measured());
  }

  /** The linker to take. */
  private static Trial faster(
      List<Recommendation> found, Subject subject, @Nullable Trial now, Trial best) {
    long was = now == null ? Long.MAX_VALUE : measured(now).wallMillis();
    long is = measured(best).wallMillis();
    if (now != null && (was - is < WORTH_MILLIS || was - is < WORTH * was)) {
      found.add(
          new Recommendation(
              "stay with " + now.name() + ": no other linker is faster by more than noise",
              List.of()));
      return now;
    }
    String text = best.name() + " links this in " + seconds(is);
    found.add(
        new Recommendation(
            text + (now == null ? "" : " instead of " + seconds(was) + " with " + now.name()),
            linkerLines(subject, best)));
    return best;
  }

  private static List<String> linkerLines(Subject subject, Trial best) {
    var lines = new ArrayList<String>();
    lines.add("TENON_ENGINE=" + best.engine() + "   (with Tenon, for everything)");
    if (subject.isRust()) {
      lines.add("RUSTFLAGS=\"-Clink-arg=-fuse-ld=" + best.engine() + "\"   (cargo)");
    } else if (!subject.driver().isEmpty()) {
      lines.add("-fuse-ld=" + best.engine() + "   (to the compiler when it links)");
    } else {
      lines.add(best.path() + "   (in place of ld)");
    }
    return lines;
  }

  private static void smaller(
      List<Recommendation> found, Subject subject, Trial taken, List<Trial> trials) {
    Trial.Measured base = measured(taken);
    if (base.debugBytes() < WORTH_BYTES) {
      return;
    }
    List<Trial> own =
        trials.stream()
            .filter(trial -> trial.path().equals(taken.path()) && trial.measured() != null)
            .toList();
    Trial small =
        own.stream()
            .filter(trial -> trial.variant() == Variant.ZLIB || trial.variant() == Variant.ZSTD)
            .filter(trial -> base.bytes() - measured(trial).bytes() > WORTH * base.bytes())
            .min(Comparator.comparingLong(trial -> measured(trial).wallMillis()))
            .orElse(null);
    if (small != null) {
      Trial.Measured is = measured(small);
      found.add(
          new Recommendation(
              "to save disk: "
                  + small.variant().text()
                  + " makes it "
                  + megabytes(is.bytes())
                  + " instead of "
                  + megabytes(base.bytes())
                  + " and costs "
                  + seconds(Math.max(0, is.wallMillis() - base.wallMillis()))
                  + " a link",
              List.of(word(subject, small.variant()))));
    }
    own.stream()
        .filter(trial -> trial.variant() == Variant.NONE)
        .findFirst()
        .ifPresent(bare -> found.add(without(subject, base, measured(bare))));
  }

  private static Recommendation without(Subject subject, Trial.Measured base, Trial.Measured bare) {
    long share = 100 * base.debugBytes() / Math.max(1, base.bytes());
    var lines = new ArrayList<String>();
    lines.add(word(subject, Variant.NONE));
    if (subject.isRust()) {
      lines.add("[profile.dev] debug = \"line-tables-only\"   (Cargo.toml, keeps backtraces)");
    }
    return new Recommendation(
        "where nobody debugs it: "
            + share
            + " % is debug information; without it "
            + megabytes(bare.bytes())
            + " in "
            + seconds(bare.wallMillis()),
        lines);
  }

  private static String word(Subject subject, Variant variant) {
    if (subject.isRust()) {
      return "RUSTFLAGS=\"-Clink-arg=-Wl," + variant.word() + "\"";
    }
    return subject.driver().isEmpty() ? variant.word() : "-Wl," + variant.word();
  }

  static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.3f s", millis / 1000.0);
  }

  static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.2f MB", bytes / 1e6);
  }
}
