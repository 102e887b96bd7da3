package dev.tenon.pipeline;

import dev.tenon.explain.Code;
import dev.tenon.explain.Message;
import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import dev.tenon.option.Family;
import dev.tenon.option.Option;
import dev.tenon.option.OptionTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the option table can say about an option that a linker refused. */
final class OptionAdvice {
  private OptionAdvice() {}

  static Message with(Message message, LinkPlan plan, Family family) {
    if (message.code() != Code.T0504) {
      return message;
    }
    for (String help : helps(plan, family)) {
      message = message.help(help);
    }
    return message;
  }

  private static List<String> helps(LinkPlan plan, Family family) {
    OptionTable table = OptionTable.linker();
    var helps = new ArrayList<String>();
    for (Item item : plan.items()) {
      switch (item) {
        case Item.Raw raw when raw.word().startsWith("-") -> {
          List<String> near = table.suggest(raw.word(), family);
          if (!near.isEmpty()) {
            helps.add("`" + raw.word() + "`: did you mean " + String.join(" or ", near) + "?");
          }
        }
        case Item.Setting setting -> {
          Option option = table.byId(setting.option());
          if (option != null && !table.support(option, family).accepted()) {
            String others =
                table.families().stream()
                    .filter(other -> table.support(option, other).accepted())
                    .map(other -> other.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));
            helps.add(
                "`" + setting.option() + "` is an option of " + others + ": TENON_ENGINE chooses");
          }
        }
        default -> {}
      }
    }
    return helps;
  }
}
