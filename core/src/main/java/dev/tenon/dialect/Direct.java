package dev.tenon.dialect;

import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.RootedPath;
import java.util.HashSet;
import java.util.Set;

/** Which outputs a linker must write under their final names. */
final class Direct {
  /** These repeat the output's name inside files that are not text, or go on after the exit. */
  private static final Set<String> TELL_TALES =
      Set.of("reproduce", "repro", "separate-debug-file", "pdb");

  private Direct() {}

  static Set<String> roles(LinkPlan plan) {
    var roles = new HashSet<String>();
    boolean told = false;
    for (LinkPlan.Output output : plan.outputs()) {
      told |= TELL_TALES.contains(output.role());
      if (output.file().equals(RootedPath.STDOUT)) {
        roles.add(output.role());
      }
    }
    for (Item item : plan.items()) {
      told |= item instanceof Item.Setting setting && TELL_TALES.contains(setting.option());
    }
    if (told) {
      plan.outputs().forEach(output -> roles.add(output.role()));
    }
    return Set.copyOf(roles);
  }
}
