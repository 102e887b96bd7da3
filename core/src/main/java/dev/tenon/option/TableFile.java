package dev.tenon.option;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A table of options as its file says it; {@code ld.options} describes the form.
 *
 * @param options in the order of the file
 * @param twoDashes by family, the words that must be written with two dashes
 * @param oneDash by family, the words that must be written with one
 * @param exact whether one dash and two make different words, as they do for drivers
 */
record TableFile(
    List<Option> options,
    Map<Family, Set<String>> twoDashes,
    Map<Family, Set<String>> oneDash,
    boolean exact) {

  static TableFile load(String resource, List<Family> columns, boolean exact) {
    try (InputStream in = TableFile.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("missing from the jar: " + resource);
      }
      return parse(in.readAllBytes(), columns, exact);
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }

  static TableFile parse(byte[] text, List<Family> columns, boolean exact) {
    return new Parser(text, columns).parse(exact);
  }

  /**
   * Every start pays for this before anything is compiled, so it looks at each byte once and keeps
   * away from regular expressions, lambdas and concatenation with +.
   */
  private static final class Parser {
    private final byte[] text;
    private final List<Family> columns;
    private final List<Option> options = new ArrayList<>(600);
    private final Map<Family, Set<String>> twoDashes = new EnumMap<>(Family.class);
    private final Map<Family, Set<String>> oneDash = new EnumMap<>(Family.class);
    private final Map<String, Content> contents = new HashMap<>();
    private final Map<String, Role> roles = new HashMap<>();
    private final Map<String, Mark> marks = new HashMap<>();
    private final Map<String, Support> supports = new HashMap<>();
    private final Map<Set<Family>, Set<Family>> families = new HashMap<>();
    private int at;

    Parser(byte[] text, List<Family> columns) {
      this.text = text;
      this.columns = columns;
      for (var family : columns) {
        twoDashes.put(family, new HashSet<>());
        oneDash.put(family, new HashSet<>());
      }
      for (var content : Content.values()) {
        contents.put(name(content), content);
      }
      contents.put("-", Content.NONE);
      for (var role : Role.values()) {
        roles.put(name(role), role);
      }
      for (var mark : Mark.values()) {
        marks.put(name(mark), mark);
      }
      supports.put("+", new Support(Support.State.WORKS, null));
      supports.put("i", new Support(Support.State.IGNORED, null));
      supports.put("-", Support.ABSENT);
    }

    private static String name(Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    TableFile parse(boolean exact) {
      var group = "";
      while (at < text.length) {
        int start = at;
        try {
          switch (text[at]) {
            case '#', '\n' -> skipLine();
            case '[' -> group = group();
            case '@' -> dashes();
            default -> option(group);
          }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
          at = start;
          throw new IllegalStateException("option table: ".concat(field()), e);
        }
      }
      return new TableFile(Collections.unmodifiableList(options), twoDashes, oneDash, exact);
    }

    private void skipLine() {
      var bytes = text;
      int i = at;
      while (bytes[i++] != '\n') {}
      at = i;
    }

    private String group() {
      int start = at + 1;
      skipLine();
      return string(start, at - 2);
    }

    private void dashes() {
      var sets = word().equals("@one-dash") ? oneDash : twoDashes;
      var family = word();
      for (var column : columns) {
        if (name(column).equals(family)) {
          var names = require(sets, column);
          while (text[at - 1] != '\n') {
            names.add(word());
          }
          return;
        }
      }
      throw new IllegalArgumentException(family);
    }

    private void option(String group) {
      var id = field();
      int words = at;
      field();
      int afterWords = at;
      var value = field();
      int colon = value.indexOf(':');
      var content = require(contents, colon < 0 ? value : value.substring(0, colon));
      var role = require(roles, word());
      var itsMarks = new EnumMap<Mark, Set<Family>>(Mark.class);
      while (text[at] != '|') {
        mark(itsMarks);
      }
      at += 2;
      var support = new EnumMap<Family, Support>(Family.class);
      for (int i = 0; i < columns.size(); i++) {
        support.put(columns.get(i), support(field()));
      }
      var help = field();
      int end = at;
      at = words;
      var spellings = new ArrayList<Spelling>(4);
      while (at < afterWords - 2) {
        spellings.add(spelling(support));
      }
      at = end;
      var option =
          new Option(
              id,
              shape(spellings),
              content,
              colon < 0 ? "" : value.substring(colon + 1),
              role,
              Collections.unmodifiableMap(itsMarks),
              Collections.unmodifiableMap(support),
              Collections.unmodifiableList(spellings),
              help,
              group);
      if (id.equals("*")) {
        oneForEach(option);
      } else {
        options.add(option);
      }
    }

    private void mark(Map<Mark, Set<Family>> itsMarks) {
      int start = at;
      var word = word();
      int colon = word.indexOf(':');
      var its = EnumSet.noneOf(Family.class);
      for (var column : columns) {
        if (colon < 0 || names(start + colon, at - 1, column)) {
          its.add(column);
        }
      }
      itsMarks.put(require(marks, colon < 0 ? word : word.substring(0, colon)), shared(its));
    }

    private void oneForEach(Option all) {
      for (var s : all.spellings()) {
        var spellings = List.of(s);
        var support = new EnumMap<Family, Support>(Family.class);
        for (var e : all.support().entrySet()) {
          support.put(
              e.getKey(), s.families().contains(e.getKey()) ? e.getValue() : Support.ABSENT);
        }
        options.add(
            new Option(
                s.word(),
                shape(spellings),
                s.flag() ? Content.NONE : all.content(),
                s.flag() ? "" : all.meta(),
                all.role(),
                all.marks(),
                Collections.unmodifiableMap(support),
                spellings,
                all.help(),
                all.group()));
      }
    }

    private Support support(String field) {
      var known = supports.get(field);
      if (known == null) {
        var state = require(supports, field.substring(0, 1)).state();
        known = new Support(state, field.substring(1));
        supports.put(field, known);
      }
      return known;
    }

    private Spelling spelling(Map<Family, Support> support) {
      var bytes = text;
      int start = at;
      int colon = -1;
      int brace = -1;
      int end = start;
      byte first = bytes[start];
      for (byte c; (c = bytes[end]) != ' '; end++) {
        if (c == ':' && colon < 0 && first != '-' && first != '!') {
          colon = end;
        } else if (c == '{') {
          brace = end;
        }
      }
      at = end + 1;
      var its = EnumSet.noneOf(Family.class);
      for (var column : columns) {
        if (colon < 0 ? require(support, column).accepted() : names(start, colon, column)) {
          its.add(column);
        }
      }
      @Nullable String since = null;
      for (int i = start; i < colon; i++) {
        if (text[i] >= '0' && text[i] <= '9') {
          since = string(i, colon);
          break;
        }
      }
      start = colon < 0 ? start : colon + 1;
      boolean on = text[start] != '!';
      start += on ? 0 : 1;
      boolean keyword = text[start + 1] == 'z' && text[start + 2] == '.';
      @Nullable String fixed = brace < 0 ? null : string(brace + 1, end - 1);
      end = brace < 0 ? end : brace;
      boolean equals = false;
      boolean separate = false;
      boolean joined = false;
      boolean optional = false;
      for (boolean more = true; more; ) {
        switch (text[end - 1]) {
          case '=' -> equals = true;
          case '~' -> separate = true;
          case '+' -> {
            more = text[end - 2] != '+';
            joined |= more;
          }
          case '?' -> optional = true;
          default -> more = false;
        }
        end -= more ? 1 : 0;
      }
      return new Spelling(
          shared(its),
          since,
          on,
          string(keyword ? start + 3 : start, end),
          keyword,
          equals,
          separate,
          joined,
          optional,
          fixed);
    }

    private boolean names(int start, int end, Family family) {
      for (int i = start; i < end; i++) {
        if (text[i] == (family.name().charAt(0) | 0x20)) {
          return true;
        }
      }
      return false;
    }

    private Set<Family> shared(Set<Family> set) {
      var known = families.get(set);
      if (known == null) {
        known = Collections.unmodifiableSet(set);
        families.put(set, known);
      }
      return known;
    }

    private static Shape shape(List<Spelling> spellings) {
      boolean someOn = false;
      for (var s : spellings) {
        someOn |= s.on();
      }
      boolean never = true;
      boolean always = true;
      for (var s : spellings) {
        if (s.on() || !someOn) {
          never &= s.flag() && s.fixed() == null;
          always &= !s.bare() || s.fixed() != null;
        }
      }
      return never ? Shape.FLAG : always ? Shape.VALUE : Shape.OPTIONAL_VALUE;
    }

    /** What stands before the next {@code " | "} or the end of the line, and steps behind that. */
    private String field() {
      var bytes = text;
      int start = at;
      int i = start;
      for (byte c; (c = bytes[i]) != '\n'; i++) {
        if (c == '|' && bytes[i - 1] == ' ' && bytes[i + 1] == ' ') {
          at = i + 2;
          return string(start, i - 1);
        }
      }
      at = i + 1;
      return string(start, i);
    }

    private String word() {
      var bytes = text;
      int start = at;
      int i = start;
      while (bytes[i] != ' ' && bytes[i] != '\n') {
        i++;
      }
      at = i + 1;
      return string(start, i);
    }

    private String string(int start, int end) {
      return new String(text, start, end - start, StandardCharsets.US_ASCII);
    }

    private static <K, V> V require(Map<K, V> map, K key) {
      var value = map.get(key);
      if (value == null) {
        throw new IllegalArgumentException(String.valueOf(key));
      }
      return value;
    }
  }
}
