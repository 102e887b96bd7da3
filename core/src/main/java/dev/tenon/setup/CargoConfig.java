package dev.tenon.setup;

import dev.tenon.model.BadRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code target.HOST.linker} in cargo's configuration (The Cargo Book, "Configuration"): put in
 * beside what the user has, or in place of the user's own value.
 */
final class CargoConfig {
  private CargoConfig() {}

  /**
   * @throws BadRecord if the text is not TOML, or has the table in a form to which no line can be
   *     added
   */
  static Edits.Done insert(String text, String host, String linker) {
    List<Toml.Statement> statements = Toml.read(text);
    List<String> table = List.of("target", host);
    String newline = Edits.newline(text);
    String ours = "linker = " + Toml.quoted(linker);
    Toml.Statement header = null;
    Toml.Statement dotted = null;
    for (Toml.Statement statement : statements) {
      List<String> path = statement.path();
      if (statement.isHeader()) {
        header = path.equals(table) && header == null ? statement : header;
        continue;
      }
      if (path.equals(table) || path.equals(List.of("target"))) {
        throw new BadRecord(
            "line " + line(text, statement.start()),
            "an inline table takes no further line; add " + ours + " to it by hand");
      }
      if (path.size() == 3 && path.subList(0, 2).equals(table)) {
        if (path.getLast().equals("linker")) {
          return replace(text, statement, linker);
        }
        dotted = statement.keys() > 1 ? statement : dotted;
      }
    }
    if (header != null) {
      return Edits.insert(text, header.end(), header.end(), List.of(ours), newline);
    }
    if (dotted != null) {
      List<String> key = table.subList(dotted.path().size() - dotted.keys(), 2);
      return Edits.insert(
          text,
          dotted.end(),
          dotted.end(),
          List.of(String.join(".", names(key)) + "." + ours),
          newline);
    }
    return Edits.append(
        text, List.of("[target." + String.join("", names(List.of(host))) + "]", ours), newline);
  }

  /** What the user has there, as it is written; null if nothing. */
  static @Nullable String linker(String text, String host) {
    return value(text, List.of("target", host, "linker"));
  }

  /**
   * A value as it is written, with what follows on its line; null if the key is not there.
   *
   * @throws BadRecord if the text is not TOML
   */
  static @Nullable String value(String text, List<String> key) {
    for (Toml.Statement statement : Toml.read(text)) {
      if (statement.path().equals(key) && !statement.isHeader()) {
        return text.substring(statement.value(), statement.end()).strip();
      }
    }
    return null;
  }

  /** Whether what we put into the text gives the host this linker. */
  static boolean gives(String text, String put, String host, String linker) {
    return put.contains(Toml.quoted(linker) + Edits.newline(text))
        && Toml.quoted(linker).equals(linker(text, host));
  }

  private static Edits.Done replace(String text, Toml.Statement statement, String linker) {
    String was = text.substring(statement.start(), statement.end()).stripTrailing();
    var lines = new ArrayList<String>();
    lines.add("# `tenon setup cargo --undo` puts this back:");
    was.lines().forEach(line -> lines.add("#   " + line));
    lines.add(text.substring(statement.start(), statement.value()) + Toml.quoted(linker));
    return Edits.insert(text, statement.start(), statement.end(), lines, Edits.newline(text));
  }

  /** The text without what we put into it; a key that was added to our table keeps the table. */
  static Edits.Taken remove(String text, String put, String was) {
    int at = text.indexOf(put);
    String header = was.isEmpty() ? header(put) : null;
    if (at >= 0 && header != null && startsWithKey(text.substring(at + put.length()))) {
      return Edits.remove(text, put, was + header + Edits.newline(text));
    }
    return Edits.remove(text, put, was);
  }

  private static @Nullable String header(String put) {
    return put.lines().filter(line -> line.startsWith("[")).findFirst().orElse(null);
  }

  private static boolean startsWithKey(String rest) {
    return rest.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .findFirst()
        .map(line -> !line.startsWith("["))
        .orElse(false);
  }

  private static List<String> names(List<String> path) {
    return path.stream()
        .map(name -> name.matches("[A-Za-z0-9_-]+") ? name : Toml.quoted(name))
        .toList();
  }

  private static long line(String text, int at) {
    return 1 + text.substring(0, at).chars().filter(c -> c == '\n').count();
  }
}
