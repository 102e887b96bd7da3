package dev.tenon.pipeline;

import dev.tenon.driver.Cancellation;
import dev.tenon.driver.Hands;
import dev.tenon.driver.OwnHands;
import dev.tenon.real.Lab;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Links through Tenon inside the test's own process, and the same words given to the real linker.
 */
record Links(Lab lab, Memory memory, Hands hands) {
  /** As from a process of its own for each link. */
  Links(Lab lab) {
    this(lab, Memory.brief());
  }

  Links(Lab lab, Memory memory) {
    this(lab, memory, new OwnHands());
  }

  /** As from a resident process that does at once what it would do after its answer. */
  static Links resident(Lab lab) {
    return new Links(lab, new Memory(Runnable::run, Runnable::run, Long.MAX_VALUE));
  }

  /** The program of a linker that tests compare with, by the name that TENON_ENGINE takes. */
  static String program(String engine) {
    return switch (engine) {
      case "bfd" -> "ld.bfd";
      case "lld" -> "ld.lld-19";
      default -> engine;
    };
  }

  /** Skips the test where the linker is not installed. */
  static void needs(String engine) {
    Lab.needs(program(engine), "gcc");
  }

  Lab.Result tenon(String engine, List<String> words) {
    return tenon(Map.of("TENON_ENGINE", engine), words);
  }

  /** The same by a plan that is rendered, with staged outputs. */
  Lab.Result performed(String engine, List<String> words) {
    return tenon(Map.of("TENON_ENGINE", engine, "TENON_ROUNDTRIP", "1"), words);
  }

  Lab.Result tenon(Map<String, String> variables, List<String> words) {
    return through("ld", LdLink::run, variables, words);
  }

  private interface Way {
    int run(Request request) throws IOException;
  }

  private Lab.Result through(
      String name, Way way, Map<String, String> variables, List<String> words) {
    var environment = new HashMap<>(Map.of("PATH", System.getenv("PATH")));
    environment.putAll(variables);
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var request =
        new Request(
            name,
            words,
            lab.folder(),
            environment,
            out,
            err,
            List.of(),
            state(),
            hands,
            memory,
            new Cancellation());
    try {
      int exit = way.run(request);
      return new Lab.Result(
          exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path state() {
    return lab.folder().resolve("tenon-state");
  }

  Lab.Result direct(String engine, List<String> words) {
    var line = new ArrayList<String>();
    line.add(program(engine));
    line.addAll(words);
    return lab.run(Map.of("LC_ALL", "C"), line);
  }

  /** The words that a driver gives its linker for this line, without the plugin's own files. */
  List<String> linkerWords(List<String> driverLine) {
    var line = new ArrayList<>(driverLine);
    line.add(1, "-###");
    Lab.Result asked = lab.run(Map.of("LC_ALL", "C"), line);
    String last = asked.err().lines().filter(l -> l.contains("collect2")).reduce("", (a, b) -> b);
    List<String> words = dev.tenon.option.ResponseFiles.split(last);
    if (words.size() < 2) {
      throw new AssertionError("no linker line for " + driverLine + ":\n" + asked.err());
    }
    return words.subList(1, words.size());
  }
}
