package dev.tenon.daemon;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a front says of its caller.
 *
 * @param build that the front belongs to
 * @param space mount namespace of the caller, empty if it could not be told
 */
record Call(
    String build,
    String space,
    int umask,
    long pid,
    String name,
    Path folder,
    List<String> words,
    Map<String, String> environment) {
  private static final int NUMBERS = 20;

  /** Whether the caller would rather wait than do without. */
  boolean waits() {
    return name.equals(CONTROL) || "wait".equals(environment.get("TENON_HEAD"));
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
    List<String> texts = frame.texts(NUMBERS);
    int words = frame.number(12);
    int variables = frame.number(16);
    if (words < 0 || variables < 0 || texts.size() != 4L + words + variables) {
      throw new IOException("a request with " + texts.size() + " texts");
    }
    var environment = new LinkedHashMap<String, String>();
    for (String variable : texts.subList(4 + words, texts.size())) {
      int equals = variable.indexOf('=', 1);
      if (equals > 0) {
        environment.putIfAbsent(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
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
          texts.get(2),
          folder,
          texts.subList(4, 4 + words),
          environment);
    } catch (InvalidPathException e) {
      throw new IOException(e);
    }
  }

  /** A request of our own verbs to a head, which runs nothing. */
  static Frame control(String build, long pid, String word) {
    return Frame.of(
        Frame.REQUEST,
        new int[] {Frame.PROTOCOL, 0, (int) pid, 1, 0},
        new ArrayList<>(List.of(build, "", CONTROL, "/", word)));
  }

  static final String CONTROL = "tenon-head";
}
