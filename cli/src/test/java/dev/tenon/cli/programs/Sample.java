package dev.tenon.cli.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Long checks: a seeded few of them every day, all of them with {@code ./verify --all}. */
final class Sample {
  private Sample() {}

  static final boolean ALL = Boolean.getBoolean("tenon.all");

  static <T> Stream<T> of(int everyday, List<T> all) {
    if (ALL) return all.stream();
    var shuffled = new ArrayList<>(all);
    java.util.Collections.shuffle(shuffled, new Random(Long.getLong("tenon.seed", 1)));
    return shuffled.stream().limit(everyday);
  }
}
