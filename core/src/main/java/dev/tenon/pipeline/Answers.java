package dev.tenon.pipeline;

import dev.tenon.driver.Question;
import dev.tenon.model.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What GCC answered to questions, for as long as the folders that it looks into stay as they are.
 * Other drivers look into places that they do not tell of, so they are asked each time.
 */
final class Answers {
  private static final int MOST = 500;

  /** After such words a driver reads files or runs programs that are not among its folders. */
  private static final List<String> UNCLEAR = List.of("-specs", "--specs", "-wrapper", "@");

  /** Words that change where a driver looks. */
  private static final List<String> WHERE = List.of("-B", "--sysroot", "-m", "-pie", "-static");

  private final Map<Question, Answer> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, Answer> eldest) {
          return size() > MOST;
        }
      };

  /**
   * A question to a driver.
   *
   * @param driver its content
   * @param words program first; names that do not matter are replaced
   */
  record Question(String driver, Path folder, Map<String, String> environment, List<String> words) {
    Question {
      environment = Map.copyOf(environment);
      words = List.copyOf(words);
    }
  }

  private record Answer(List<String> words, Witnesses witnesses) {
    private Answer {
      words = List.copyOf(words);
    }
  }

  /** The answer that was given before, or null. */
  @Nullable List<String> known(Question question) {
    Answer answer;
    synchronized (known) {
      answer = known.get(question);
    }
    return answer != null && answer.witnesses().hold() ? answer.words() : null;
  }

  void keep(Question question, List<String> words, Witnesses witnesses) {
    synchronized (known) {
      known.put(question, new Answer(words, witnesses));
    }
  }

  /** A question about what is there, of which the answer can be kept; null if it cannot. */
  static @Nullable Question question(Request request, Tool driver, List<String> words) {
    boolean clear =
        driver.family().equals("gcc")
            && request.memory().cheap() == Long.MAX_VALUE
            && words.stream().noneMatch(word -> UNCLEAR.stream().anyMatch(word::startsWith));
    return clear
        ? new Question(driver.digest(), request.folder(), Surroundings.relevant(request), words)
        : null;
  }

  /** Looks at every folder that the driver would look into; null if it does not say which. */
  static @Nullable Witnesses witnesses(Request request, List<String> command) throws IOException {
    var words = new ArrayList<>(List.of(command.getFirst()));
    for (int i = 1; i < command.size(); i++) {
      String word = command.get(i);
      if (WHERE.stream().anyMatch(word::startsWith)) {
        words.add(word);
        if (word.equals("-B") && i + 1 < command.size()) {
          words.add(command.get(++i));
        }
      }
    }
    words.add("-print-search-dirs");
    var said =
        dev.tenon.driver.Question.ask(
            words, request.folder(), Surroundings.withoutSetup(request), Map.of());
    Set<String> paths = new LinkedHashSet<>();
    for (String line : said.out().lines().toList()) {
      int colon = line.indexOf(": ");
      String rest = colon < 0 ? "" : line.substring(colon + 2);
      for (String folder : (rest.startsWith("=") ? rest.substring(1) : rest).split(":", -1)) {
        if (!folder.isEmpty()) {
          paths.add(folder);
          paths.add(folder + (folder.endsWith("/") ? "specs" : "/specs"));
        }
      }
    }
    if (said.exit() != 0 || paths.isEmpty()) {
      return null;
    }
    String path = request.environment().getOrDefault("PATH", "");
    for (String folder : path.split(":", -1)) {
      paths.add(folder);
    }
    return Witnesses.of(request.folder(), paths);
  }
}
