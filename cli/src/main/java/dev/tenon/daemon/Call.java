package dev.tenon.daemon;

import dev.tenon.driver.Hands;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a client says of its caller.
 *
 * @param build that the client belongs to
 * @param world mount namespace and root directory of the caller, its groups and capabilities
 * @param place device and inode of the folder; empty if nothing depends on it
 * @param mark when the client began, by the clock of file time stamps; nanoseconds since 1970
 * @param tool the program that would run without us
 */
record Call(
    String build,
    String world,
    int umask,
    long pid,
    Hands.Streams streams,
    long mark,
    String name,
    Path folder,
    String place,
    String tool,
    List<String> words,
    Map<String, String> environment) {
  private static final int NUMBERS = 32;
  private static final int TEXTS = 7;

  /** A text takes many times its bytes. */
  private static final int MOST_TEXTS = 100_000;

  private static final int SAME_FILE = 1;
  private static final int OUT_TERMINAL = 2;
  private static final int ERR_TERMINAL = 4;

  /** Whether the caller would rather wait than do without. */
  boolean waits() {
    String daemon = environment.getOrDefault("TENON_DAEMON", environment.get("TENON_HEAD"));
    return name.equals(CONTROL) || "wait".equals(daemon);
  }

  /**
   * @throws IOException if the message is not a request of this protocol
   */
  static Call of(Frame frame) throws IOException {
    if (frame.type() != Frame.REQUEST || frame.data().length < NUMBERS) {
      throw new IOException("not a request");
    }
    if (frame.number(0) != Frame.PROTOCOL) {
      throw new IOException("protocol " + frame.number(0));
    }
    int words = frame.number(12);
    int variables = frame.number(16);
    if (words > MOST_TEXTS || variables > MOST_TEXTS) {
      throw new IOException("a request with " + words + " words and " + variables + " variables");
    }
    List<String> texts = frame.texts(NUMBERS);
    if (words < 0 || variables < 0 || texts.size() != (long) TEXTS + words + variables) {
      throw new IOException("a request with " + texts.size() + " texts");
    }
    var environment = new LinkedHashMap<String, String>();
    for (String variable : texts.subList(TEXTS + words, texts.size())) {
      int equals = variable.indexOf('=', 1);
      if (equals > 0) {
        environment.putIfAbsent(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    // An engine that was given as an argument has gone there too.
    if (texts.get(5).isEmpty()) {
      environment.remove("TENON_ENGINE");
    } else {
      environment.put("TENON_ENGINE", texts.get(5));
    }
    int streams = frame.number(20);
    try {
      Path folder = Path.of(texts.get(3));
      if (!folder.isAbsolute()) {
        throw new IOException("a working folder that is not absolute");
      }
      return new Call(
          texts.get(0),
          texts.get(1),
          frame.number(4),
          frame.number(8),
          new Hands.Streams(
              (streams & SAME_FILE) != 0,
              (streams & OUT_TERMINAL) != 0,
              (streams & ERR_TERMINAL) != 0),
          frame.big(24),
          texts.get(2),
          folder,
          texts.get(4),
          texts.get(6),
          texts.subList(TEXTS, TEXTS + words),
          environment);
    } catch (InvalidPathException e) {
      throw new IOException(e);
    }
  }

  /** A request of our own verbs to a head, which runs nothing. */
  static Frame control(String build, long pid, String word) {
    return Frame.of(
        Frame.REQUEST,
        new int[] {Frame.PROTOCOL, 0, (int) pid, 1, 0, 0, 0, 0},
        new ArrayList<>(List.of(build, "", CONTROL, "/", "", "", "", word)));
  }

  static final String CONTROL = "tenon-head";
}
