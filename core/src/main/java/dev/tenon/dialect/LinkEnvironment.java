package dev.tenon.dialect;

import dev.tenon.model.BadRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a target's specification does to the environment of its linker.
 *
 * @param set variables with their values; those that every linker gets (CMD-05) are among them
 * @param unset variables that the linker must not see
 */
public record LinkEnvironment(Map<String, String> set, Set<String> unset) {
  public LinkEnvironment {
    set = Map.copyOf(set);
    unset = Set.copyOf(unset);
  }

  /**
   * CMD-06.
   *
   * @param linkEnv {@code link-env} of a target specification: {@code NAME=VALUE} each
   * @param linkEnvRemove {@code link-env-remove}: names
   * @throws BadRecord if an entry of linkEnv has no name or no {@code =}
   */
  public static LinkEnvironment of(List<String> linkEnv, List<String> linkEnvRemove) {
    var set = new HashMap<>(Environment.SET);
    for (String entry : linkEnv) {
      int equals = entry.indexOf('=');
      if (equals <= 0) {
        throw new BadRecord("link-env", "`" + entry + "` is not of the form NAME=VALUE");
      }
      set.put(entry.substring(0, equals), entry.substring(equals + 1));
    }
    return new LinkEnvironment(set, Set.copyOf(linkEnvRemove));
  }

  /**
   * CMD-04: folders with tools of the toolchain come before those of the caller.
   *
   * @param path of the linker's own tool chain if that has one, else the caller's; null if not set
   * @param separator {@code :}, or {@code ;} on Windows
   */
  public LinkEnvironment withPath(List<String> folders, @Nullable String path, String separator) {
    var parts = new ArrayList<String>(folders);
    if (path != null) {
      parts.add(path);
    }
    var more = new HashMap<>(set);
    more.put("PATH", String.join(separator, parts));
    return new LinkEnvironment(more, unset);
  }
}
