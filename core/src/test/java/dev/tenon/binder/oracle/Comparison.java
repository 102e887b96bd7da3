package dev.tenon.binder.oracle;

import dev.tenon.binder.oracle.Strace.Event;
import dev.tenon.model.Read;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads of a receipt against a log of strace.
 *
 * @param unknown seen by strace, not in the receipt: a link that could be skipped wrongly
 * @param needless in the receipt, not seen by strace: a link that could be repeated in vain
 * @param aside what strace saw and was left aside, by class
 */
public record Comparison(Set<String> unknown, Set<String> needless, Map<Aside, Set<String>> aside) {

  /**
   * @param folder the linker's working folder, absolute
   * @param outputs what it writes, relative names allowed
   */
  public static Comparison of(
      List<Read> reads, String log, String folder, Path tool, List<String> outputs) {
    Set<String> written = absolute(outputs, folder);
    Map<String, String> known = new LinkedHashMap<>();
    for (Read read : reads) {
      String answer =
          switch (read.aspect()) {
            case CONTENT, REJECTED -> "there";
            case ABSENCE -> "absent";
            case LISTING -> "listed";
          };
      known.merge(
          tidy(read.path().startsWith("/") ? read.path() : folder + "/" + read.path()),
          answer,
          (a, b) -> a.equals("absent") ? b : a);
    }
    Map<Aside, Set<String>> aside = new TreeMap<>();
    Map<String, String> seen = new LinkedHashMap<>();
    for (Event event : Strace.parse(log, folder)) {
      Aside left = Aside.of(event, written, tool, known.keySet());
      String path = tidy(event.path());
      if (left != null) {
        aside.computeIfAbsent(left, _ -> new LinkedHashSet<>()).add(path);
      } else {
        seen.merge(path, answer(event), (a, b) -> a.equals("absent") ? b : a);
      }
    }
    return new Comparison(without(seen, known), without(known, seen), aside);
  }

  public boolean isEqual() {
    return unknown.isEmpty() && needless.isEmpty();
  }

  /** For people: what differs, and how much was left aside. */
  public String report() {
    List<String> lines = new ArrayList<>();
    unknown.forEach(item -> lines.add("only strace  " + item));
    needless.forEach(item -> lines.add("only receipt " + item));
    aside.forEach((kind, paths) -> lines.add("aside " + kind + ": " + paths.size()));
    return String.join("\n", lines);
  }

  private static String answer(Event event) {
    if (!event.isOk()) {
      return event.error().equals("ENOENT") || event.error().equals("ENOTDIR") ? "absent" : "there";
    }
    return event.rest().contains("O_DIRECTORY") ? "listed" : "there";
  }

  private static Set<String> without(Map<String, String> all, Map<String, String> other) {
    Set<String> left = new LinkedHashSet<>();
    all.forEach((path, answer) -> {
      if (!answer.equals(other.get(path))) {
        left.add(answer + " " + path);
      }
    });
    return left;
  }

  private static Set<String> absolute(List<String> paths, String folder) {
    Set<String> found = new LinkedHashSet<>();
    paths.forEach(path -> found.add(tidy(path.startsWith("/") ? path : folder + "/" + path)));
    return found;
  }

  /** Without doubled slashes and single dots; {@code ..} stays, symbolic links may be there. */
  static String tidy(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/")) {
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return "/" + String.join("/", parts);
  }
}
