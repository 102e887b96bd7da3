package dev.tenon.dialect;

import dev.tenon.model.Binding;
import dev.tenon.model.Content;
import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.OutputKind;
import dev.tenon.model.Recipe;
import dev.tenon.model.State;
import dev.tenon.model.Toolchain;
import dev.tenon.option.Family;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Command lines for gcc and clang, which call the linker in their turn. */
public final class GnuThroughCc {
  private static final String OWN = "cc.";

  private final Speller linkers;
  private final Speller drivers;
  private final LinkPlan plan;
  private final Toolchain tools;
  private final Steering steering;
  private final Words words;
  private final InputStates states;
  private final Map<String, Content> files = new LinkedHashMap<>();

  /**
   * How the driver is brought to call the linker that was chosen.
   *
   * @param driver family, GCC or CLANG
   * @param linker family
   * @param fuse value of {@code -fuse-ld}; null where the driver's own choice is the right one
   * @param folder that holds the linker under the names that drivers look for; null as for fuse
   * @param start the state in which the driver's own words leave the linker before the caller's:
   *     some drivers say {@code --as-needed} of themselves, and all say {@code -static}
   */
  public record Steering(
      Family driver, Family linker, @Nullable String fuse, @Nullable String folder, State start) {}

  private GnuThroughCc(Binding binding, Steering steering) {
    this.plan = binding.plan();
    this.tools = binding.toolchain();
    this.steering = steering;
    this.linkers = Speller.forLinker(steering.linker(), plan.linker());
    this.drivers = Speller.forDriver(steering.driver());
    this.words = new Words(binding.roots());
    this.states = new InputStates(steering.start(), steering.linker(), this::say);
  }

  /**
   * @param extra words for the linker: what the driver of the link wants to know
   */
  public static Recipe recipe(Binding binding, Steering steering, List<String> extra) {
    return new GnuThroughCc(binding, steering).recipe(extra);
  }

  private Recipe recipe(List<String> extra) {
    words.add(tools.tools().getLast().path());
    kind();
    steer();
    extra.forEach(word -> words.addAll(toLinker(List.of(word))));
    plan.outputs().forEach(this::output);
    plan.items().forEach(this::item);
    states.end();
    var set = new HashMap<>(Environment.SET);
    if (steering.folder() != null) {
      String more = tools.environment().get("COMPILER_PATH");
      set.put("COMPILER_PATH", steering.folder() + (more == null ? "" : ":" + more));
    }
    return new Recipe(
        List.of(
            new Recipe.Step(
                "link",
                words.argv(),
                words.slots(),
                set,
                Set.of(),
                plan.outputs(),
                files,
                Direct.roles(plan))));
  }

  /**
   * RTY-01, RTY-02: what the driver was found not to know is said in another way, or not at all.
   */
  private void kind() {
    boolean staticPie = plan.isStatic() && plan.kind() == OutputKind.PIE;
    if (staticPie && !tools.missing().contains("static-pie")) {
      words.add("-static-pie");
      return;
    }
    if (plan.isStatic()) {
      words.add("-static");
    }
    switch (plan.kind()) {
      case DEFAULT -> {}
      case EXECUTABLE -> {
        if (!tools.missing().contains("no-pie")) {
          words.add("-no-pie");
        }
      }
      case PIE -> {
        if (!staticPie) {
          words.add("-pie");
        }
      }
      case SHARED -> words.add("-shared");
      case RELOCATABLE -> words.add("-r");
    }
  }

  /**
   * RTY-03: a driver that does not know {@code -fuse-ld} finds the linker by its plain name.
   * Folders of the caller's {@code -B} come before COMPILER_PATH; so rustc leads drivers to its own
   * LLD.
   */
  private void steer() {
    String fuse = steering.fuse();
    boolean unknown = fuse != null && tools.missing().contains("fuse-ld=" + fuse);
    if (fuse != null && !unknown) {
      words.add("-fuse-ld=" + fuse);
    }
    if (steering.folder() != null
        && (unknown || plan.items().stream().anyMatch(GnuThroughCc::isPrefix))) {
      words.add("-B" + steering.folder() + "/");
    }
  }

  private static boolean isPrefix(Item item) {
    return item instanceof Item.Setting setting && setting.option().equals(OWN + "prefix");
  }

  private void output(LinkPlan.Output output) {
    String name = words.name(output.file());
    if (output.role().equals(LinkPlan.Output.PRIMARY)) {
      words.addNaming(List.of("-o", name), name, output.role());
      return;
    }
    List<String> spelt = linkers.spell(output.role(), true, name);
    if (spelt.isEmpty()) {
      return;
    }
    words.addNaming(toLinker(spelt), name, output.role());
  }

  private void item(Item item) {
    switch (item) {
      case Item.Input input -> {
        states.enter(input.state());
        words.add(words.name(input.file()));
      }
      case Item.Library library -> {
        states.enter(library.state());
        words.add("-l" + (library.exact() ? ":" : "") + library.name());
      }
      case Item.Setting setting -> setting(setting);
      case Item.Generated generated -> generated(generated);
      case Item.Implicit implicit -> states.enter(implicit.state());
      case Item.Raw raw -> words.addAll(toLinker(List.of(raw.word())));
    }
  }

  private void setting(Item.Setting setting) {
    boolean on = !(setting.value() instanceof Item.Value.Flag flag) || flag.on();
    String value =
        switch (setting.value()) {
          case Item.Value.Flag _ -> null;
          case Item.Value.Text text -> text.text();
          case Item.Value.File file -> words.name(file.file());
        };
    if (setting.option().startsWith(OWN)) {
      words.addAll(drivers.spell(setting.option().substring(OWN.length()), on, value));
    } else {
      say(setting.option(), on, value);
    }
  }

  private void generated(Item.Generated generated) {
    files.put(generated.name(), generated.content());
    String slot = Recipe.Slot.GENERATED + generated.name();
    states.enter(generated.option() == null ? generated.state() : State.PLAIN);
    List<String> spelt =
        generated.option() == null
            ? List.of(generated.name())
            : toLinker(linkers.spell(generated.option(), true, generated.name()));
    words.addNaming(spelt, generated.name(), slot);
  }

  private void say(String option, boolean on, @Nullable String value) {
    words.addAll(toLinker(linkers.spell(option, on, value)));
    states.said(option, on);
  }

  /** One word with commas where it can be, else a word of the driver's for each of the linker's. */
  private static List<String> toLinker(List<String> spelt) {
    if (spelt.isEmpty()) {
      return spelt;
    }
    if (spelt.stream().noneMatch(word -> word.contains(",") || word.isEmpty())) {
      return List.of("-Wl," + String.join(",", spelt));
    }
    var result = new ArrayList<String>();
    for (String word : spelt) {
      result.add("-Xlinker");
      result.add(word);
    }
    return result;
  }
}
