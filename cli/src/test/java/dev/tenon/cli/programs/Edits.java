package dev.tenon.cli.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Skips are right: projects are changed at random and built through Tenon, and after every change
 * each link is repeated afresh by the linker that has to be behind. What lies there must equal what
 * the fresh link gave, whether Tenon linked or left it alone. Links that were done although the
 * bytes were there already are a pity and no failure: they are counted and listed by reason.
 */
final class Edits {
  private static final long SEED = Long.getLong("tenon.seed", 1);

  private Edits() {}

  static int steps(int everyday, int all) {
    return Integer.getInteger("tenon.edits", Sample.ALL ? all : everyday);
  }

  private static final class Counts {
    /** Lines of {@code tenon log} that were read. */
    int logged;

    int skipped;
    int run;
    int failed;
    int needless;
    final TreeMap<String, Integer> reasons = new TreeMap<>();
  }

  static void check(String name, EditedProject project, int steps) throws IOException {
    var random = new Random(SEED);
    var counts = new Counts();
    var upcoming = new ArrayList<Edit>();
    project.witnessed();
    judge(project, "the first build", counts);
    for (int step = 1; step <= steps; step++) {
      var done = next(project, upcoming, random);
      project.witnessed();
      judge(project, "seed " + SEED + ", edit " + step + ", " + done, counts);
    }
    report(name, steps, counts);
    assertThat(counts.skipped).as("skipped").isPositive();
  }

  /** Makes the next edit that can be made; every kind has its turn before one comes again. */
  private static String next(EditedProject project, List<Edit> upcoming, Random random)
      throws IOException {
    while (true) {
      if (upcoming.isEmpty()) {
        upcoming.addAll(project.edits());
        Collections.shuffle(upcoming, random);
      }
      var edit = upcoming.removeLast();
      var done = edit.change().make(random);
      if (!done.isEmpty()) return edit.name() + ": " + done;
    }
  }

  private static void judge(EditedProject project, String step, Counts counts) throws IOException {
    var undone = undone(project, counts);
    for (var link : project.witness().news()) {
      boolean skipped = undone.remove(link.output());
      if (!link.same() || !link.warned()) {
        fail(
            "%s%n%s was %s and is not what a fresh link gives%n%s%n%s",
            step, link.output(), skipped ? "skipped" : "linked", link, project.why(link.output()));
      }
      if (link.exit() != 0) {
        counts.failed++;
      } else if (skipped) {
        counts.skipped++;
      } else {
        counts.run++;
        if (link.idle()) {
          counts.needless++;
          counts.reasons.merge(brief(project.why(link.output())), 1, Integer::sum);
        }
      }
    }
  }

  /**
   * The outputs of the links that were skipped since the last call. An output that was deleted is
   * put back, so that its file does not tell.
   */
  private static List<String> undone(EditedProject project, Counts counts) {
    var log = project.shop.links();
    var news = log.subList(counts.logged, log.size());
    counts.logged = log.size();
    return news.stream()
        .filter(line -> line.contains(" skipped "))
        .map(line -> line.substring(line.indexOf('/')))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /** Why a link was done, without what is different each time. */
  private static String brief(String why) {
    return why.lines()
        .map(String::strip)
        .filter(line -> line.startsWith("because "))
        .findFirst()
        .orElse("no reason is told")
        .replaceAll("/[^ ]*/", "")
        .replaceAll("\\b[0-9a-f]{6,}\\b|[0-9]+", "…");
  }

  private static void report(String name, int steps, Counts counts) {
    var text = new StringBuilder();
    text.append(
        "%n%s, %d edits with seed %d: %d links skipped, %d run (%d of them needlessly), %d failed as they had to%n"
            .formatted(
                name, steps, SEED, counts.skipped, counts.run, counts.needless, counts.failed));
    counts.reasons.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .forEach(entry ->
            text.append("  needless %4d  %s%n".formatted(entry.getValue(), entry.getKey())));
    System.out.println(text);
  }
}
