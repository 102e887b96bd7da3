package dev.tenon.pipeline;

import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.RootedPath;
import dev.tenon.option.Family;
import dev.tenon.option.Mark;
import dev.tenon.option.Option;
import dev.tenon.option.OptionTable;

/** Who looks at what a linker prints. */
final class Spectators {
  private Spectators() {}

  /** Whether the plan has the linker print nothing, so that what it prints is for us alone. */
  static boolean leaveStdoutFree(LinkPlan plan, Family family) {
    for (LinkPlan.Output output : plan.outputs()) {
      boolean stream = output.file().equals(RootedPath.STDOUT);
      boolean device =
          output.file().root().equals(RootedPath.HOST) && output.file().path().startsWith("dev/");
      if (stream || device) {
        return false;
      }
    }
    for (Item item : plan.items()) {
      boolean prints =
          switch (item) {
            case Item.Raw _ -> true;
            case Item.Setting setting -> {
              boolean drivers = setting.option().startsWith("cc.");
              Option option =
                  drivers
                      ? OptionTable.driver().byId(setting.option().substring(3))
                      : OptionTable.linker().byId(setting.option());
              yield option == null
                  || (drivers ? option.is(Mark.PRINTS) : option.is(Mark.PRINTS, family))
                  || option.is(Mark.DASH, family)
                      && setting.value() instanceof Item.Value.Text text
                      && text.text().equals("-");
            }
            default -> false;
          };
      if (prints) {
        return false;
      }
    }
    return true;
  }
}
