package dev.tenon.option;

import java.util.ArrayList;
import java.util.List;

/** The list of options for people. */
final class Help {
  private static final int COLUMN = 30;

  private Help() {}

  static String text(List<Option> options, Family family) {
    var text = new StringBuilder();
    var group = "";
    for (var option : options) {
      var words = words(option, family);
      if (words.isEmpty()) {
        continue;
      }
      if (!option.group().equals(group)) {
        group = option.group();
        text.append(text.isEmpty() ? "" : "\n").append(group).append(":\n");
      }
      int start = text.length();
      text.append("  ").append(String.join(", ", words));
      if (text.length() - start >= COLUMN - 1) {
        text.append('\n');
        start = text.length();
      }
      text.repeat(' ', COLUMN - (text.length() - start)).append(option.help()).append('\n');
    }
    return text.toString();
  }

  private static List<String> words(Option option, Family family) {
    var words = new ArrayList<String>();
    if (option.support().getOrDefault(family, Support.ABSENT).accepted()) {
      for (var s : option.spellings()) {
        if (s.families().contains(family)) {
          words.add(word(s, option.meta()));
        }
      }
    }
    return words;
  }

  private static String word(Spelling s, String meta) {
    var word = (s.keyword() ? "-z " : "") + s.word();
    if (s.flag()) {
      return word;
    }
    var value = meta.indexOf(',') > 0 && !meta.contains("...") ? "[" + meta + "]" : meta;
    if (s.equals()) {
      return s.optional() ? word + "[=" + value + "]" : word + "=" + value;
    }
    return s.optional()
        ? word + "[" + value + "]"
        : s.separate() ? word + " " + value : word + value;
  }
}
