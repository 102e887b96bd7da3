package dev.tenon.option;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table of options; {@code ld.options} describes the form. No regular expressions: this is
 * on the way of every start.
 *
 * @param options in the order of the file
 * @param twoDashes by family, the words that must be written with two dashes
 * @param exact whether one dash and two make different words, as they do for drivers
 */
record TableFile(List<Option> options, Map<Family, Set<String>> twoDashes, boolean exact) {

  static TableFile load(String resource, List<Family> columns, boolean exact) {
    return parse(text(resource), columns, exact);
  }

  static TableFile parse(String text, List<Family> columns, boolean exact) {
    var options = new ArrayList<Option>(600);
    var twoDashes = new EnumMap<Family, Set<String>>(Family.class);
    for (var family : columns) {
      twoDashes.put(family, new HashSet<>());
    }
    var group = "";
    int number = 0;
    for (int at = 0; at < text.length(); number++) {
      int end = text.indexOf('\n', at);
      end = end < 0 ? text.length() : end;
      var line = text.substring(at, end).strip();
      at = end + 1;
      if (line.isEmpty() || line.charAt(0) == '#') {
        continue;
      }
      try {
        switch (line.charAt(0)) {
          case '[' -> group = line.substring(1, line.length() - 1);
          case '@' -> twoDashes(line, twoDashes);
          case '*' -> options.addAll(oneForEach(option(line, columns, group)));
          default -> options.add(option(line, columns, group));
        }
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw new IllegalStateException("option table, line " + (number + 1) + ": " + line, e);
      }
    }
    return new TableFile(List.copyOf(options), twoDashes, exact);
  }

  private static void twoDashes(String line, Map<Family, Set<String>> twoDashes) {
    var words = split(line, " ");
    var names = twoDashes.get(Family.valueOf(words.get(1).toUpperCase(Locale.ROOT)));
    if (names == null) {
      throw new IllegalArgumentException(words.get(1));
    }
    names.addAll(words.subList(2, words.size()));
  }

  private static Option option(String line, List<Family> columns, String group) {
    var fields = split(line, " | ");
    if (fields.size() != 5 + columns.size()) {
      throw new IllegalArgumentException("a line has " + (5 + columns.size()) + " fields");
    }
    var support = new EnumMap<Family, Support>(Family.class);
    for (int i = 0; i < columns.size(); i++) {
      support.put(columns.get(i), support(fields.get(4 + i)));
    }
    var spellings = new ArrayList<Spelling>();
    for (var word : split(fields.get(1), " ")) {
      spellings.add(spelling(word, columns, support));
    }
    var value = fields.get(2);
    int colon = value.indexOf(':');
    var content =
        value.equals("-")
            ? Content.NONE
            : Content.valueOf(
                value
                    .substring(0, colon < 0 ? value.length() : colon)
                    .replace('-', '_')
                    .toUpperCase(Locale.ROOT));
    var role = split(fields.get(3), " ");
    var marks = EnumSet.noneOf(Mark.class);
    for (var mark : role.subList(1, role.size())) {
      marks.add(Mark.valueOf(mark.toUpperCase(Locale.ROOT)));
    }
    return new Option(
        fields.get(0),
        shape(spellings),
        content,
        colon < 0 ? "" : value.substring(colon + 1),
        Role.valueOf(role.get(0).replace('-', '_').toUpperCase(Locale.ROOT)),
        Collections.unmodifiableSet(marks),
        Collections.unmodifiableMap(support),
        List.copyOf(spellings),
        fields.get(4 + columns.size()),
        group);
  }

  private static List<Option> oneForEach(Option all) {
    var options = new ArrayList<Option>(all.spellings().size());
    for (var s : all.spellings()) {
      var word = s.word();
      var spellings = List.of(s);
      var support = new EnumMap<>(all.support());
      support.replaceAll((family, its) -> s.families().contains(family) ? its : Support.ABSENT);
      options.add(
          new Option(
              word,
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
    return options;
  }

  private static Shape shape(List<Spelling> spellings) {
    boolean never = true;
    boolean always = true;
    for (var s : spellings) {
      if (s.on() || spellings.stream().noneMatch(Spelling::on)) {
        never &= s.flag() && s.fixed() == null;
        always &= !s.bare() || s.fixed() != null;
      }
    }
    return never ? Shape.FLAG : always ? Shape.VALUE : Shape.OPTIONAL_VALUE;
  }

  private static Support support(String field) {
    var state =
        switch (field.charAt(0)) {
          case '+' -> Support.State.WORKS;
          case 'i' -> Support.State.IGNORED;
          case '-' -> Support.State.ABSENT;
          default -> throw new IllegalArgumentException(field);
        };
    return state == Support.State.ABSENT
        ? Support.ABSENT
        : new Support(state, field.length() > 1 ? field.substring(1) : null);
  }

  private static Spelling spelling(
      String text, List<Family> columns, Map<Family, Support> support) {
    Set<Family> families = EnumSet.noneOf(Family.class);
    char first = text.charAt(0);
    int colon = first == '-' || first == '!' ? -1 : text.indexOf(':');
    for (var family : columns) {
      if (colon < 0 ? accepted(support, family) : text.lastIndexOf(initial(family), colon) >= 0) {
        families.add(family);
      }
    }
    int digit = 0;
    while (digit < colon && !Character.isDigit(text.charAt(digit))) {
      digit++;
    }
    @Nullable String since = digit < colon ? text.substring(digit, colon) : null;
    int at = colon + 1;
    boolean on = text.charAt(at) != '!';
    at += on ? 0 : 1;
    int end = text.length();
    @Nullable String fixed = null;
    int brace = text.indexOf('{', at);
    if (brace >= 0) {
      fixed = text.substring(brace + 1, end - 1);
      end = brace;
    }
    boolean equals = false;
    boolean separate = false;
    boolean joined = false;
    boolean optional = false;
    for (boolean more = true; more; ) {
      switch (text.charAt(end - 1)) {
        case '=' -> equals = true;
        case '~' -> separate = true;
        case '+' -> {
          more = text.charAt(end - 2) != '+';
          joined |= more;
        }
        case '?' -> optional = true;
        default -> more = false;
      }
      end -= more ? 1 : 0;
    }
    boolean keyword = text.startsWith("-z.", at);
    var word = text.substring(keyword ? at + 3 : at, end);
    return new Spelling(
        Collections.unmodifiableSet(families),
        since,
        on,
        word,
        keyword,
        equals,
        separate,
        joined,
        optional,
        fixed);
  }

  private static boolean accepted(Map<Family, Support> support, Family family) {
    var s = support.get(family);
    return s != null && s.accepted();
  }

  static char initial(Family family) {
    return Character.toLowerCase(family.name().charAt(0));
  }

  private static List<String> split(String text, String separator) {
    var parts = new ArrayList<String>(8);
    int at = 0;
    for (int next; (next = text.indexOf(separator, at)) >= 0; at = next + separator.length()) {
      if (next > at) {
        parts.add(text.substring(at, next).strip());
      }
    }
    if (at < text.length()) {
      parts.add(text.substring(at).strip());
    }
    return parts;
  }

  private static String text(String resource) {
    try (InputStream in = TableFile.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("missing from the jar: " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }
}
