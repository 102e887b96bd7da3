package dev.tenon.cli.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.model.Receipt;
import dev.tenon.model.json.ReceiptJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links that run at the same time share the memory of a control group. */
class MemoryTest {
  private static final String TENON = Workshop.HOME.resolve("tenon").toString();

  /** With these LLD takes a little less than half of the limit. */
  private static final int SYMBOLS = Sample.ALL ? 4_900_000 : 1_150_000;

  private static final long LIMIT = (Sample.ALL ? 4L : 1L) << 30;

  @TempDir Path folder;

  private Workshop shop;
  private Path group;

  @BeforeEach
  void aGroupAndAnObjectWithManySymbols() throws IOException {
    shop =
        new Workshop(folder)
            .with(Engine.LLD)
            .with(Map.of("TENON_RUNTIME", folder.resolve("run").toString()));
    Engine.LLD.real();
    boolean first = Files.isDirectory(Path.of("/sys/fs/cgroup/memory"));
    Path root = Path.of(first ? "/sys/fs/cgroup/memory" : "/sys/fs/cgroup");
    group = root.resolve("tenon-test-" + ProcessHandle.current().pid());
    assumeTrue(
        shop.run("mkdir", group.toString()).status() == 0
            && Files.isWritable(limit())
            && tryWrite(limit(), Long.toString(LIMIT)),
        "no control group for memory can be made here");
    shop.write(
        "symbols.awk",
        """
        BEGIN {
          for (i = 0; i < %d; i++) {
            s = "a_symbol_with_quite_a_long_name_so_that_it_takes_room_" i
            print ".globl " s "\\n" s ":"
          }
          print ".byte 0"
        }
        """
            .formatted(SYMBOLS));
    shop.run("sh", "-c", "awk -f symbols.awk | as -o s.o - && rm -f symbols.awk").ok();
  }

  private Path limit() {
    Path first = group.resolve("memory.limit_in_bytes");
    return Files.exists(first) ? first : group.resolve("memory.max");
  }

  private static boolean tryWrite(Path file, String text) {
    try {
      Files.writeString(file, text);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @AfterEach
  void noGroupStays() {
    shop.run(TENON, "daemon", "stop");
    shop.run("rmdir", group.toString());
  }

  private void eightLinks() {
    shop.write(
        "all.sh",
        """
        echo $$ >%s/cgroup.procs
        for i in 1 2 3 4 5 6 7 8; do
          %s -shared -s -o out$i s.o & pids="$pids $!"
        done
        for pid in $pids; do wait $pid || exit 1; done
        """
            .formatted(group, Workshop.BIN.resolve("ld")));
    shop.run("sh", "all.sh").ok();
  }

  private long kills() throws IOException {
    long kills = 0;
    for (String name : List.of("memory.oom_control", "memory.events")) {
      if (Files.exists(group.resolve(name))) {
        kills +=
            Files.readAllLines(group.resolve(name)).stream()
                .filter(line -> line.startsWith("oom_kill "))
                .mapToLong(line -> Long.parseLong(line.substring("oom_kill ".length())))
                .sum();
      }
    }
    return kills;
  }

  private List<Receipt> receipts() throws IOException {
    shop.report("log"); // the head catches up
    var receipts = new ArrayList<Receipt>();
    try (var names = Files.list(shop.stateHome().resolve("tenon/receipts"))) {
      for (Path name : names.toList()) {
        receipts.add(ReceiptJson.read(Files.readString(name)).value());
      }
    }
    return receipts;
  }

  /** How many ran at the same time. */
  private static int together(List<Receipt> receipts) {
    record Span(long from, long to) {}
    var spans = new ArrayList<Span>();
    for (Receipt receipt : receipts) {
      Receipt.Run run = receipt.runs().getLast();
      spans.add(new Span(run.startedMillis(), run.startedMillis() + run.wallMillis()));
    }
    return spans.stream()
        .mapToInt(one ->
            (int)
                spans.stream()
                    .filter(other -> other.from <= one.from && one.from < other.to)
                    .count())
        .max()
        .orElse(0);
  }

  @Test
  void eightLinksThatNeedHalfOfTheMemoryEachFinishWithoutAKill() throws IOException {
    eightLinks();
    assertThat(kills()).isZero();
    List<Receipt> first = receipts();
    assertThat(first).hasSize(8).allSatisfy(receipt -> assertThat(receipt.exit()).isZero());
    long peak = first.stream().mapToLong(r -> r.runs().getLast().peakKib()).max().orElseThrow();
    System.out.printf(
        "eight links of %d MiB under %d MiB: %d at a time at first%n",
        peak / 1024, LIMIT >> 20, together(first));
    assertThat(2 * peak).as("two fit, three do not").isBetween(LIMIT / 1024 * 2 / 3, LIMIT / 1024);
    for (int i = 1; i <= 8; i++) {
      Files.delete(folder.resolve("out" + i));
    }
    eightLinks();
    assertThat(kills()).isZero();
    int together = together(receipts());
    System.out.printf("and %d at a time when it is known what they need%n", together);
    assertThat(together).isEqualTo(2);
    for (int i = 2; i <= 8; i++) {
      assertThat(Files.mismatch(folder.resolve("out1"), folder.resolve("out" + i))).isEqualTo(-1);
    }
  }
}
