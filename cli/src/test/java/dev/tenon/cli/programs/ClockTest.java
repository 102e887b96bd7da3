package dev.tenon.cli.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The clock of the head jumps (libfaketime), while files get their times from the kernel's, or from
 * builds that set them. What is skipped is right all the same, and no link waits for a clock.
 */
class ClockTest {
  private static final String TENON = Workshop.HOME.resolve("tenon").toString();

  @TempDir Path folder;
  private Workshop shop;
  private Path clock;

  @BeforeEach
  void aHeadWithAClockOfItsOwn() throws IOException {
    Path faker = faker();
    assumeTrue(Files.exists(faker), faker + " is missing (Debian: faketime)");
    Path runtime = folder.resolve("run");
    clock = folder.resolve("clock");
    jump("+0");
    shop = new Workshop(folder).with(Engine.BFD).with(Map.of("TENON_RUNTIME", runtime.toString()));
    var fake =
        shop.with(
            Map.of(
                "LD_PRELOAD",
                faker.toString(),
                "FAKETIME_TIMESTAMP_FILE",
                clock.toString(),
                "FAKETIME_NO_CACHE",
                "1",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1"));
    fake.run("sh", "-c", TENON + " daemon serve --idle=600 >head.out 2>&1 &").ok();
    var end = Instant.now().plus(Duration.ofMinutes(1));
    while (pid().equals("no head is up") && Instant.now().isBefore(end)) {
      // A link that comes too soon would start one with a right clock.
    }
    shop.write("m.c", "int f(void);\nint main(void) { return f(); }\n");
    shop.write("f.c", "int f(void) { return 0; }\n");
    shop.write("g.c", "int f(void) { return 1; }\n");
    shop.run("gcc", "-c", "m.c", "f.c", "g.c").ok();
  }

  private static Path faker() {
    return Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");
  }

  @AfterEach
  void nothingStays() {
    if (shop != null) {
      shop.run(TENON, "daemon", "stop").ok();
    }
  }

  private void jump(String by) throws IOException {
    Path fresh = Files.writeString(folder.resolve("clock.new"), by + "\n");
    Files.move(fresh, clock, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  /** Links through the head and alone; whether the link was skipped. */
  private boolean skipped() {
    shop.run("gcc", "-B" + Workshop.BIN, "m.o", "f.o", "-o", "ours").ok();
    shop.run("gcc", "m.o", "f.o", "-o", "alone").ok();
    assertThat(folder.resolve("ours")).hasSameBinaryContentAs(folder.resolve("alone"));
    return shop.links().getLast().contains("skipped");
  }

  private void edit(String from) throws IOException {
    Files.write(
        folder.resolve("f.o"),
        Files.readAllBytes(folder.resolve(from)),
        StandardOpenOption.TRUNCATE_EXISTING);
  }

  @Test
  void whateverTheClockSaysEditsAreSeen() throws Exception {
    byte[] first = Files.readAllBytes(folder.resolve("f.o"));
    Files.write(folder.resolve("first.o"), first);
    assertThat(skipped()).isFalse();
    String pid = pid();
    List<String> clocks =
        Sample.ALL
            ? List.of("+1h", "-1h", "+400d", "-400d", "+30s", "-30s", "+0")
            : List.of("+400d", "-400d", "-30s");
    for (String by : clocks) {
      jump(by);
      edit("g.o");
      assertThat(skipped()).as("edited, clock %s", by).isFalse();
      if (by.equals("+400d")) {
        assertThat(headsTime()).as("the head believes it").isAfter(Instant.now().plus(days(399)));
      }
      edit("first.o");
      assertThat(skipped()).as("edited back, clock %s", by).isFalse();
      // Of the same size, and with the time of before: only the change time tells.
      FileTime before = Files.getLastModifiedTime(folder.resolve("f.o"));
      edit("g.o");
      Files.setLastModifiedTime(folder.resolve("f.o"), before);
      assertThat(skipped()).as("edited without a new time, clock %s", by).isFalse();
      edit("first.o");
      skipped();
    }
    assertThat(pid()).as("the same head all the while").isEqualTo(pid);
  }

  private static Duration days(int days) {
    return Duration.ofDays(days);
  }

  /** When the last link began, by the clock of the head. */
  private Instant headsTime() throws IOException {
    Path log = shop.stateHome().resolve("tenon/links.tsv");
    String last = Files.readAllLines(log).getLast();
    return Instant.ofEpochMilli(Long.parseLong(last.substring(0, last.indexOf('\t'))));
  }

  @Test
  void filesFromTheFutureAndFromLongAgo() throws IOException {
    for (var time : List.of(days(400), days(-40_000), days(0))) {
      for (String name : List.of("m.o", "f.o")) {
        Files.setLastModifiedTime(folder.resolve(name), FileTime.from(Instant.now().plus(time)));
      }
      skipped();
      edit("g.o");
      assertThat(skipped()).as("%s", time).isFalse();
      edit("m.o");
      shop.run("gcc", "-c", "f.c").ok();
      skipped();
    }
  }

  /** When the clock is right again, what did not change is skipped again. */
  @Test
  void aJumpThatIsOverCostsNothingMore() throws IOException {
    skipped();
    jump("+2h");
    skipped();
    jump("-2h");
    skipped();
    jump("+0");
    boolean again = false;
    for (int i = 0; i < 50 && !again; i++) {
      again = skipped();
    }
    assertThat(again).isTrue();
  }

  private String pid() {
    return shop.report("daemon", "status").lines().findFirst().orElseThrow();
  }
}
