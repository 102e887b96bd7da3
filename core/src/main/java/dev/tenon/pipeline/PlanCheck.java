package dev.tenon.pipeline;

import dev.tenon.explain.Code;
import dev.tenon.explain.Message;
import dev.tenon.frontend.ld.LdFrontend;
import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.Read;
import dev.tenon.model.RootedPath;
import dev.tenon.model.State;
import dev.tenon.option.Content;
import dev.tenon.option.Family;
import dev.tenon.option.Mark;
import dev.tenon.option.Option;
import dev.tenon.option.OptionTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds a plan from elsewhere against {@link PlanPermissions}. Such a plan reads what it names,
 * writes below the roots that it was given, and brings no programs of its own.
 *
 * <p>Each check gives the reason why the plan is not run, with the place in the plan as a JSON
 * pointer, or null.
 */
final class PlanCheck {
  private static final Pattern NUMBER = Pattern.compile("-?[0-9A-Za-z.]+");

  /** Of a file on Linux (NAME_MAX). */
  private static final int LONGEST_NAME = 255;

  private final PlanPermissions permissions = PlanPermissions.list();
  private final Map<String, String> roots;
  private final Path folder;

  /**
   * @param roots the folders that the caller gave, by name
   * @param folder in which the plan is run
   */
  PlanCheck(Map<String, String> roots, Path folder) {
    this.folder = folder;
    this.roots = new HashMap<>(roots);
    this.roots.put(RootedPath.CWD, folder.toString());
  }

  /** A refusal on its way out. */
  private static final class RefusalException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Message message;

    RefusalException(Message message) {
      super(message.text());
      this.message = message;
    }
  }

  private static @Nullable Message refusalOf(Runnable check) {
    try {
      check.run();
      return null;
    } catch (RefusalException e) {
      return e.message;
    }
  }

  /** What the plan says, before anything is looked for. */
  @Nullable Message ofPlan(LinkPlan plan) {
    return refusalOf(() -> plan(plan));
  }

  /**
   * What was found on this machine, and the words that the linker would get: read once more as that
   * linker reads them, they ask for nothing else than what is permitted.
   */
  @Nullable Message ofLink(PerformedLink.Prepared link, Family family) {
    return refusalOf(() -> {
      List<String> argv = link.recipe().steps().getLast().argv();
      link.binding().reads().forEach(this::found);
      scripts(link.binding().plan());
      words(link.binding().plan(), argv.subList(1, argv.size()), family);
    });
  }

  /** Whether the linker that the plan asks for may be asked what it is, which runs it. */
  @Nullable Message ofLinker(LinkPlan plan) {
    return refusalOf(() -> linker(plan));
  }

  private void linker(LinkPlan plan) {
    if (plan.linker() != null && !permissions.linkers().contains(plan.linker())) {
      throw closed("/linker", "linker `" + plan.linker() + "` is not one that a plan may ask for");
    }
  }

  private void plan(LinkPlan plan) {
    linker(plan);
    if (plan.target() != null) {
      text("/target", "emulation", plan.target());
    }
    for (int i = 0; i < plan.outputs().size(); i++) {
      output("/outputs/" + i, plan.outputs().get(i));
    }
    var generated = new HashSet<String>();
    for (int i = 0; i < plan.items().size(); i++) {
      String place = "/items/" + i;
      item(place, plan.items().get(i));
      if (plan.items().get(i) instanceof Item.Generated file && !generated.add(file.name())) {
        throw bad(place, "a generated file `" + file.name() + "` is there already");
      }
    }
  }

  private void output(String place, LinkPlan.Output output) {
    String role = output.role();
    if (!permissions.outputs().contains(role)) {
      throw closed(place, "an output with the role `" + role + "`");
    }
    Option option = OptionTable.linker().byId(role);
    boolean stream = option != null && option.is(Mark.DASH);
    if (!(stream && output.file().equals(RootedPath.STDOUT))) {
      written(place, output.file());
    }
  }

  private void item(String place, Item item) {
    switch (item) {
      case Item.Input input -> {
        read(place, input.file());
        state(place, input.state());
      }
      case Item.Library library -> {
        data(place, library.name());
        if (library.name().startsWith("/") || List.of(library.name().split("/")).contains("..")) {
          throw bad(place, "library `" + library.name() + "` leads out of the folders searched");
        }
        state(place, library.state());
      }
      case Item.Setting setting -> setting(place, setting);
      case Item.Generated generated -> generated(place, generated);
      case Item.Implicit implicit -> state(place, implicit.state());
      case Item.Raw raw ->
          throw closed(place, "raw word `" + raw.word() + "`, of which the effect is not known,");
    }
  }

  private void state(String place, State state) {
    if (state.format() != null) {
      text(place, "format", state.format());
    }
  }

  private void generated(String place, Item.Generated generated) {
    String name = generated.name();
    if (name.contains("/") || name.equals(".") || name.equals("..")) {
      throw bad(place, "generated file `" + name + "` must have a plain name");
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      throw bad(place, "a generated file has a name of more than " + LONGEST_NAME + " bytes");
    }
    data(place, name);
    String option = generated.option();
    if (option != null && !permissions.generated().contains(option)) {
      throw closed(place, "a generated file as the value of option `" + option + "`");
    }
    state(place, generated.state());
  }

  private void setting(String place, Item.Setting setting) {
    String id = setting.option();
    Option option = OptionTable.linker().byId(id);
    if (option == null) {
      throw bad(place, "option `" + id + "` is not known");
    }
    boolean isText = permissions.text(id) != null;
    boolean loads = permissions.compiler().contains(id);
    if (!isText && !loads && !permissions.settings().contains(id)) {
      throw closed(place, "option `" + id + "`");
    }
    switch (setting.value()) {
      case Item.Value.Flag flag -> {
        boolean writes = option.content() == Content.WRITE;
        if (flag.on() && (writes || loads)) {
          throw bad(place, "option `" + id + "` needs a value");
        }
      }
      case Item.Value.Text text -> text(place, option, text.text());
      case Item.Value.File file when loads -> ofCompiler(place, id, file.file());
      case Item.Value.File file -> file(place, option, file.file());
    }
  }

  private void text(String place, Option option, String text) {
    String id = option.id();
    if (permissions.text(id) != null) {
      text(place, id, text);
      return;
    }
    switch (option.content()) {
      case NUMBER -> {
        if (!NUMBER.matcher(text).matches()) {
          throw bad(place, "option `" + id + "` takes a number, not `" + text + "`");
        }
      }
      case CHOICE -> {
        if (!option.choices().contains(text)) {
          throw bad(place, "option `" + id + "` takes no `" + text + "`");
        }
      }
      case SYMBOL, ADDRESS, DEFINE, RUNTIME_PATH -> data(place, text);
      case READ, FOLDER, SEARCH_FOLDER ->
          throw bad(place, "option `" + id + "` names a file without a root: `" + text + "`");
      default -> throw closed(place, "option `" + id + "` with the value `" + text + "`");
    }
  }

  private void text(String place, String id, String text) {
    data(place, text);
    Pattern pattern = permissions.text(id);
    if (pattern == null || !pattern.matcher(text).matches()) {
      throw closed(place, "option `" + id + "` with the value `" + text + "`");
    }
  }

  private void file(String place, Option option, RootedPath file) {
    switch (option.content()) {
      case READ, FOLDER, SEARCH_FOLDER -> read(place, file);
      case RUNTIME_PATH -> data(place, "/" + file.path()); // recorded, not looked at
      default -> throw bad(place, "option `" + option.id() + "` takes no file");
    }
  }

  /** Linkers take a word that begins with @ for a file of further words. */
  private static void data(String place, String text) {
    if (text.isEmpty() || text.startsWith("@") || text.chars().anyMatch(Character::isISOControl)) {
      throw bad(place, "`" + text + "` is not data: empty, an @ in front, or control characters");
    }
  }

  private void ofCompiler(String place, String id, RootedPath file) {
    if (!file.root().equals(RootedPath.HOST)
        || !CompilerPlugins.isInstalled(Path.of("/" + file.path()))) {
      throw closed(
          place, "option `" + id + "` with `" + file + "`, which is no installed compiler's own,");
    }
  }

  private void read(String place, RootedPath file) {
    if (file.root().equals(RootedPath.HOST) || file.root().equals(RootedPath.SYSROOT)) {
      return;
    }
    String root = roots.get(file.root());
    if (root == null) {
      throw new RefusalException(
          Message.of(
                  Code.T0601,
                  place + ": root `" + file.root() + "` of `" + file + "` has no folder")
              .help("give it with --root " + file.root() + "=FOLDER"));
    }
    if (isOwn(file.root()) && (file.leavesRoot() || InsideRoot.leadsOut(root, file.path()))) {
      throw outside(place, file.toString(), "is not below the root it hangs on");
    }
  }

  /** Inputs that scripts and archives name, and libraries that were found. */
  private void found(Read read) {
    staysInside(read.why(), folder.resolve(read.path()));
  }

  /** A path below a root of the plan's own, however it is written, lies there on disk too. */
  private void staysInside(String place, Path path) {
    Path plain = path.normalize();
    roots.forEach((name, root) -> {
      Path own = Path.of(root).normalize();
      if (isOwn(name)
          && plain.startsWith(own)
          && InsideRoot.leadsOut(root, own.relativize(plain).toString())) {
        throw outside(place, path.toString(), "leads out of root " + name);
      }
    });
  }

  /** Texts that come with the plan, and files that a linker reads as scripts unasked. */
  private void scripts(LinkPlan plan) {
    String sysroot = "";
    var folders = new ArrayList<Path>(List.of(folder));
    for (Item item : plan.items()) {
      if (item instanceof Item.Setting(String option, Item.Value.File(RootedPath file))) {
        if (option.equals("sysroot")) {
          sysroot = file(file).toString();
        } else if (option.equals("library-path")) {
          folders.add(
              file.root().equals(RootedPath.SYSROOT)
                  ? Path.of(sysroot + "/" + file.path())
                  : file(file));
        }
      }
    }
    var paths =
        new ScriptPaths(
            sysroot, folders, (script, path) -> staysInside("script `" + script + "`", path));
    for (Item item : plan.items()) {
      if (item instanceof Item.Generated generated) {
        paths.text(
            generated.name(), new String(generated.content().bytes(), StandardCharsets.ISO_8859_1));
      } else if (item instanceof Item.Setting(String option, Item.Value.File(RootedPath file))
          && option.equals("just-symbols")) {
        paths.file(file(file));
      }
    }
  }

  /** The working directory is the caller's; other roots come with the plan. */
  private static boolean isOwn(String root) {
    return !root.equals(RootedPath.CWD);
  }

  private void written(String place, RootedPath file) {
    String root = roots.get(file.root());
    if (root == null || file.leavesRoot()) {
      throw new RefusalException(
          Message.of(
                  Code.T0603,
                  place + ": `" + file + "` is not below a root that the plan was given")
              .note("roots: " + String.join(", ", roots.keySet().stream().sorted().toList()))
              .help("give the folder with --root NAME=FOLDER, or another name with -o"));
    }
    String obstacle = InsideRoot.obstacle(root, file.path());
    if (obstacle != null) {
      throw outside(place, file.toString(), obstacle);
    }
  }

  private void words(LinkPlan plan, List<String> words, Family family) {
    for (String word : words) {
      if (word.startsWith("@")) {
        throw bad("words for the linker", "`" + word + "` would be taken for a response file");
      }
    }
    var parsed = LdFrontend.read(words, family, null);
    if (parsed.incomplete() != null) {
      throw bad("words for the linker", parsed.incomplete());
    }
    Set<Path> permitted = new HashSet<>();
    plan.outputs().forEach(output -> permitted.add(file(output.file())));
    for (LinkPlan.Output output : parsed.plan().outputs()) {
      if (!permitted.contains(file(output.file()))) {
        throw outside("words for the linker", output.file().toString(), "is no output of the plan");
      }
    }
    for (Item item : parsed.plan().items()) {
      if (item instanceof Item.Raw
          || item instanceof Item.Setting setting && !isPermitted(setting.option())) {
        throw closed("words for the linker", "`" + item + "`");
      }
    }
  }

  private boolean isPermitted(String option) {
    return permissions.settings().contains(option)
        || permissions.text(option) != null
        || permissions.compiler().contains(option)
        || permissions.generated().contains(option);
  }

  private Path file(RootedPath file) {
    return folder.resolve(FileNames.written(file, roots)).normalize();
  }

  private static RefusalException outside(String place, String file, String why) {
    return new RefusalException(
        Message.of(Code.T0603, place + ": `" + file + "` " + why)
            .help("--trust runs the plan as if you had written it"));
  }

  private static RefusalException bad(String place, String text) {
    return new RefusalException(Message.of(Code.T0601, place + ": " + text));
  }

  private static RefusalException closed(String place, String what) {
    return new RefusalException(
        Message.of(Code.T0604, place + ": " + what + " is not permitted to a plan from elsewhere")
            .help("--trust runs the plan as if you had written it"));
  }
}
