package dev.tenon.pipeline;

import dev.tenon.keep.Digests;
import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import java.util.HashMap;
import java.util.Map;

/**
 * What a driver makes of a plan, as one digest. Inputs and search folders that the plan itself
 * names count by their places and not by their names, which change from one compile to the next.
 */
final class Spelling {
  private Spelling() {}

  static String digest(LinkPlan asked, LinkPlan spelt) {
    Map<Item, Integer> given = new HashMap<>();
    Map<Object, Integer> files = new HashMap<>();
    for (Item item : asked.items()) {
      if (item instanceof Item.Input input) {
        files.putIfAbsent(input.file(), files.size());
      } else if (isFolder(item)) {
        given.putIfAbsent(item, given.size());
      }
    }
    var text = new StringBuilder();
    text.append(spelt.withItems(java.util.List.of()).withoutProvenance()).append('\n');
    for (Item item : spelt.items()) {
      Integer place = given.get(item);
      if (item instanceof Item.Input input && files.containsKey(input.file())) {
        text.append("input ").append(files.get(input.file())).append(input.state());
      } else if (place != null) {
        text.append("folder ").append(place);
      } else if (!isResolution(item)) {
        text.append(item);
      }
      text.append('\n');
    }
    return Digests.of(text.toString());
  }

  private static boolean isFolder(Item item) {
    return item instanceof Item.Setting setting && setting.option().equals("library-path");
  }

  /** Where the plugin of GCC writes: a new name each time. */
  private static boolean isResolution(Item item) {
    return item instanceof Item.Setting(String option, Item.Value.Text(String text))
        && option.equals("plugin-opt")
        && text.startsWith("-fresolution=");
  }
}
