package dev.tenon.binder;

import dev.tenon.format.BadFile;
import dev.tenon.format.FileKind;
import dev.tenon.format.Script.Command;
import dev.tenon.model.Binding;
import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.OutputKind;
import dev.tenon.model.RootedPath;
import dev.tenon.model.State;
import dev.tenon.model.Tool;
import dev.tenon.model.Toolchain;
import dev.tenon.option.Content;
import dev.tenon.option.Family;
import dev.tenon.option.Option;
import dev.tenon.option.OptionTable;
import dev.tenon.option.Support;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds everything that a link will read, the way the linker in use will look for it. */
public final class Binder {
  private static final Set<String> SCRIPTS = Set.of("script", "default-script");

  private final LinkPlan plan;
  private final Toolchain tools;
  private final World world;
  private final Places places;
  private final Manner manner;
  private final World.BuiltIn builtIn;
  private final Ledger ledger = new Ledger();
  private final Search search;
  private final Scripts scripts;
  private final Inputs inputs;
  private final Map<Item, List<Scripts.Part>> mainScripts = new HashMap<>();

  private Binder(
      LinkPlan plan, Toolchain tools, Map<String, String> roots, World world, boolean isThorough) {
    this.plan = plan;
    this.tools = tools;
    this.world = world;
    Tool linker = tools.linker();
    manner = Manner.of(linker.family());
    places = new Places(root(roots, RootedPath.CWD), sysroot(plan, roots), roots);
    builtIn =
        manner.is(Manner.Trait.BUILT_IN_FOLDERS)
            ? world.builtIn(linker, plan.target())
            : World.BuiltIn.NONE;
    var files = new Files(world, places);
    boolean isWindows = builtIn.format().startsWith("pei-");
    search = new Search(files, places, manner, ledger, isWindows);
    scripts = new Scripts(search, world);
    boolean archivesOnly = plan.kind() == OutputKind.RELOCATABLE;
    inputs = new Inputs(search, scripts, archivesOnly, isThorough);
  }

  /**
   * Finds what the link needs in order to be run: of files named on the command line it sees that
   * they are there and opens those that may name others.
   *
   * @param roots folders, absolute: {@code cwd}, {@code sysroot} if there is one, and each name
   *     that the plan uses
   * @throws dev.tenon.model.BadRecord if a root has no folder
   */
  public static Binding bind(
      LinkPlan plan, Toolchain tools, Map<String, String> roots, World world) {
    return new Binder(plan, tools, roots, world, false).binding(roots);
  }

  /**
   * The same, holding every input against its format and machine: for a link that failed and whose
   * cause is to be named.
   */
  public static Binding examine(
      LinkPlan plan, Toolchain tools, Map<String, String> roots, World world) {
    return new Binder(plan, tools, roots, world, true).binding(roots);
  }

  /**
   * The plan with its outputs as the linker will name them once it has looked at files: a script
   * may name the primary one where the words do not, and GNU ld writes a map into a folder.
   *
   * @param isNamed whether the words name the primary output
   */
  public static LinkPlan named(
      LinkPlan plan, boolean isNamed, Toolchain tools, Map<String, String> roots, World world) {
    var binder = new Binder(plan, tools, roots, world, false);
    if (!isNamed) {
      binder.binding(roots);
    }
    return OutputNames.of(
        plan,
        binder.inputs.output,
        binder.family() == Family.BFD ? binder.search.files : null,
        binder.places);
  }

  private Binding binding(Map<String, String> roots) {
    follow();
    return new Binding(plan, tools, roots, ledger.reads(), ledger.troubles());
  }

  private void follow() {
    search.machine(machine());
    options();
    for (Item item : plan.items()) {
      switch (item) {
        case Item.Input(var file, var state) -> inputs.named(spell(file), state);
        case Item.Library(var name, var exact, var state) -> inputs.library(name, exact, state);
        case Item.Setting setting ->
            inputs.follow(mainScripts.getOrDefault(setting, List.of()), State.PLAIN, true);
        case Item.Generated _, Item.Implicit _, Item.Raw _ -> {}
      }
    }
    if (manner.is(Manner.Trait.FOLLOWS_NEEDS) && checksNeeds()) {
      new Needs(search, world, where()).follow(inputs.libraries());
    }
  }

  /** Folders and files that options give, in order. */
  private void options() {
    List<String> defaults = new ArrayList<>();
    boolean usesBuiltIn = manner.is(Manner.Trait.BUILT_IN_FOLDERS);
    List<String> all = new ArrayList<>();
    for (Item item : plan.items()) {
      if (item instanceof Item.Setting(var option, var value) && option.equals("library-path")) {
        all.add(folder(value));
      }
    }
    if (!manner.is(Manner.Trait.FOLDERS_SO_FAR)) {
      search.folders.addAll(all);
    }
    for (Item item : plan.items()) {
      if (!(item instanceof Item.Setting setting)) {
        continue;
      }
      String option = setting.option();
      if (option.equals("library-path") && manner.is(Manner.Trait.FOLDERS_SO_FAR)) {
        search.folders.add(folder(setting.value()));
      } else if (option.equals("default-search-path")) {
        defaults.addAll(List.of(text(setting.value()).split(":")));
      } else if (option.equals("nostdlib")) {
        usesBuiltIn = false;
      } else if (reads(option)) {
        usesBuiltIn &= !file(setting);
      }
    }
    search.folders.addAll(defaults);
    if (usesBuiltIn) {
      builtIn.folders().forEach(folder -> search.folders.add(search.folder(folder)));
    }
  }

  /** Whether the linker reads a file that is the option's value. */
  private boolean reads(String id) {
    Option option = OptionTable.linker().byId(id);
    return option != null
        && option.content() == Content.READ
        && OptionTable.linker().support(option, family()).state() == Support.State.WORKS;
  }

  private Family family() {
    return switch (tools.linker().family()) {
      case "lld" -> Family.LLD;
      case "mold" -> Family.MOLD;
      default -> Family.BFD;
    };
  }

  /** Whether the file takes the place of the built-in script. */
  private boolean file(Item.Setting setting) {
    if (!(setting.value() instanceof Item.Value.File(var path))) {
      return false;
    }
    String option = setting.option();
    String name = spell(path);
    if (isRunPath(setting)) {
      if (search.files.kind(name) == World.Kind.ABSENT) {
        ledger.absence(name, option);
      }
      return false;
    }
    List<String> where =
        manner.findsAmongFolders().contains(option) ? List.copyOf(search.folders) : List.of();
    String found = search.among(name, where, option);
    if (found == null) {
      return false;
    }
    World.Kind kind = search.files.kind(found);
    if (kind == World.Kind.FOLDER) {
      return false;
    }
    boolean isSure = !option.equals("plugin") || manner.is(Manner.Trait.OPENS_PLUGINS);
    ledger.content(found, isSure ? option : option + Conditions.IF_OPTIMISED);
    return SCRIPTS.contains(option) && (kind != World.Kind.FILE || main(setting, found));
  }

  private boolean main(Item.Setting setting, String found) {
    List<Scripts.Part> parts = new ArrayList<>(scripts.parts(found, true));
    if (manner.is(Manner.Trait.BUILT_IN_FOLDERS)) {
      // The folders of the script count from here on, its files when the inputs are taken.
      for (Scripts.Part part : parts) {
        if (part.command() instanceof Command.SearchDir(var folder)) {
          search.folders.add(search.folder(folder));
        }
      }
      parts.removeIf(part -> part.command() instanceof Command.SearchDir);
    }
    mainScripts.put(setting, parts);
    try {
      return !search.files.script(found).extendsDefault();
    } catch (BadFile | UncheckedIOException e) {
      return true;
    }
  }

  private @Nullable Machine machine() {
    String named = plan.target() != null ? plan.target() : builtIn.format();
    Machine machine = Machine.named(named);
    if (machine == null && !builtIn.format().isEmpty()) {
      machine = Machine.named(builtIn.format());
    }
    return machine != null || manner.is(Manner.Trait.BUILT_IN_FOLDERS) ? machine : firstObject();
  }

  /** LLD and mold link for the machine of the first object. */
  private @Nullable Machine firstObject() {
    for (Item item : plan.items()) {
      if (item instanceof Item.Input(var file, var state) && state.format() == null) {
        String name = spell(file);
        try {
          if (search.files.kind(name) == World.Kind.FILE) {
            var look = search.files.look(name);
            if (look.kind() == FileKind.ELF) {
              return look.machine();
            }
          }
        } catch (BadFile | UncheckedIOException e) {
          // Named when it is taken.
        }
      }
    }
    return null;
  }

  /** A shared library may leave symbols to others, an executable only if that was asked for. */
  private boolean checksNeeds() {
    boolean checks = plan.kind() != OutputKind.SHARED;
    for (Item item : plan.items()) {
      if (item instanceof Item.Setting(var option, var value)) {
        if (option.equals("shared")) {
          // Overridden by another kind, but undefined symbols pass all the same.
          checks = false;
        } else if (option.equals("allow-shlib-undefined")) {
          checks = value.equals(Item.OFF);
        } else if (option.equals("unresolved-symbols")) {
          String which = text(value);
          checks = which.equals("report-all") || which.equals("ignore-in-object-files");
        }
      }
    }
    return checks && plan.kind() != OutputKind.RELOCATABLE && !plan.isStatic();
  }

  private Needs.Where where() {
    List<String> links = new ArrayList<>();
    List<String> runs = new ArrayList<>();
    for (Item item : plan.items()) {
      if (item instanceof Item.Setting setting) {
        if (setting.option().equals("rpath-link")) {
          links.add(text(setting.value()));
        } else if (setting.option().equals("rpath") || isRunPath(setting)) {
          runs.add(text(setting.value()));
        }
      }
    }
    List<String> first = new ArrayList<>(RunPaths.split(String.join(":", links)));
    first.addAll(RunPaths.under(places.sysroot(), RunPaths.split(String.join(":", runs))));
    if (links.isEmpty() && runs.isEmpty()) {
      first.addAll(variable("LD_RUN_PATH"));
    }
    List<String> last = new ArrayList<>();
    builtIn.folders().forEach(folder -> last.add(search.folder(folder)));
    return new Needs.Where(first, variable("LD_LIBRARY_PATH"), last);
  }

  /** GNU ld takes what follows {@code -R} for a run path unless it is a file. */
  private boolean isRunPath(Item.Setting setting) {
    return setting.option().equals("just-symbols")
        && manner.is(Manner.Trait.FOLLOWS_NEEDS)
        && setting.value() instanceof Item.Value.File(var path)
        && isNoFile(spell(path));
  }

  /** What is there decides what the option means, so it is a question like others. */
  private boolean isNoFile(String path) {
    World.Kind kind = search.files.kind(path);
    if (kind == World.Kind.ABSENT) {
      ledger.absence(path, "just-symbols");
    } else if (kind != World.Kind.FILE) {
      ledger.content(path, "just-symbols");
    }
    return kind != World.Kind.FILE;
  }

  private List<String> variable(String name) {
    return RunPaths.split(tools.environment().getOrDefault(name, ""));
  }

  private String folder(Item.Value value) {
    return search.folder(text(value));
  }

  private String text(Item.Value value) {
    return switch (value) {
      case Item.Value.File(var path) -> spell(path);
      case Item.Value.Text(var text) -> text;
      case Item.Value.Flag _ -> "";
    };
  }

  private String spell(RootedPath path) {
    return places.spell(path);
  }

  private static String root(Map<String, String> roots, String name) {
    return Objects.requireNonNull(roots.get(name), "root " + name + " has no folder");
  }

  /** As the option spells it, because linkers repeat that spelling. */
  private static String sysroot(LinkPlan plan, Map<String, String> roots) {
    String found = roots.getOrDefault(RootedPath.SYSROOT, "");
    for (Item item : plan.items()) {
      if (item instanceof Item.Setting(var option, var value) && option.equals("sysroot")) {
        switch (value) {
          case Item.Value.File(var path) -> found = sysroot(path, roots);
          case Item.Value.Text(var text) -> found = text;
          case Item.Value.Flag _ -> {}
        }
      }
    }
    return found.equals("/") ? "" : found;
  }

  private static String sysroot(RootedPath path, Map<String, String> roots) {
    return switch (path.root()) {
      case RootedPath.CWD -> path.path();
      case RootedPath.HOST -> "/" + path.path();
      default -> root(roots, path.root()) + "/" + path.path();
    };
  }
}
