package dev.tenon.pipeline;

import dev.tenon.explain.Code;
import dev.tenon.explain.Message;
import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.RootedPath;
import dev.tenon.option.Content;
import dev.tenon.option.Mark;
import dev.tenon.option.Option;
import dev.tenon.option.OptionTable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a plan from elsewhere may ask for: to read what it names, and to write below the roots that
 * it was given. It brings no programs of its own.
 */
final class PlanCheck {
  private final Map<String, String> roots;

  private PlanCheck(Map<String, String> roots) {
    this.roots = roots;
  }

  /**
   * @param roots given by whoever runs the plan; CWD is among them
   * @return why the plan is not run, or null
   */
  static @Nullable Message refusal(LinkPlan plan, Map<String, String> roots) {
    return new PlanCheck(roots).refusal(plan);
  }

  private @Nullable Message refusal(LinkPlan plan) {
    for (LinkPlan.Output output : plan.outputs()) {
      Message refusal = written(output.file(), "output " + output.role());
      if (refusal != null) {
        return refusal;
      }
    }
    for (Item item : plan.items()) {
      Message refusal =
          switch (item) {
            case Item.Input input -> bound(input.file());
            case Item.Setting setting -> setting(setting);
            case Item.Raw raw ->
                bad("raw word `" + raw.word() + "`: what it does is not known, so it is not run");
            case Item.Generated generated when generated.name().contains("/") ->
                bad("generated file `" + generated.name() + "` must be a plain name");
            default -> null;
          };
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private @Nullable Message setting(Item.Setting setting) {
    Option option =
        setting.option().startsWith("cc.") ? null : OptionTable.linker().byId(setting.option());
    if (option == null) {
      return bad("option `" + setting.option() + "` is not known");
    }
    boolean runs = option.content() == Content.COMMAND || setting.option().equals("run");
    boolean loads =
        setting.option().equals("plugin") || setting.option().equals("load-pass-plugin");
    if (loads && setting.value() instanceof Item.Value.File file && ofTheSystem(file.file())) {
      return null;
    }
    if (runs || loads) {
      return bad("option `" + setting.option() + "` would run a program that the plan names");
    }
    if (!(setting.value() instanceof Item.Value.File file)) {
      boolean written =
          option.content() == Content.WRITE
              && setting.value() instanceof Item.Value.Text text
              && !(option.is(Mark.DASH) && text.text().equals("-"));
      return written ? bad("option `" + setting.option() + "` names a file without a root") : null;
    }
    return option.content() == Content.WRITE || option.content() == Content.WRITE_FOLDER
        ? written(file.file(), "option " + setting.option())
        : bound(file.file());
  }

  private static boolean ofTheSystem(RootedPath file) {
    return file.root().equals(RootedPath.HOST)
        && file.path().startsWith("usr/")
        && !file.leavesRoot()
        && !file.path().contains("..");
  }

  private @Nullable Message written(RootedPath file, String what) {
    if (!roots.containsKey(file.root()) || file.leavesRoot()) {
      return Message.of(
              Code.T0603, what + " `" + file + "` is not below a root that the plan was given")
          .note("roots: " + String.join(", ", roots.keySet().stream().sorted().toList()))
          .help("give the folder with --root NAME=FOLDER, or another name with -o");
    }
    return null;
  }

  private @Nullable Message bound(RootedPath file) {
    boolean known =
        roots.containsKey(file.root())
            || file.root().equals(RootedPath.HOST)
            || file.root().equals(RootedPath.SYSROOT);
    return known
        ? null
        : Message.of(Code.T0601, "root `" + file.root() + "` of `" + file + "` has no folder")
            .help("give it with --root " + file.root() + "=FOLDER");
  }

  private static Message bad(String text) {
    return Message.of(Code.T0601, text);
  }
}
