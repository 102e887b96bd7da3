package dev.tenon.binder;

import dev.tenon.model.FileIdentity;
import dev.tenon.model.Tool;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Remembers in memory where tools were found and what they were. That holds as long as every file
 * that decided it is the same, and every file is missing that was.
 */
public final class FoundTools {
  private static final int MOST = 200;

  private final Function<Path, @Nullable FileIdentity> look;
  private final Map<Question, Found> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, Found> eldest) {
          return size() > MOST;
        }
      };

  /**
   * @param look at what a path leads to; null if nothing is there
   */
  public FoundTools(Function<Path, @Nullable FileIdentity> look) {
    this.look = look;
  }

  /**
   * @param path as the environment has it
   * @param libraryPath as well
   */
  record Question(
      String role,
      String wanted,
      String path,
      String libraryPath,
      Path folder,
      List<Path> skipped) {}

  private record Found(Tool tool, Map<Path, Seen> seen) {}

  private record Seen(@Nullable FileIdentity identity) {
    boolean isStill(@Nullable FileIdentity now) {
      return identity == null
          ? now == null
          : now != null && now.isSame(identity) && now.mode() == identity.mode();
    }
  }

  /** A search that tells which files it goes by. */
  static final class Search {
    private final Function<Path, @Nullable FileIdentity> look;
    private final Map<Path, Seen> seen = new LinkedHashMap<>();
    private boolean isClosed = true;

    private Search(Function<Path, @Nullable FileIdentity> look) {
      this.look = look;
    }

    /** To be called before the file is looked at. */
    void saw(Path file) {
      seen.computeIfAbsent(file, path -> new Seen(look.apply(path)));
    }

    /** More was decisive than single files. */
    void sawMore() {
      isClosed = false;
    }
  }

  @Nullable Tool find(Question question, Function<Search, @Nullable Tool> search) {
    Found found;
    synchronized (known) {
      found = known.get(question);
    }
    if (found != null && isStill(found.seen)) {
      return found.tool;
    }
    var here = new Search(look);
    Tool tool = search.apply(here);
    if (tool != null && here.isClosed) {
      synchronized (known) {
        known.put(question, new Found(tool, here.seen));
      }
    }
    return tool;
  }

  private boolean isStill(Map<Path, Seen> seen) {
    for (var file : seen.entrySet()) {
      if (!file.getValue().isStill(look.apply(file.getKey()))) {
        return false;
      }
    }
    return true;
  }

  /** A search that nobody remembers. */
  static Search once() {
    return new Search(_ -> null);
  }
}
