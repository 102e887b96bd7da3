package dev.tenon.binder.observe;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The make rules that {@code --dependency-file} writes. */
public final class DependencyFile {
  private DependencyFile() {}

  /** What a linker told, or null if that is nothing or has names that no file can have. */
  public static @Nullable String told(@Nullable String text) {
    return text == null || text.indexOf('\0') >= 0 ? null : text;
  }

  /**
   * The files that the output was made of, each once.
   *
   * <p>They are taken from the empty rules at the end, one file to a line: in the first rule GNU ld
   * and mold leave spaces as they are.
   *
   * @param family LLD alone escapes spaces, {@code #} and {@code $}
   */
  public static List<String> parse(String text, String family) {
    Set<String> found = new LinkedHashSet<>();
    List<String> lines = text.lines().toList();
    int end = lines.indexOf("");
    for (String line : end < 0 ? new ArrayList<String>() : lines.subList(end, lines.size())) {
      if (line.endsWith(":")) {
        String name = line.substring(0, line.length() - 1);
        found.add(family.equals("lld") ? unescaped(name) : name);
      }
    }
    return List.copyOf(found);
  }

  private static String unescaped(String name) {
    return name.replace("\\ ", " ").replace("\\#", "#").replace("$$", "$");
  }
}
