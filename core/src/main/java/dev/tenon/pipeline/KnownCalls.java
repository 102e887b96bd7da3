package dev.tenon.pipeline;

import dev.tenon.model.Tool;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers in memory what calls meant. The same call comes again with every rebuild, and what it
 * means need not be worked out again before its linker may start.
 */
final class KnownCalls {
  private static final int MOST = 200;
  private static final int MOST_WORDS = 2_000;

  /** Where GCC's plugin is to write; GCC gives it another name each time. */
  private static final String RESOLUTION = "-plugin-opt=-fresolution=";

  private final Map<Key, Meaning> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Meaning> eldest) {
          return size() > MOST;
        }
      };

  /** All that a meaning depends on, but for the group of new files, which is looked up. */
  private record Key(
      String name,
      Tool linker,
      List<String> words,
      Path folder,
      Map<String, String> environment,
      int umask,
      String streams) {
    static Key of(Request request, Tool linker) {
      return new Key(
          request.name(),
          linker,
          request.words().stream()
              .map(word -> word.startsWith(RESOLUTION) ? RESOLUTION : word)
              .toList(),
          request.folder(),
          request.environment(),
          request.hands().umask(),
          request.hands().streams().text());
    }
  }

  /**
   * What the same call meant before, but for the name of the file with GCC's resolutions; null if
   * it is not known.
   */
  @Nullable Meaning find(Request request, Tool linker) {
    Meaning meaning;
    Key key = Key.of(request, linker);
    synchronized (known) {
      meaning = known.get(key);
    }
    if (meaning == null) {
      return null;
    }
    String group = Surroundings.group(request, meaning.output());
    return group.equals(meaning.toolchain().environment().getOrDefault(Surroundings.GROUP, ""))
        ? meaning
        : null;
  }

  /**
   * @param meaning that was worked out without reading any file
   */
  void remember(Request request, Meaning meaning) {
    if (request.words().size() <= MOST_WORDS) {
      Key key = Key.of(request, meaning.linker());
      synchronized (known) {
        known.put(key, meaning);
      }
    }
  }
}
