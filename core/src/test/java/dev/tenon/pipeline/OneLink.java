package dev.tenon.pipeline;

import dev.tenon.driver.Cancellation;
import dev.tenon.driver.OwnHands;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;

/**
 * One link in a JVM of its own, for tests that need another user, an end by force, or streams that
 * a child inherits. Words: the linker, or {@code tenon-cc=DRIVER} and the linker, then those of the
 * link.
 */
final class OneLink {
  private OneLink() {}

  public static void main(String[] words) throws Exception {
    boolean driver = words[0].startsWith("tenon-cc=");
    int first = driver ? 2 : 1;
    var environment = new HashMap<>(System.getenv());
    environment.put("TENON_ENGINE", words[first - 1]);
    if (driver) {
      environment.put("TENON_CC", words[0].substring("tenon-cc=".length()));
    }
    var cancellation = new Cancellation();
    Runtime.getRuntime().addShutdownHook(new Thread(cancellation::cancel));
    var request =
        new Request(
            driver ? "tenon-cc" : "ld",
            List.of(Arrays.copyOfRange(words, first, words.length)),
            Path.of("").toAbsolutePath(),
            environment,
            System.out,
            System.err,
            List.of(),
            driver ? Path.of("").toAbsolutePath().resolve("../state") : Path.of("/proc/none/state"),
            new OwnHands(),
            Memory.brief(),
            cancellation);
    int exit = driver ? CcLink.run(request) : LdLink.run(request);
    Runtime.getRuntime().halt(exit);
  }
}
