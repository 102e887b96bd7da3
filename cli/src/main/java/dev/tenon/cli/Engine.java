package dev.tenon.cli;

import dev.tenon.pipeline.Request;
import java.util.ArrayList;
import java.util.HashMap;

/** {@code --engine=NAME} among the words is Tenon's own and goes before the environment. */
final class Engine {
  private static final String WORD = "--engine=";

  private Engine() {}

  static Request word(Request request) {
    String engine = null;
    var words = new ArrayList<String>(request.words().size());
    for (String word : request.words()) {
      if (word.startsWith(WORD)) {
        engine = word.substring(WORD.length());
      } else {
        words.add(word);
      }
    }
    if (engine == null) {
      return request;
    }
    var environment = new HashMap<>(request.environment());
    environment.put("TENON_ENGINE", engine);
    return request.with(words, environment);
  }
}
