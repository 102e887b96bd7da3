package dev.tenon.pipeline;

import dev.tenon.driver.Cancellation;
import dev.tenon.driver.OwnHands;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;

/**
 * One link in a JVM of its own, for tests that need another user, an end by force, or streams that
 * a child inherits. Arguments: the linker, then those of the link.
 */
final class OneLink {
  private OneLink() {}

  public static void main(String[] words) throws Exception {
    var environment = new HashMap<>(System.getenv());
    environment.put("TENON_ENGINE", words[0]);
    var cancellation = new Cancellation();
    Runtime.getRuntime().addShutdownHook(new Thread(cancellation::cancel));
    var request =
        new Request(
            "ld",
            List.of(Arrays.copyOfRange(words, 1, words.length)),
            Path.of("").toAbsolutePath(),
            environment,
            System.out,
            System.err,
            List.of(),
            Path.of("/proc/none/state"),
            new OwnHands(),
            Memory.brief(),
            cancellation);
    Runtime.getRuntime().halt(LdLink.run(request));
  }
}
