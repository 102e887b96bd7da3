package dev.tenon.dialect;

import dev.tenon.model.BadRecord;
import dev.tenon.option.Family;
import dev.tenon.option.Mark;
import dev.tenon.option.Option;
import dev.tenon.option.OptionTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Options by meaning become words of one family.
 *
 * @param substitute whether the caller did not ask for this family
 */
record Speller(OptionTable table, Family family, boolean substitute) {

  static Speller forLinker(Family family, @Nullable String asked) {
    return new Speller(OptionTable.linker(), family, !family.name().equalsIgnoreCase(asked));
  }

  static Speller forDriver(Family family) {
    return new Speller(OptionTable.driver(), family, false);
  }

  /**
   * The option as the family writes it. One that it lacks is left out if it is a mere hint and the
   * family a substitute; otherwise it is written as others write it, and the tool refuses it in its
   * own words.
   *
   * @throws BadRecord if the table has no such option, or no family a form for this value
   */
  List<String> spell(String id, boolean on, @Nullable String value) {
    Option option = table.byId(id);
    if (option == null) {
      throw new BadRecord("option " + id, "is not in the option table");
    }
    if (substitute && option.is(Mark.HINT) && !table.support(option, family).accepted()) {
      return List.of();
    }
    return table
        .spell(option, on, value, family)
        .or(() -> table.spellAsOthers(option, on, value))
        .orElseThrow(() -> new BadRecord("option " + id, "has no form with such a value"));
  }
}
