package dev.tenon.state;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Check sums of what is kept in files: what a disk or another program has damaged is passed over,
 * and never taken for something else that was kept. Whoever may write there can make them.
 */
public final class CheckSum {
  private static final String FIELD = ",\n  \"check\" : \"";
  private static final String END = "\n}\n";

  private CheckSum() {}

  static String of(String text) {
    var sum = new CRC32();
    sum.update(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().toHexDigits((int) sum.getValue());
  }

  /** A line of fields with tabs between them, with a last one for its sum. */
  public static String line(String fields) {
    return fields + '\t' + of(fields) + '\n';
  }

  /** What such a line was made of, if it is whole; else null. */
  public static @Nullable String fields(String line) {
    int tab = line.lastIndexOf('\t');
    return tab >= 0 && line.substring(tab + 1).equals(of(line.substring(0, tab)))
        ? line.substring(0, tab)
        : null;
  }

  /**
   * A JSON object with a last field {@code check}.
   *
   * @param object printed with an indentation of two
   */
  public static String sealed(String object) {
    if (!object.endsWith(END)) {
      throw new IllegalArgumentException("no object with fields");
    }
    return object.substring(0, object.length() - END.length()) + FIELD + of(object) + "\"\n}\n";
  }

  /** The object without that field, if it is whole; else null. */
  public static @Nullable String opened(String sealed) {
    int at = sealed.lastIndexOf(FIELD);
    if (at < 0) {
      return null;
    }
    String object = sealed.substring(0, at) + END;
    return sealed.equals(sealed(object)) ? object : null;
  }
}
