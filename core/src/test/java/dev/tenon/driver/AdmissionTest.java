package dev.tenon.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernel's figures are files here, so that a test can say what is free. */
class AdmissionTest {
  private static final long GIB = 1 << 20;

  @TempDir Path folder;

  @BeforeEach
  void aMachineOf64GibWithAGroupOf4() throws IOException {
    write("proc/meminfo", "MemTotal: 67108864 kB\nMemFree: 1 kB\nMemAvailable: 62914560 kB\n");
    write("proc/7/cgroup", "0::/builds/one\n");
    write("proc/8/cgroup", "5:cpu:/x\n4:memory:/old\n0::/none\n");
    write("cgroup/builds/one/memory.max", "max\n");
    write("cgroup/builds/one/memory.current", "0\n");
    write("cgroup/builds/memory.max", 4L * GIB * 1024 + "\n");
    write("cgroup/builds/memory.current", "0\n");
    write("cgroup/memory/old/memory.limit_in_bytes", 2L * GIB * 1024 + "\n");
    write("cgroup/memory/old/memory.usage_in_bytes", 1L * GIB * 1024 + "\n");
    write("cgroup/memory/old/memory.stat", "total_inactive_file 1048576\n");
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private MemoryLimits limits() {
    return new MemoryLimits(folder.resolve("proc"), folder.resolve("cgroup"));
  }

  @Test
  void theTightestGroupAroundAProcessCounts() {
    assertThat(limits().room(7).availableKib()).isEqualTo(4 * GIB);
    assertThat(limits().room(7).folder()).endsWith(Path.of("builds"));
    assertThat(limits().room(9).limitKib()).isEqualTo(64 * GIB);
  }

  @Test
  void inTheOlderInterfaceToo() {
    assertThat(limits().room(8).availableKib()).isEqualTo(GIB + 1024);
  }

  @Test
  void killsForWantOfMemoryAreCounted() throws Exception {
    var admission = new Admission(limits(), 8);
    try (var pass = pass(admission, 7, GIB)) {
      assertThat(pass.sawKill()).isFalse();
      write("cgroup/builds/memory.events", "low 0\noom 1\noom_kill 1\n");
      assertThat(pass.sawKill()).isTrue();
    }
  }

  private static Admission.Pass pass(Admission admission, long caller, long expected)
      throws InterruptedException {
    return Objects.requireNonNull(admission.enter(caller, expected, () -> true));
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 1})
  void onlyAsManyRunAsHaveRoomAndAllOfThemInTheEnd(long each) throws Exception {
    var admission = new Admission(limits(), 16);
    var now = new AtomicInteger();
    var most = new AtomicInteger();
    int together = (int) (4 / each);
    var full = new CountDownLatch(together);
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(
          CompletableFuture.runAsync(
              () -> {
                try (var _ = pass(admission, 7, each * GIB)) {
                  most.accumulateAndGet(now.incrementAndGet(), Math::max);
                  full.countDown();
                  full.await(); // nobody leaves before as many are in as have room
                  now.decrementAndGet();
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
              },
              task -> Thread.ofPlatform().daemon().start(task)));
    }
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(1, TimeUnit.MINUTES);
    assertThat(most).hasValue(together);
  }

  @Test
  void oneThatWantsMoreThanThereIsRunsAlone() throws Exception {
    var admission = new Admission(limits(), 16);
    try (var large = pass(admission, 7, Admission.ALL)) {
      assertThat(large.waitedMillis()).isLessThan(60_000);
      assertThat(admission.enter(7, GIB, () -> false)).isNull();
    }
    try (var _ = pass(admission, 7, GIB)) {
      assertThat(admission.enter(7, Admission.ALL, () -> false)).isNull();
    }
  }

  @Test
  void smallLinksAreNeverHeldUp() throws Exception {
    var admission = new Admission(limits(), 2);
    try (var _ = pass(admission, 7, Admission.ALL)) {
      assertThat(admission.enter(7, 20 << 10, () -> false)).isNotNull();
    }
  }

  @Test
  void moreLongLinksThanCoresDoNotRun() throws Exception {
    var admission = new Admission(limits(), 2);
    try (var _ = pass(admission, 7, GIB / 4);
        var _ = pass(admission, 7, GIB / 4)) {
      assertThat(admission.threads()).isEqualTo(1);
      assertThat(admission.enter(7, GIB / 4, () -> false)).isNull();
    }
    assertThat(admission.threads()).isEqualTo(2);
  }
}
