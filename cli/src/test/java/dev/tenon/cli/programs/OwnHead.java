package dev.tenon.cli.programs;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** For tests of the head and of what fronts do with it: one that serves nobody else. */
abstract class OwnHead {
  static final String TENON = Workshop.HOME.resolve("tenon").toString();
  static final String LD = Workshop.BIN.resolve("ld").toString();

  @TempDir Path folder;

  Workshop shop;
  Path runtime;

  @BeforeEach
  void aHeadOfItsOwn() {
    runtime = folder.resolve("run");
    shop = new Workshop(folder).with(Map.of("TENON_RUNTIME", runtime.toString()));
  }

  @AfterEach
  void nothingStays() {
    shop.run(TENON, "daemon", "stop").ok();
  }

  /** Asks the head until it answers so, or a minute is over; its last answer. */
  String awaited(String what, String start) {
    var end = Instant.now().plus(Duration.ofMinutes(1));
    String line = status(what);
    while (!line.startsWith(start) && Instant.now().isBefore(end)) line = status(what);
    return line;
  }

  /** The line of the head's report that begins with this word; empty if there is none. */
  String status(String what) {
    return shop.report("daemon", "status")
        .lines()
        .filter(line -> line.startsWith(what + " "))
        .findFirst()
        .orElse("");
  }
}
