package dev.tenon.option;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/** Words that somebody may have meant. */
final class Suggestions {
  private static final int MOST = 3;

  private record Near(String word, int distance) {}

  private Suggestions() {}

  static List<String> of(String unknown, List<Option> options, Family family) {
    boolean keyword = unknown.startsWith("-z") && !unknown.startsWith("-z=");
    var wanted = bare(keyword ? unknown.substring(2).strip() : unknown);
    var near = new ArrayList<Near>();
    for (var option : options) {
      for (var s : option.spellings()) {
        if (s.families().contains(family)
            && s.keyword() == keyword
            && option.support().getOrDefault(family, Support.ABSENT).accepted()) {
          near.add(new Near(shown(s), distance(wanted, bare(s.word()))));
        }
      }
    }
    near.removeIf(n -> n.distance > Math.max(1, wanted.length() / 4));
    near.sort(Comparator.comparingInt(Near::distance));
    var seen = new HashSet<String>();
    return near.stream().map(Near::word).filter(seen::add).limit(MOST).toList();
  }

  private static String shown(Spelling s) {
    return s.keyword() ? "-z " + s.word() : s.word();
  }

  /** The word without dashes and value. */
  private static String bare(String word) {
    int start = 0;
    while (start < word.length() && word.charAt(start) == '-') {
      start++;
    }
    int equals = word.indexOf('=', start);
    return word.substring(start, equals < 0 ? word.length() : equals);
  }

  /** Letters to insert, delete, replace or swap; the beginning of a word is near to it. */
  private static int distance(String wanted, String word) {
    if (wanted.length() > 3 && word.startsWith(wanted)) {
      return 1;
    }
    var before = new int[word.length() + 1];
    var last = new int[word.length() + 1];
    for (int j = 0; j < last.length; j++) {
      last[j] = j;
    }
    for (int i = 1; i <= wanted.length(); i++) {
      var row = new int[word.length() + 1];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int same = wanted.charAt(i - 1) == word.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(last[j - 1] + same, Math.min(last[j], row[j - 1]) + 1);
        if (i > 1
            && j > 1
            && wanted.charAt(i - 1) == word.charAt(j - 2)
            && wanted.charAt(i - 2) == word.charAt(j - 1)) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      before = last;
      last = row;
    }
    return last[word.length()];
  }
}
