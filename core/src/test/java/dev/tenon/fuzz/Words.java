package dev.tenon.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** Changes of command lines. */
public final class Words {
  private static final int MOST = 400;

  private Words() {}

  /**
   * The words with a few changes.
   *
   * @param more words that may come in, options for example
   */
  public static List<String> change(
      SplittableRandom random, List<String> input, List<String> more) {
    var words = new ArrayList<>(input);
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      int at = random.nextInt(words.size() + 1);
      boolean isEnd = at == words.size();
      switch (random.nextInt(8)) {
        case 0, 1 -> words.add(at, Bytes.pick(random, more));
        case 2 -> {
          words.add(at, Bytes.pick(random, more) + Bytes.pick(random, Bytes.TEXTS));
          words.add(at, Bytes.pick(random, more));
        }
        case 3 -> words.add(at, plain(Bytes.pick(random, Bytes.TEXTS)));
        case 4 -> {
          if (!isEnd) {
            words.remove(at);
          }
        }
        case 5 -> {
          if (!isEnd) {
            Collections.swap(words, at, random.nextInt(words.size()));
          }
        }
        case 6 -> {
          if (!isEnd) {
            int count = random.nextInt(1 << random.nextInt(1, 7));
            words.addAll(at, Collections.nCopies(count, words.get(at)));
          }
        }
        default -> {
          if (!isEnd) {
            words.set(at, letters(random, words.get(at)));
          }
        }
      }
    }
    return List.copyOf(words.subList(0, Math.min(MOST, words.size())));
  }

  private static String letters(SplittableRandom random, String word) {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    return plain(new String(Bytes.change(random, bytes, List.of(bytes)), StandardCharsets.UTF_8));
  }

  /** No word of a command line has a NUL. */
  private static String plain(String word) {
    return word.replace('\0', '_');
  }
}
