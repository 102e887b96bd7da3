package dev.tenon.dialect;

import dev.tenon.model.Binding;
import dev.tenon.model.Content;
import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.OutputKind;
import dev.tenon.model.Recipe;
import dev.tenon.model.State;
import dev.tenon.option.Family;
import dev.tenon.option.Mark;
import dev.tenon.option.Option;
import dev.tenon.option.OptionTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Command lines for GNU ld, LLD and mold, called without a compiler driver. */
public final class GnuDirect {
  private final Binding binding;
  private final LinkPlan plan;
  private final Speller speller;
  private final Words words;
  private final InputStates states;
  private final Family family;

  /** Whether the last word about it said that libraries are static. */
  private boolean saidStatic;

  private final Map<String, Content> files = new LinkedHashMap<>();

  private GnuDirect(Binding binding, Family family) {
    this.binding = binding;
    this.family = family;
    this.plan = binding.plan();
    this.speller = Speller.forLinker(family, plan.linker());
    this.words = new Words(binding.roots());
    this.states = new InputStates(State.PLAIN.withStatic(plan.isStatic()), family, this::say);
  }

  /**
   * @param family of the linker in the binding's toolchain
   * @param extra words put in front of everything else: what the driver of the link wants to know
   */
  public static Recipe recipe(Binding binding, Family family, List<String> extra) {
    return new GnuDirect(binding, family).recipe(extra);
  }

  private Recipe recipe(List<String> extra) {
    words.add(binding.toolchain().linker().path());
    words.addAll(extra);
    kind();
    if (plan.target() != null) {
      say("emulation", true, plan.target());
    }
    plan.outputs().forEach(this::output);
    plan.items().forEach(this::item);
    states.end();
    if (family == Family.MOLD && saidStatic != plan.isStatic()) {
      // The last word counts for the whole link.
      say("static-libraries", plan.isStatic(), null);
    }
    return new Recipe(
        List.of(
            new Recipe.Step(
                "link",
                words.argv(),
                words.slots(),
                Environment.SET,
                Set.of(),
                plan.outputs(),
                files,
                Direct.roles(plan))));
  }

  private void kind() {
    if (plan.isStatic()) {
      say("static", true, null);
    }
    // Each is said before the one that wins.
    plan.items()
        .forEach(item -> {
          if (isOverridden(item) && family == Family.BFD) {
            say("shared", true, null);
          }
        });
    switch (plan.kind()) {
      case DEFAULT -> {}
      case EXECUTABLE -> say("pie", false, null);
      case PIE -> say("pie", true, null);
      case SHARED -> say("shared", true, null);
      case RELOCATABLE -> say("relocatable", true, null);
    }
  }

  private static boolean isOverridden(Item item) {
    return item instanceof Item.Setting setting && setting.option().equals("shared");
  }

  private void output(LinkPlan.Output output) {
    boolean primary = output.role().equals(LinkPlan.Output.PRIMARY);
    String name = words.name(output.file());
    List<String> spelt = speller.spell(primary ? "output" : output.role(), true, name);
    if (!spelt.isEmpty()) {
      words.addNaming(spelt, name, output.role());
    }
  }

  private void item(Item item) {
    switch (item) {
      case Item.Input input -> {
        states.enter(input.state());
        words.add(words.name(input.file()));
      }
      case Item.Library library -> {
        states.enter(library.state());
        say("library", true, library.exact() ? ":" + library.name() : library.name());
      }
      case Item.Setting setting -> {
        if (!isOverridden(item)) {
          setting(setting);
        }
      }
      case Item.Generated generated -> generated(generated);
      case Item.Implicit implicit -> states.enter(implicit.state());
      case Item.Raw raw -> words.add(raw.word());
    }
  }

  private void setting(Item.Setting setting) {
    switch (setting.value()) {
      case Item.Value.Flag flag -> say(setting.option(), flag.on(), null);
      case Item.Value.Text text -> say(setting.option(), true, text.text());
      case Item.Value.File file -> say(setting.option(), true, words.name(file.file()));
    }
  }

  private void generated(Item.Generated generated) {
    files.put(generated.name(), generated.content());
    String slot = Recipe.Slot.GENERATED + generated.name();
    if (generated.option() == null) {
      states.enter(generated.state());
      words.addNaming(List.of(generated.name()), generated.name(), slot);
    } else {
      words.addNaming(
          speller.spell(generated.option(), true, generated.name()), generated.name(), slot);
    }
  }

  private void say(String option, boolean on, @Nullable String value) {
    words.addAll(speller.spell(option, on, value));
    states.said(option, on);
    saidStatic =
        switch (option) {
          case "static" -> true;
          case "static-libraries" -> on;
          case "omagic" -> saidStatic || on;
          default -> saidStatic;
        };
  }

  /**
   * Whether a linker of this version takes everything that the plan asks for. What is a mere hint,
   * and left out for another linker, does not count.
   */
  public static boolean fits(LinkPlan plan, Family family, String version) {
    return plan.kind() != OutputKind.RELOCATABLE
        && plan.items().stream().allMatch(item -> fits(item, family, version));
  }

  private static boolean fits(Item item, Family family, String version) {
    if (item instanceof Item.Raw) {
      return false;
    }
    if (!(item instanceof Item.Setting setting)) {
      return true;
    }
    OptionTable table = OptionTable.linker();
    Option option = table.byId(setting.option());
    if (option == null) {
      return false;
    }
    boolean on = !(setting.value() instanceof Item.Value.Flag flag) || flag.on();
    String value =
        switch (setting.value()) {
          case Item.Value.Flag _ -> null;
          case Item.Value.Text text -> text.text();
          case Item.Value.File file -> file.file().path();
        };
    return option.is(Mark.HINT) || table.spell(option, on, value, family, version).isPresent();
  }
}
