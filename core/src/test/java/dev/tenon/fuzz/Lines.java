package dev.tenon.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** Changes of files that have an entry to a line, with fields between separators. */
public final class Lines {
  private Lines() {}

  /**
   * The file with changes of lines and fields, or of bytes.
   *
   * @param separator of fields
   */
  public static byte[] change(SplittableRandom random, byte[] input, String separator) {
    if (random.nextInt(3) == 0) {
      return Bytes.change(random, input, List.of(input));
    }
    String text = new String(input, StandardCharsets.ISO_8859_1);
    var lines = new ArrayList<>(List.of(text.split("\n", -1)));
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      int at = random.nextInt(lines.size());
      int other = random.nextInt(lines.size());
      switch (random.nextInt(6)) {
        case 0 -> lines.add(at, lines.get(other));
        case 1 -> Collections.swap(lines, at, other);
        case 2 -> {
          if (lines.size() > 1) {
            lines.remove(at);
          }
        }
        case 3 -> lines.set(at, lines.get(at) + separator + lines.get(other));
        default -> lines.set(at, fields(random, lines.get(at), lines.get(other), separator));
      }
    }
    return String.join("\n", lines).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String fields(
      SplittableRandom random, String line, String other, String separator) {
    var fields = new ArrayList<>(List.of(line.split(separator, -1)));
    List<String> others = List.of(other.split(separator, -1));
    int at = random.nextInt(fields.size());
    switch (random.nextInt(5)) {
      case 0 -> fields.add(at, fields.get(random.nextInt(fields.size())));
      case 1 -> fields.remove(at);
      case 2 -> fields.set(at, Bytes.pick(random, Bytes.TEXTS));
      case 3 -> fields.set(at, Bytes.pick(random, others));
      default ->
          fields.set(
              at,
              new String(
                  Bytes.change(
                      random,
                      fields.get(at).getBytes(StandardCharsets.ISO_8859_1),
                      List.of(other.getBytes(StandardCharsets.ISO_8859_1))),
                  StandardCharsets.ISO_8859_1));
    }
    return String.join(separator, fields);
  }
}
