package dev.tenon.pipeline;

import dev.tenon.keep.Digests;
import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.RootedPath;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a driver makes of a plan, as one digest. Inputs and search folders that the plan itself
 * names count by their places and not by their names, which change from one compile to the next.
 */
final class Spelling {
  private Spelling() {}

  static String digest(LinkPlan asked, LinkPlan spelt) {
    Map<String, Integer> given = new HashMap<>();
    Map<Object, Integer> files = new HashMap<>();
    for (Item item : asked.items()) {
      if (item instanceof Item.Input input) {
        files.putIfAbsent(input.file(), files.size());
      } else {
        String folder = folder(item);
        if (folder != null) {
          given.putIfAbsent(folder, given.size());
        }
      }
    }
    var text = new StringBuilder();
    text.append(spelt.withItems(java.util.List.of()).withoutProvenance()).append('\n');
    for (Item item : spelt.items()) {
      String folder = folder(item);
      Integer place = folder == null ? null : given.get(folder);
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

  /** The search folder that a driver or its linker is told, or null. */
  static @Nullable String folder(Item item) {
    if (!(item instanceof Item.Setting(String option, Item.Value value))
        || !option.equals("library-path") && !option.equals("cc.library-path")) {
      return null;
    }
    return switch (value) {
      case Item.Value.Text(String text) -> text;
      case Item.Value.File(RootedPath file) -> FileNames.written(file);
      case Item.Value.Flag _ -> null;
    };
  }

  /** Where the plugin of GCC writes: a new name each time. */
  private static boolean isResolution(Item item) {
    return item instanceof Item.Setting(String option, Item.Value.Text(String text))
        && option.equals("plugin-opt")
        && text.startsWith("-fresolution=");
  }
}
