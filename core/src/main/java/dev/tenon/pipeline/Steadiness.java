package dev.tenon.pipeline;

import dev.tenon.keep.Identities;
import dev.tenon.model.FileIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Whether a file that is looked at when a link has begun was the same, under the same name, before
 * it. Whatever changes a file, its name included, changes its {@code ctime}; and a directory on the
 * way there that was given the name since then has a new {@code ctime} too.
 */
final class Steadiness {
  /** Symbolic links that lead to others, as Linux bounds them. */
  private static final int MOST_LINKS = 40;

  private final long mark;
  private final Map<String, FileIdentity> seen = new HashMap<>();
  private final Map<String, Boolean> steady = new HashMap<>();

  /**
   * @param mark a time before which nothing of the link was done; nanoseconds since 1970
   */
  Steadiness(long mark) {
    this.mark = mark;
  }

  /** A directory was looked at before the link began. */
  void saw(String directory, FileIdentity identity) {
    seen.put(directory, identity);
  }

  /**
   * @param path absolute
   * @param now what it leads to now
   */
  boolean isSteady(String path, FileIdentity now) {
    int slash = path.lastIndexOf('/');
    return Identities.isSettledBy(now, mark)
        && isSteadyWay(slash <= 0 ? "/" : path.substring(0, slash), MOST_LINKS)
        && isSteadyName(path, MOST_LINKS);
  }

  private boolean isSteadyWay(String directory, int links) {
    Boolean known = steady.get(directory);
    if (known == null) {
      FileIdentity then = seen.get(directory);
      FileIdentity now = then == null ? null : Identities.of(Path.of(directory));
      int slash = directory.lastIndexOf('/');
      known =
          then != null && now != null
              ? then.dev() == now.dev() && then.ino() == now.ino()
              : directory.equals("/")
                  || isSteadyWay(slash <= 0 ? "/" : directory.substring(0, slash), links)
                      && isSteadyName(directory, links);
      steady.put(directory, known);
    }
    return known;
  }

  /** Whether the name itself, a symbolic link perhaps, is older than the link. */
  private boolean isSteadyName(String name, int links) {
    try {
      Path path = Path.of(name);
      var found = Files.readAttributes(path, "unix:ctime,mode", LinkOption.NOFOLLOW_LINKS);
      boolean old =
          found.get("ctime") instanceof java.nio.file.attribute.FileTime time
              && time.to(TimeUnit.NANOSECONDS) < mark;
      if (!old || !Files.isSymbolicLink(path)) {
        return old;
      }
      Path target = path.resolveSibling(Files.readSymbolicLink(path));
      return links > 0
          && isSteadyWay(String.valueOf(target.getParent()), links - 1)
          && isSteadyName(target.toString(), links - 1);
    } catch (IOException e) {
      return false;
    }
  }
}
