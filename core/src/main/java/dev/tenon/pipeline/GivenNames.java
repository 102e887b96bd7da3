package dev.tenon.pipeline;

import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import dev.tenon.option.ResponseFiles;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The names of inputs and search folders in a question to a driver. It repeats them without looking
 * at them, so that its answer to one set of names is the answer to all; compilers give their
 * objects new ones each time. A name that stands in the question more than once stays.
 */
final class GivenNames {
  /** No word of a command line has this character. */
  private static final char SIGN = '\u0001';

  private static final List<String> FOLDER = List.of("", "-L");

  private final Map<String, String> hidden = new HashMap<>();
  private final Map<String, String> shown = new HashMap<>();

  /**
   * @param command in which the names stand
   */
  GivenNames(LinkPlan plan, List<String> command) {
    for (Item item : plan.items()) {
      if (item instanceof Item.Input input) {
        String name = ResponseFiles.fileWord(FileNames.written(input.file()));
        // Drivers tell by the ending what a file is.
        int dot = name.lastIndexOf('.');
        hide(command, "", name, dot < 0 ? "" : name.substring(dot));
      } else {
        String folder = Spelling.folder(item);
        for (String before : folder == null ? List.<String>of() : FOLDER) {
          hide(command, before, String.valueOf(folder), "");
        }
      }
    }
  }

  private void hide(List<String> command, String before, String name, String ending) {
    String word = before + name;
    if (!name.isEmpty() && !hidden.containsKey(word) && Collections.frequency(command, word) == 1) {
      String sign = before + SIGN + hidden.size() + ending;
      hidden.put(word, sign);
      shown.put(sign, word);
    }
  }

  /** Whether each name stands for what was given in these words, too. */
  boolean areOnce(List<String> words) {
    return hidden.keySet().stream().allMatch(name -> Collections.frequency(words, name) == 1);
  }

  /** With signs in place of names. */
  List<String> hidden(List<String> words) {
    return words.stream().map(word -> hidden.getOrDefault(word, word)).toList();
  }

  /** With names in place of signs. */
  List<String> shown(List<String> words) {
    return words.stream().map(word -> shown.getOrDefault(word, word)).toList();
  }
}
