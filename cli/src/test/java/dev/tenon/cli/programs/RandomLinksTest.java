package dev.tenon.cli.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.tenon.keep.LinkLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Links chosen by chance are with Tenon as without it. Every day the same ones; with {@code --all}
 * others each time, of which the first seed is printed: {@code -Dtenon.seeds=FIRST:COUNT} repeats
 * some, and {@code -Dtenon.keep} leaves the folder where they were done.
 */
class RandomLinksTest {
  private static final int AT_A_TIME = 200;

  private Path root = Path.of("");

  @BeforeEach
  void poolOfObjects() throws IOException {
    Tools.want("clang-19");
    root = Files.createTempDirectory(Path.of("/tmp"), "tenon-random").toRealPath();
    Pool.compile(root.resolve("pool"));
  }

  @AfterEach
  void nothingStays() {
    if (System.getProperty("tenon.keep") == null) {
      new Workshop(Path.of("/tmp")).run("rm", "-rf", root.toString()).ok();
    }
  }

  private List<ComparedLink> links(LongStream seeds, BareAndThrough harness) {
    var shop = new Workshop(root);
    String libc = shop.run("gcc", "-print-file-name=libc.so").ok().out().strip();
    String folder = Path.of(libc).resolveSibling("").normalize().toString();
    Path pool = root.resolve("pool");
    return seeds.mapToObj(seed -> RandomLink.of(seed, harness, pool, folder)).toList();
  }

  private static LongStream seeds() {
    var told = System.getProperty("tenon.seeds");
    if (told != null) {
      var parts = told.split(":");
      long first = Long.parseLong(parts[0], 16);
      return LongStream.range(first, first + Long.parseLong(parts[1]));
    }
    if (!Sample.ALL) return LongStream.range(1, 61);
    long first = System.nanoTime() & 0xffff_ffff_ffffL;
    System.out.println("random links: first seed " + Long.toHexString(first));
    return LongStream.range(first, first + 2000);
  }

  @Test
  void nothingDiffersWhenTenonIsNotBetween() throws IOException {
    try (var harness = BareAndThrough.withoutTenon(root)) {
      var found = harness.compare(links(seeds().limit(Sample.ALL ? 200 : 12), harness));
      if (!found.isEmpty()) fail(BareAndThrough.report(found));
    }
  }

  @Test
  void nothingDiffersThroughTenon() throws IOException {
    var found = new ArrayList<Difference>();
    try (var harness = new BareAndThrough(root, Workshop.BIN)) {
      var all = links(seeds(), harness);
      for (int i = 0; i < all.size(); i += AT_A_TIME) {
        found.addAll(harness.compare(all.subList(i, Math.min(all.size(), i + AT_A_TIME))));
      }
      var log = new LinkLog(harness.state()).lines();
      long skipped = log.stream().filter(LinkLog.Line::isSkipped).count();
      System.out.printf(
          "random links: %d, %d lines in the log, %d of them left undone, not compared %s%n",
          all.size(), log.size(), skipped, harness.unstable());
      assertThat(skipped).isPositive();
    }
    if (!found.isEmpty()) fail(BareAndThrough.report(found));
  }
}
