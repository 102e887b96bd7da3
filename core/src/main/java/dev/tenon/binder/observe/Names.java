package dev.tenon.binder.observe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The names that a linker told, and which of them can only mean a file that we foresaw.
 *
 * <p>GNU ld repeats names as they were opened, or as they were asked for where it is a script or
 * list that was found in a search folder. LLD and mold open {@code a/../b.o} but tell {@code b.o},
 * which is another file where {@code a} is a symbolic link; LLD also writes a backslash in a name
 * as a slash. What they tell stands for a name of ours only if no other file can be meant.
 */
final class Names {
  private final String folder;
  private final boolean repeatsRequests;
  private final boolean foldsParents;
  private final boolean turnsBackslashes;
  private final Function<String, @Nullable String> real;
  private final Map<String, String> told = new LinkedHashMap<>();

  /**
   * @param folder where relative names begin
   * @param real an absolute path without symbolic links; null if nothing is there
   */
  Names(String family, String folder, Function<String, @Nullable String> real) {
    this.folder = folder;
    this.repeatsRequests = family.equals("bfd");
    this.foldsParents = family.equals("lld") || family.equals("mold");
    this.turnsBackslashes = family.equals("lld");
    this.real = real;
  }

  void tell(String path) {
    told.putIfAbsent(clean(path), path);
  }

  /** All that was told, under their keys. */
  Map<String, String> told() {
    return told;
  }

  /** The key of what was told of a file that we foresaw; null if nothing was. */
  @Nullable String keyOf(String foreseen) {
    String clean = clean(foreseen);
    if (told.containsKey(clean)) {
      return clean;
    }
    String key = turnsBackslashes ? clean.replace('\\', '/') : clean;
    key = foldsParents ? folded(key) : key;
    return told.containsKey(key) && isSame(clean, key) ? key : null;
  }

  /** The key of a name under which nothing is and which was told nevertheless; else null. */
  @Nullable String asked(String missing) {
    String key = clean(missing);
    return repeatsRequests && told.containsKey(key) && isGone(key) ? key : null;
  }

  /** Whether nothing is under a name that was told. */
  boolean isGone(String key) {
    return real.apply(key) == null;
  }

  private boolean isSame(String foreseen, String key) {
    String there = real.apply(key);
    return there == null || there.equals(real.apply(foreseen));
  }

  /** Absolute and without what means nothing, whatever the folders are. */
  String clean(String path) {
    String absolute = path.startsWith("/") ? path : folder + "/" + path;
    List<String> parts = new ArrayList<>();
    for (String part : absolute.split("/")) {
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return "/" + String.join("/", parts);
  }

  private static String folded(String path) {
    return Path.of(path).normalize().toString();
  }
}
