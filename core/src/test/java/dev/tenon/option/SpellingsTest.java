package dev.tenon.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SpellingsTest {
  record Column(OptionTable table, Family family) {
    @Override
    public String toString() {
      return family.name();
    }
  }

  static Stream<Column> columns() {
    return Stream.of(OptionTable.linker(), OptionTable.driver())
        .flatMap(t -> t.families().stream().map(f -> new Column(t, f)));
  }

  /** An option as something means it. */
  record Meaning(String id, boolean on, @Nullable String value) {}

  @ParameterizedTest
  @MethodSource("columns")
  void whatIsSpeltIsReadBack(Column column) {
    for (var option : column.table.options()) {
      for (boolean on : new boolean[] {true, false}) {
        for (var value : values(option)) {
          var words = column.table.spell(option, on, value, column.family);
          words.ifPresent(w ->
              assertThat(read(column, w))
                  .as("%s for %s", w, column.family)
                  .containsExactly(new Meaning(option.id(), on, value)));
        }
      }
    }
  }

  /** Every spelling, with any value, is read, spelt, and read again as the same. */
  @ParameterizedTest
  @MethodSource("columns")
  void readingAndSpellingAndReadingChangesNothing(Column column) {
    for (var option : column.table.options()) {
      for (var s : option.spellings()) {
        if (!s.families().contains(column.family) || option.id().equals("z-other")) {
          continue;
        }
        for (var words : words(s, option)) {
          var meanings = read(column, words);
          assertThat(meanings).as("%s for %s", words, column.family).hasSize(1);
          assertThat(meanings.getFirst().id()).as("%s", words).isEqualTo(option.id());
          var support = column.table.support(option, column.family);
          if (support.accepted()) {
            var m = meanings.getFirst();
            var spelt = column.table.spell(option, m.on(), m.value(), column.family);
            assertThat(spelt).as("%s %s", words, m).isPresent();
            assertThat(read(column, spelt.orElseThrow())).as("%s", words).isEqualTo(meanings);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("columns")
  void everyOptionThatAFamilyHasCanBeSpeltForIt(Column column) {
    for (var option : column.table.options()) {
      if (column.table.support(option, column.family).accepted()) {
        var spelt =
            values(option).stream()
                .flatMap(v ->
                    Stream.of(true, false)
                        .map(on -> column.table.spell(option, on, v, column.family)))
                .filter(java.util.Optional::isPresent);
        assertThat(spelt).as("%s for %s", option, column.family).isNotEmpty();
      }
    }
  }

  @Test
  void everyLineIsComplete() {
    for (var table : List.of(OptionTable.linker(), OptionTable.driver())) {
      var ids = new HashSet<String>();
      for (var option : table.options()) {
        assertThat(ids.add(option.id())).as("%s once", option).isTrue();
        assertThat(option.help()).as("help of %s", option).isNotEmpty();
        assertThat(option.group()).as("group of %s", option).isNotEmpty();
        assertThat(option.spellings()).as("%s", option).isNotEmpty();
        boolean takesValue =
            option.spellings().stream().anyMatch(s -> !s.flag() || s.fixed() != null);
        assertThat(option.content() != Content.NONE)
            .as("%s takes a value and says which", option)
            .isEqualTo(takesValue);
        assertThat(option.shape() == Shape.FLAG && takesValue).as("shape of %s", option).isFalse();
        option.spellings().stream()
            .map(Spelling::fixed)
            .filter(Objects::nonNull)
            .forEach(fixed ->
                assertThat(option.choices().isEmpty() || option.choices().contains(fixed))
                    .as("%s of %s is one of its choices", fixed, option)
                    .isTrue());
      }
    }
  }

  private static List<@Nullable String> values(Option option) {
    var values = new ArrayList<@Nullable String>();
    values.add(null);
    values.addAll(option.choices());
    option.spellings().stream().map(Spelling::fixed).filter(Objects::nonNull).forEach(values::add);
    for (var value : List.of("x", "", "-x y", "=", "a=b", "--", "-o", "@f", "\u00fc\"'\\")) {
      values.add(value);
    }
    if (option.id().equals("z-other")) {
      // These are keywords with values in the eyes of z-other's neighbours.
      values.removeIf(v -> v != null && v.contains("="));
    }
    return values;
  }

  private static List<List<String>> words(Spelling s, Option option) {
    var result = new ArrayList<List<String>>();
    var value = option.choices().isEmpty() ? "7" : option.choices().getFirst();
    if (s.keyword()) {
      var keyword = s.equals() ? s.word() + "=" + value : s.word();
      result.add(List.of("-z", keyword));
      result.add(List.of("-z" + keyword));
      return result;
    }
    if (s.bare()) {
      result.add(List.of(s.word()));
    }
    if (s.equals()) {
      result.add(List.of(s.word() + "=" + value));
    }
    if (s.separate()) {
      result.add(List.of(s.word(), value));
    }
    if (s.joined()) {
      result.add(List.of(s.word() + value));
    }
    return result;
  }

  private static List<Meaning> read(Column column, List<String> words) {
    return column.table.read(words, column.family).stream()
        .map(word ->
            word instanceof Word.Known k
                ? new Meaning(k.option().id(), k.on(), k.value())
                : new Meaning("?" + word.raw(), true, null))
        .toList();
  }
}
