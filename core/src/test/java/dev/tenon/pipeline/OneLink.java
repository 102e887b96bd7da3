package dev.tenon.pipeline;

import dev.tenon.driver.Cancellation;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;

/** One link in a JVM of its own, for tests that need another user or an end by force. */
final class OneLink {
  private OneLink() {}

  public static void main(String[] words) throws Exception {
    var environment = new HashMap<>(System.getenv());
    environment.put("TENON_ENGINE", words[0]);
    var cancellation = new Cancellation();
    Runtime.getRuntime().addShutdownHook(new Thread(cancellation::cancel));
    int exit =
        LdLink.run(
            new Request(
                "ld",
                List.of(Arrays.copyOfRange(words, 1, words.length)),
                Path.of("").toAbsolutePath(),
                environment,
                System.out,
                System.err,
                List.of(),
                Path.of("/nonexistent/state"),
                cancellation));
    Runtime.getRuntime().halt(exit);
  }
}
