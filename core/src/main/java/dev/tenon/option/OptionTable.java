package dev.tenon.option;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table of options: read words, and spell options. Immutable; safe to share between threads.
 *
 * <p>{@link #read} and {@link #spell} undo each other: words read for a family, spelt for it and
 * read again give the same options, values and order.
 */
public final class OptionTable {
  private final List<Option> options;
  private final List<Family> families;
  private final boolean exact;
  private final Map<String, Option> byId = new HashMap<>();
  private final Map<Family, Lexicon> lexicons = new EnumMap<>(Family.class);
  private final TableFile file;
  private final @Nullable Option anyKeyword;

  OptionTable(TableFile file, List<Family> families) {
    this.file = file;
    this.options = file.options();
    this.families = families;
    this.exact = file.exact();
    for (var option : options) {
      if (byId.put(option.id(), option) != null) {
        throw new IllegalStateException("twice in the option table: " + option.id());
      }
    }
    this.anyKeyword = byId.get("z-other");
  }

  /**
   * Options of GNU-like linkers, for {@link Family#BFD}, {@link Family#LLD}, {@link Family#MOLD}.
   */
  public static OptionTable linker() {
    return Linker.TABLE;
  }

  /** Options of compiler drivers, for {@link Family#GCC} and {@link Family#CLANG}. */
  public static OptionTable driver() {
    return Driver.TABLE;
  }

  /** All options, in the order of help. */
  public List<Option> options() {
    return options;
  }

  /** The columns of this table. */
  public List<Family> families() {
    return families;
  }

  public @Nullable Option byId(String id) {
    return byId.get(id);
  }

  /**
   * Reads words as {@code caller} does. Response files must have been expanded.
   *
   * <p>An option that {@code caller} does not have but another family of this table does is {@link
   * Word.Known} all the same; {@link #support} tells the difference. A keyword of {@code -z} that
   * nobody knows is the option {@code z-other} with the keyword as its value, because linkers warn
   * about such keywords and go on.
   *
   * @throws IllegalArgumentException if this table has no column for {@code caller}
   */
  public List<Word> read(List<String> words, Family caller) {
    return new Reader(this, caller, anyKeyword, words).read();
  }

  /** Made when it is first asked for: most links need that of one family. */
  Lexicon lexicon(Family family) {
    if (!families.contains(family)) {
      throw new IllegalArgumentException("no column for " + family);
    }
    synchronized (lexicons) {
      var lexicon = lexicons.get(family);
      if (lexicon == null) {
        lexicon = new Lexicon(file, family);
        lexicons.put(family, lexicon);
      }
      return lexicon;
    }
  }

  /**
   * The words that make {@code family} understand this option; empty if it has no such option, no
   * such negation, or no such value. The words carry any value whatever, spaces and leading dashes
   * included.
   *
   * @param value null for no value
   */
  public Optional<List<String>> spell(
      Option option, boolean on, @Nullable String value, Family family) {
    return spell(option, on, value, family, null);
  }

  /**
   * The same for one version of {@code family}; empty also if that version is too old.
   *
   * @param version numbers with dots, such as {@code 2.40}; null for a version that has everything
   */
  public Optional<List<String>> spell(
      Option option, boolean on, @Nullable String value, Family family, @Nullable String version) {
    var support = support(option, family);
    if (!support.accepted() || older(version, support.since())) {
      return Optional.empty();
    }
    for (var spelling : option.spellings()) {
      if (spelling.on() == on
          && spelling.families().contains(family)
          && !older(version, spelling.since())) {
        var words = words(spelling, value, family);
        if (words != null) {
          return Optional.of(words);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The words of the first family that has the option, the negation and the value: what a family
   * that lacks them is given, so that it refuses them in its own words.
   */
  public Optional<List<String>> spellAsOthers(Option option, boolean on, @Nullable String value) {
    return families.stream()
        .flatMap(family -> spell(option, on, value, family).stream())
        .findFirst();
  }

  private @Nullable List<String> words(Spelling s, @Nullable String value, Family family) {
    if (value == null) {
      return s.bare() && s.fixed() == null ? keyword(s, s.word()) : null;
    }
    if (s.fixed() != null) {
      return s.fixed().equals(value) ? keyword(s, s.word()) : null;
    }
    if (s.equals()) {
      return keyword(s, (s.keyword() ? s.word() : twoDashes(s.word())) + "=" + value);
    }
    if (s.joined() && !value.isEmpty()) {
      var word = s.word() + value;
      if (!s.separate() || (prefersJoined(s) && readsBack(word, s, value, family))) {
        return List.of(word);
      }
    }
    return s.separate() ? List.of(s.word(), value) : null;
  }

  private static List<String> keyword(Spelling s, String word) {
    return s.keyword() ? List.of("-z", word) : List.of(word);
  }

  /** -l and -L are written in one word by everybody. */
  private static boolean prefersJoined(Spelling s) {
    return s.word().equals("-l") || s.word().equals("-L");
  }

  /** {@code -l} with the value {@code ibrary=c} must not become {@code -library=c}. */
  private boolean readsBack(String word, Spelling s, String value, Family family) {
    var read = read(List.of(word), family);
    return read.size() == 1
        && read.getFirst() instanceof Word.Known known
        && value.equals(known.value())
        && known.option().spellings().contains(s);
  }

  /** With two dashes no linker takes the word for a single letter and its value. */
  private String twoDashes(String word) {
    return exact || word.startsWith("--") || word.length() == 2 ? word : "-" + word;
  }

  /** Whether {@code version} came before {@code since}; unknown versions are the newest. */
  static boolean older(@Nullable String version, @Nullable String since) {
    if (version == null || since == null) {
      return false;
    }
    int v = 0;
    int s = 0;
    while (s < since.length()) {
      int a = number(version, v);
      int b = number(since, s);
      if (a != b) {
        return a < b;
      }
      v = afterDot(version, v);
      s = afterDot(since, s);
    }
    return false;
  }

  private static int number(String text, int at) {
    int n = 0;
    for (; at < text.length() && Character.isDigit(text.charAt(at)); at++) {
      n = Math.min(n, 1_000_000) * 10 + (text.charAt(at) - '0');
    }
    return n;
  }

  private static int afterDot(String text, int at) {
    int dot = text.indexOf('.', at);
    return dot < 0 ? text.length() : dot + 1;
  }

  /** How {@code family} treats the option. */
  public Support support(Option option, Family family) {
    return option.support().getOrDefault(family, Support.ABSENT);
  }

  /** Up to three words of {@code family} that somebody may have meant, the nearest first. */
  public List<String> suggest(String unknownWord, Family family) {
    return Suggestions.of(unknownWord, options, family);
  }

  /** What {@code --help} prints: the options of {@code family} in groups, with line ends. */
  public String help(Family family) {
    return Help.text(options, family);
  }

  /**
   * A script that makes {@code shell} complete the options of {@code family} for these commands.
   */
  public String completion(Shell shell, Family family, List<String> commands) {
    return new Completion(options, exact, family, commands).script(shell);
  }

  private static final class Linker {
    private static final List<Family> FAMILIES = List.of(Family.BFD, Family.LLD, Family.MOLD);
    static final OptionTable TABLE =
        new OptionTable(TableFile.load("ld.options", FAMILIES, false), FAMILIES);
  }

  private static final class Driver {
    private static final List<Family> FAMILIES = List.of(Family.GCC, Family.CLANG);
    static final OptionTable TABLE =
        new OptionTable(TableFile.load("driver.options", FAMILIES, true), FAMILIES);
  }
}
