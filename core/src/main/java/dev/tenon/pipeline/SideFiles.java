package dev.tenon.pipeline;

import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import dev.tenon.option.Mark;
import dev.tenon.option.Option;
import dev.tenon.option.OptionTable;
import java.util.List;

/** What a link makes beside its outputs. */
final class SideFiles {
  /** What gcc tells the plugin for every link. */
  private static final List<String> USUAL =
      List.of("-fresolution=", "-pass-through=", "/usr/", "-plugin-opt=");

  /** Words in the names of drivers' options that have files named after the output. */
  private static final List<String> TELLING =
      List.of("lto", "temps", "split", "dump", "profil", "coverage", "report", "usage", "trace");

  private SideFiles() {}

  /** Whether the plan asks for nothing that linkers name after the output. */
  static boolean none(LinkPlan plan) {
    return plan.items().stream().allMatch(SideFiles::isPlain)
        && plan.outputs().stream().noneMatch(SideFiles::isOneOfMany);
  }

  /** Whether more files come with the output than it is named in the plan. */
  static boolean isOneOfMany(LinkPlan.Output output) {
    Option option = OptionTable.linker().byId(output.role());
    return option != null && option.is(Mark.MORE);
  }

  private static boolean isPlain(Item item) {
    return switch (item) {
      case Item.Raw _ -> false;
      case Item.Setting(String name, Item.Value value) -> {
        if (name.startsWith("cc.")) {
          yield TELLING.stream().noneMatch(name::contains);
        }
        Option option = OptionTable.linker().byId(name);
        if (option == null) {
          yield false;
        }
        if (option.is(Mark.MORE)) {
          yield false;
        }
        yield switch (option.role()) {
          case PLUGIN -> isUsual(name, value);
          case SIDE_OUTPUT, PROCESS, KIND -> !name.contains("lto") && !name.contains("temps");
          default -> !name.contains("lto");
        };
      }
      default -> true;
    };
  }

  private static boolean isUsual(String name, Item.Value value) {
    return switch (name) {
      case "plugin" -> true;
      case "plugin-opt" ->
          value instanceof Item.Value.Text(String text)
              && USUAL.stream().anyMatch(text::startsWith);
      default -> false;
    };
  }
}
