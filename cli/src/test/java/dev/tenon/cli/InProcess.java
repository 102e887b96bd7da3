package dev.tenon.cli;

import dev.tenon.driver.Cancellation;
import dev.tenon.driver.OwnHands;
import dev.tenon.pipeline.Memory;
import dev.tenon.pipeline.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Verbs that only report ({@code log}, {@code daemon status}), run by the JVM of the test: starting
 * one for each question takes longer than the links that it is about.
 */
public final class InProcess {
  private InProcess() {}

  /**
   * What {@code tenon WORDS} prints.
   *
   * @throws IOException also if the verb fails; the message says how
   */
  public static String report(Path folder, Map<String, String> environment, String... words)
      throws IOException {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var memory = Memory.brief();
    try {
      var request =
          new Request(
              "tenon",
              List.of(words),
              folder,
              environment,
              out,
              err,
              List.of(),
              Main.state(folder, environment),
              new OwnHands(),
              memory,
              new Cancellation());
      int exit =
          words[0].equals("daemon")
              ? new DaemonVerb(
                      request.withWords(List.of(words).subList(1, words.length)), "", folder)
                  .run()
              : Names.run(request);
      if (exit != 0) {
        throw new IOException(List.of(words) + " ended with " + exit + ": " + err);
      }
    } finally {
      memory.close();
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
