package dev.tenon.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The positive list of what a plan from elsewhere may ask for, by option, role and value: the
 * resource {@code plan.permissions}, which explains itself. What it does not name is not permitted.
 */
record PlanPermissions(
    Set<String> linkers,
    Set<String> outputs,
    Set<String> generated,
    Set<String> settings,
    Set<String> compiler,
    Map<String, Pattern> texts) {
  private static final String RESOURCE = "plan.permissions";

  /** The list of this version. */
  static PlanPermissions list() {
    return Loaded.LIST;
  }

  /** Read at the first plan from elsewhere: most requests have none. */
  private static final class Loaded {
    static final PlanPermissions LIST = load();
  }

  /** What a text has to match as a whole if the option is one of those with a pattern, or null. */
  @Nullable Pattern text(String option) {
    return texts.get(option);
  }

  private static PlanPermissions load() {
    try (InputStream in = PlanPermissions.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("missing from the jar: " + RESOURCE);
      }
      return read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE, e);
    }
  }

  private static PlanPermissions read(String text) {
    var list =
        new PlanPermissions(
            new HashSet<>(),
            new HashSet<>(),
            new HashSet<>(),
            new HashSet<>(),
            new HashSet<>(),
            new HashMap<>());
    text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(list::line);
    return list;
  }

  private void line(String line) {
    String[] parts = line.split("\\s+", 2);
    String rest = parts[1];
    switch (parts[0]) {
      case "linkers" -> linkers.addAll(words(rest));
      case "outputs" -> outputs.addAll(words(rest));
      case "generated" -> generated.addAll(words(rest));
      case "settings" -> settings.addAll(words(rest));
      case "compiler" -> compiler.addAll(words(rest));
      case "text" -> {
        int end = rest.lastIndexOf(" : ");
        Pattern pattern = Pattern.compile(rest.substring(0, end), Pattern.DOTALL);
        words(rest.substring(end + 3)).forEach(option -> texts.put(option, pattern));
      }
      default -> throw new IllegalStateException(RESOURCE + ": " + line);
    }
  }

  private static List<String> words(String text) {
    return List.of(text.strip().split("\\s+"));
  }
}
