package dev.tenon.option;

import dev.tenon.option.Word.Known;
import dev.tenon.option.Word.MissingValue;
import dev.tenon.option.Word.Positional;
import dev.tenon.option.Word.Unknown;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads words as one family does. What that family does not know is looked up among the others, so
 * that a message can say whose option it is, or a frontend can let it pass.
 */
final class Reader {
  private final Lexicon own;
  private final OptionTable table;
  private final Family caller;
  private final @Nullable Option anyKeyword;
  private final List<String> words;
  private final List<Word> result;
  private int next;

  Reader(OptionTable table, Family caller, @Nullable Option anyKeyword, List<String> words) {
    this.table = table;
    this.caller = caller;
    this.own = table.lexicon(caller);
    this.anyKeyword = anyKeyword;
    this.words = words;
    this.result = new ArrayList<>(words.size());
  }

  List<Word> read() {
    while (next < words.size()) {
      var word = words.get(next++);
      if (word.length() < 2 || word.charAt(0) != '-') {
        result.add(new Positional(word));
      } else if (word.equals("--") && own.abbreviates()) {
        // getopt's end of options, which only GNU ld honours.
        result.add(new Unknown(word));
        while (next < words.size()) {
          result.add(new Positional(words.get(next++)));
        }
      } else {
        option(word);
      }
    }
    return result;
  }

  private void option(String word) {
    if (whole(own, word)) {
      return;
    }
    boolean oneDash = !word.startsWith("--");
    var name = name(word);
    if (own.abbreviates() && name.length() > 1 && takesNoValue(word, name)) {
      // getopt goes no further: the option is known and takes no value.
      result.add(new Unknown(word));
      return;
    }
    var full = word.length() > 2 ? own.abbreviated(name) : null;
    if (full != null) {
      int equals = word.indexOf('=');
      if (whole(own, equals < 0 ? full : full + word.substring(equals), word)) {
        return;
      }
    }
    if (!own.ambiguous(name) || word.length() == 2) {
      var joined = own.joined(word);
      if (joined != null) {
        known(joined.entry(), joined.value(), List.of(word));
        return;
      }
      if (oneDash && own.groups() && group(word)) {
        return;
      }
      if (word.length() > 2) {
        for (var family : table.families()) {
          var other = table.lexicon(family);
          if (family != caller && foreign(other.find(word)) && whole(other, word)) {
            return;
          }
        }
      }
    }
    result.add(new Unknown(word));
  }

  /** Whether the word gives a value to an option that has none. */
  private boolean takesNoValue(String word, String name) {
    int equals = word.indexOf('=');
    if (equals < 0) {
      return false;
    }
    var full = own.abbreviated(name);
    var entry = own.whole(full == null ? word.substring(0, equals) : full);
    return entry != null
        && own.whole((full == null ? word.substring(0, equals) : full) + "=") == null;
  }

  private boolean whole(Lexicon lexicon, String word) {
    return whole(lexicon, word, word);
  }

  /** The word, or its part before {@code =}, is in the lexicon as it stands. */
  private boolean whole(Lexicon lexicon, String word, String raw) {
    var entry = lexicon.find(word);
    if (entry == null) {
      return false;
    }
    int equals = word.indexOf('=', 2);
    if (equals > 0) {
      return known(entry, word.substring(equals + 1), List.of(raw));
    }
    return alone(entry, raw);
  }

  /** The word has no value in it. */
  private boolean alone(Entry entry, String word) {
    if (entry.bare()) {
      return known(entry, entry.fixed(), List.of(word));
    }
    if (entry.separate() && next < words.size()) {
      var value = words.get(next++);
      return known(entry, value, List.of(word, value));
    }
    return result.add(new MissingValue(entry.option(), word));
  }

  private boolean known(Entry entry, @Nullable String value, List<String> raw) {
    if (anyKeyword != null && entry.option().id().equals(anyKeyword.id()) && value != null) {
      return keyword(entry, value, raw);
    }
    return result.add(new Known(entry.option(), entry.on(), value, raw));
  }

  /** A keyword of {@code -z}, which may carry a value of its own. */
  private boolean keyword(Entry any, String text, List<String> raw) {
    if (keyword(own, text, raw)) {
      return true;
    }
    for (var family : table.families()) {
      var other = table.lexicon(family);
      if (foreign(other.keyword(beforeValue(text))) && keyword(other, text, raw)) {
        return true;
      }
    }
    return result.add(new Known(any.option(), true, text, raw));
  }

  private boolean keyword(Lexicon lexicon, String text, List<String> raw) {
    var keyword = beforeValue(text);
    var entry = lexicon.keyword(keyword);
    if (entry == null) {
      return false;
    }
    var value = keyword.endsWith("=") ? text.substring(keyword.length()) : entry.fixed();
    return result.add(new Known(entry.option(), entry.on(), value, raw));
  }

  /** An option of another family which the caller does not have under another spelling. */
  private boolean foreign(@Nullable Entry entry) {
    return entry != null && !own.has(entry.option());
  }

  private static String beforeValue(String keyword) {
    int equals = keyword.indexOf('=');
    return equals < 0 ? keyword : keyword.substring(0, equals + 1);
  }

  /** {@code -sx}: single letters, of which only the last may take a value. */
  private boolean group(String word) {
    int length = result.size();
    int before = next;
    for (int i = 1; i < word.length(); i++) {
      var letter = "-" + word.charAt(i);
      var entry = own.whole(letter);
      if (entry == null) {
        break;
      }
      var rest = word.substring(i + 1);
      if (entry.joined() && !rest.isEmpty()) {
        return known(entry, rest, List.of(letter + rest));
      }
      if (rest.isEmpty()) {
        return alone(entry, letter);
      }
      if (!entry.bare()) {
        break;
      }
      known(entry, entry.fixed(), List.of(letter));
    }
    result.subList(length, result.size()).clear();
    next = before;
    return false;
  }

  private static String name(String word) {
    int equals = word.indexOf('=');
    return word.substring(word.startsWith("--") ? 2 : 1, equals < 0 ? word.length() : equals);
  }
}
