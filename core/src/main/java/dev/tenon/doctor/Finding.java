package dev.tenon.doctor;

import dev.tenon.model.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One line of the doctor.
 *
 * @param about what was looked at, a word
 * @param help what mends it or leads on; null if there is nothing to do
 */
public record Finding(Level level, String about, String text, @Nullable String help) {
  /** Only a problem makes the doctor fail. */
  public enum Level {
    OK,
    NOTE,
    PROBLEM
  }

  public static Finding ok(String about, String text) {
    return new Finding(Level.OK, about, text, null);
  }

  public static Finding note(String about, String text, @Nullable String help) {
    return new Finding(Level.NOTE, about, text, help);
  }

  public static Finding problem(String about, String text, @Nullable String help) {
    return new Finding(Level.PROBLEM, about, text, help);
  }

  public static boolean isWell(List<Finding> findings) {
    return findings.stream().noneMatch(finding -> finding.level == Level.PROBLEM);
  }

  /** A line, and one for the help. */
  public String print() {
    String word = level.name().toLowerCase(Locale.ROOT);
    String line = String.format(Locale.ROOT, "%-8s %-8s %s%n", word, about, text);
    return help == null ? line : line + " ".repeat(18) + "help: " + help + "\n";
  }

  /** {@code doctor/1}: whether all is well, and every finding. */
  public static String json(List<Finding> findings) {
    var document = new LinkedHashMap<String, Json>();
    document.put("tenon", new Json.Str("doctor/1"));
    document.put("well", new Json.Bool(isWell(findings)));
    document.put("findings", new Json.Arr(findings.stream().map(Finding::json).toList()));
    return new Json.Obj(document).print();
  }

  private static Json json(Finding finding) {
    var fields = new LinkedHashMap<String, Json>();
    fields.put("level", new Json.Str(finding.level.name().toLowerCase(Locale.ROOT)));
    fields.put("about", new Json.Str(finding.about));
    fields.put("text", new Json.Str(finding.text));
    if (finding.help != null) {
      fields.put("help", new Json.Str(finding.help));
    }
    return new Json.Obj(fields);
  }
}
