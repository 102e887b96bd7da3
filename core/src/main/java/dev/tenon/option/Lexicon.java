package dev.tenon.option;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The words of one family.
 *
 * <p>Linkers take most long words with one dash or two, so for them the key of a long word is
 * written with two dashes here. Drivers tell the two apart.
 */
final class Lexicon {
  private final Family family;
  private final boolean exact;
  private final Set<String> twoDashes;
  private final Set<String> oneDash;
  private final Map<String, Entry> words = new HashMap<>();
  private final TreeMap<String, String> names = new TreeMap<>();
  private final Map<String, Entry> keywords = new HashMap<>();
  private int longestJoined;

  Lexicon(TableFile file, Family family) {
    this.family = family;
    this.exact = file.exact();
    this.twoDashes = file.twoDashes().getOrDefault(family, Set.of());
    this.oneDash = file.oneDash().getOrDefault(family, Set.of());
    for (var option : file.options()) {
      for (var spelling : option.spellings()) {
        if (spelling.families().contains(family)) {
          add(option, spelling);
        }
      }
    }
  }

  private void add(Option option, Spelling s) {
    var entry = Entry.of(option, s);
    if (s.keyword()) {
      put(keywords, s.equals() ? s.word().concat("=") : s.word(), entry);
      return;
    }
    var key = key(s.word());
    if (s.equals()) {
      put(words, key.concat("="), entry);
    }
    if (!s.equals() || s.bare() || s.separate() || s.joined()) {
      put(words, key, entry);
    }
    if (s.joined()) {
      longestJoined = Math.max(longestJoined, key.length());
    }
    if (abbreviates() && key.startsWith("--") && !option.is(Mark.PE) && !option.is(Mark.OTHER)) {
      var name = key.substring(2);
      if (!twoDashes.contains(name)) {
        names.put(name, key);
      }
    }
  }

  /** No lambdas and no concatenation with +: their first use costs more than the whole table. */
  private static void put(Map<String, Entry> map, String key, Entry entry) {
    var before = map.put(key, entry);
    if (before != null) {
      map.put(key, before.and(entry));
    }
  }

  /** The key of a word of the table. */
  private String key(String word) {
    return isExact(word) || oneDash.contains(word.substring(1)) ? word : "-".concat(word);
  }

  /** GNU ld takes any beginning of a long option that only one option has. */
  boolean abbreviates() {
    return family == Family.BFD;
  }

  /** GNU ld takes several single letters in one word, with a warning. */
  boolean groups() {
    return family == Family.BFD;
  }

  /** The entry of a word as it stands, or of its part before {@code =}; null if there is none. */
  @Nullable Entry find(String word) {
    int equals = word.indexOf('=', 2);
    var entry = whole(equals < 0 ? word : word.substring(0, equals + 1));
    return entry == null && equals < 0 ? whole(word + "=") : entry;
  }

  /** The entry of a key, of which a final {@code =} is part. */
  @Nullable Entry whole(String key) {
    if (isExact(key)) {
      return words.get(key);
    }
    var name = key.substring(1, key.endsWith("=") ? key.length() - 1 : key.length());
    if (oneDash.contains(name)) {
      return words.get(key);
    }
    boolean insists = twoDashes.contains(name) || twoDashes.contains(key.substring(1));
    return insists ? null : words.get("-" + key);
  }

  private boolean isExact(String word) {
    return exact || word.startsWith("--") || word.length() == 2;
  }

  boolean has(Option option) {
    return option.support().getOrDefault(family, Support.ABSENT).accepted();
  }

  /** The entry of the longest beginning of {@code word} that takes a value directly after it. */
  @Nullable Joined joined(String word) {
    for (int end = Math.min(word.length() - 1, longestJoined); end >= 2; end--) {
      var key = word.substring(0, end);
      var entry = words.get(key);
      if (entry != null && entry.joined()) {
        return new Joined(entry, word.substring(end));
      }
    }
    return null;
  }

  /** The only long word that starts so; null if there is none or more than one. */
  @Nullable String abbreviated(String name) {
    if (!abbreviates() || name.isEmpty()) {
      return null;
    }
    var next = names.ceilingEntry(name);
    if (next == null || !next.getKey().startsWith(name)) {
      return null;
    }
    var after = names.higherKey(next.getKey());
    return after != null && after.startsWith(name) ? null : next.getValue();
  }

  /** Whether several long words start so. */
  boolean ambiguous(String name) {
    if (!abbreviates() || name.isEmpty()) {
      return false;
    }
    var next = names.ceilingKey(name);
    return next != null && next.startsWith(name) && abbreviated(name) == null;
  }

  @Nullable Entry keyword(String keyword) {
    return keywords.get(keyword);
  }

  /** Every word of this family, with its dashes, and every keyword of -z. */
  Set<String> words() {
    return words.keySet();
  }

  Set<String> keywords() {
    return keywords.keySet();
  }

  record Joined(Entry entry, String value) {}
}
