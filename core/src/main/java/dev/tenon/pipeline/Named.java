package dev.tenon.pipeline;

import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.RootedPath;
import java.util.ArrayList;
import java.util.List;

/** What a plan names itself: few files, and the ones that were written last. */
final class Named {
  private Named() {}

  /** Inputs, and files that options name; as the arguments have them. */
  static List<String> files(LinkPlan plan, Bonds bonds) {
    var files = new ArrayList<String>();
    for (Item item : plan.items()) {
      switch (item) {
        case Item.Input(RootedPath file, _) when !file.equals(RootedPath.STDOUT) ->
            files.add(FileNames.written(file, bonds.roots()));
        case Item.Setting(String option, Item.Value.File(RootedPath file))
            when !option.equals("library-path") ->
            files.add(FileNames.written(file, bonds.roots()));
        default -> {}
      }
    }
    return files;
  }

  /** Directories in which libraries are searched. */
  static List<String> searched(LinkPlan plan, Bonds bonds) {
    var folders = new ArrayList<String>();
    folders.add("");
    for (Item item : plan.items()) {
      if (item instanceof Item.Setting(String option, Item.Value value)
          && option.equals("library-path")) {
        switch (value) {
          case Item.Value.File(RootedPath file) ->
              folders.add(FileNames.written(file, bonds.roots()));
          case Item.Value.Text(String text) -> folders.add(text);
          case Item.Value.Flag _ -> {}
        }
      }
    }
    return folders;
  }
}
