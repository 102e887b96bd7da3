package dev.tenon.pipeline;

import dev.tenon.binder.Conditions;
import dev.tenon.format.BadFile;
import dev.tenon.format.FileKind;
import dev.tenon.keep.UpToDate;
import dev.tenon.model.Binding;
import dev.tenon.model.FileIdentity;
import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.Read;
import dev.tenon.model.RootedPath;
import dev.tenon.model.Tool;
import dev.tenon.model.Toolchain;
import dev.tenon.option.Content;
import dev.tenon.option.LinkerVariables;
import dev.tenon.option.Mark;
import dev.tenon.option.Option;
import dev.tenon.option.OptionTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why a link must always be done, and why the names of its objects matter. Where it is not known
 * that a link depends on nothing but what its receipt says, it is not left undone.
 */
final class Bars {
  /** Options after which a link does something else each time, or somewhere else. */
  private static final Set<String> RESTLESS =
      Set.of(
          "directory",
          "chroot",
          "run",
          "reproduce",
          "time-trace",
          "stats",
          "perf",
          "load-pass-plugin",
          "mllvm");

  /**
   * Parts of what LLVM's plugin is told that has it write files of its own, which a receipt does
   * not know.
   */
  private static final List<String> PLUGIN_WRITES =
      List.of("save-temps", "obj-path", "emit", "index", "stats", "remarks", "dwo_dir", "dump");

  /** Files that options name and whose content says nothing of the names of objects. */
  private static final Set<String> NAMELESS =
      Set.of(
          "version-script",
          "dynamic-list",
          "export-dynamic-symbol-list",
          "retain-symbols-file",
          "plugin");

  /**
   * Where what was written to a full disk ends: file systems have no smaller blocks. GNU ld and
   * mold do not look whether their maps and lists could be written.
   */
  private static final long BLOCK = 1024;

  /**
   * Codes of inputs that are not there or could not be read, so that what they name is not known.
   */
  private static final Set<String> UNREAD = Set.of("T0201", "T0202", "T0204", "T0205");

  /** What bytes that are not UTF-8 become in a name. */
  private static final char NO_TEXT = '\uFFFD';

  /** Options that match the names of files. */
  private static final Set<String> BY_NAME = Set.of("remap-inputs", "why-extract", "trace-symbol");

  /** Variables that have more loaded into every program. */
  private static final List<String> LOADING = List.of("LD_PRELOAD", "LD_AUDIT");

  private static final Path PRELOAD = Path.of("/etc/ld.so.preload");

  private Bars() {}

  /** What the plan itself says. */
  static List<String> ofPlan(LinkPlan plan) {
    var bars = new ArrayList<String>();
    String buildId = "";
    for (Item item : plan.items()) {
      switch (item) {
        case Item.Raw(String word) -> bars.add("what the option `" + word + "` does is not known");
        case Item.Setting(String option, Item.Value.Text(String text))
            when option.equals("build-id") ->
            buildId = text; // the last one counts
        case Item.Setting setting
            when setting.option().equals("shuffle-sections") && !hasSeed(setting) ->
            bars.add("an order of sections made by chance");
        case Item.Setting setting when RESTLESS.contains(setting.option()) ->
            bars.add("the option `" + setting.option() + "`");
        case Item.Setting setting -> {
          Option option = option(setting);
          boolean runs = option != null && option.content() == Content.COMMAND;
          boolean harmless = setting.option().equals("error-handling-script");
          if (runs && !harmless) {
            bars.add("the option `" + setting.option() + "` runs a program");
          }
          if (option != null && option.is(Mark.MORE) || isPluginWriting(setting)) {
            bars.add(moreFiles(setting.option()));
          }
        }
        case Item.Input(RootedPath file, _) when file.equals(RootedPath.STDOUT) ->
            bars.add("an input that is no file");
        default -> {}
      }
    }
    if (buildId.equals("uuid")) {
      bars.add("a build ID made by chance");
    }
    for (LinkPlan.Output output : plan.outputs()) {
      if (output.file().equals(RootedPath.STDOUT)) {
        bars.add("output to standard output");
      }
      if (RESTLESS.contains(output.role())) {
        bars.add("the option `" + output.role() + "`");
      } else if (SideFiles.isOneOfMany(output)) {
        bars.add(moreFiles(output.role()));
      }
    }
    return bars;
  }

  /**
   * Whether the order of sections is the same each time. mold chooses a seed if none is told, LLD
   * if it is 0.
   */
  private static boolean hasSeed(Item.Setting setting) {
    return setting.value() instanceof Item.Value.Text(String text)
        && text.substring(text.lastIndexOf('=') + 1).matches("-?(0[xX])?0*[1-9a-fA-F].*");
  }

  private static boolean isPluginWriting(Item.Setting setting) {
    return setting.option().equals("plugin-opt")
        && setting.value() instanceof Item.Value.Text(String text)
        && PLUGIN_WRITES.stream().anyMatch(text::contains);
  }

  private static String moreFiles(String option) {
    return "the option `" + option + "` has more files written than are known";
  }

  /** What variables make the linker do besides. */
  static List<String> ofEnvironment(String family, Map<String, String> environment) {
    var bars = new ArrayList<String>();
    for (String name : LinkerVariables.barring(family, environment)) {
      bars.add("the variable " + name + " makes the linker write or print");
    }
    for (String name : LOADING) {
      if (!environment.getOrDefault(name, "").isEmpty()) {
        bars.add("the variable " + name + " loads into the linker what may do anything");
      }
    }
    if (PRELOAD.toFile().length() > 0) {
      bars.add(PRELOAD + " loads into the linker what may do anything");
    }
    return bars;
  }

  /**
   * Whether arguments may be added to the caller's own: not where the linker packs or prints its
   * arguments.
   */
  static boolean mayAdd(LinkPlan plan, String family, Map<String, String> environment) {
    boolean packs =
        plan.items().stream()
                .anyMatch(item ->
                    item instanceof Item.Setting setting && PACKING.contains(setting.option()))
            || plan.outputs().stream().anyMatch(output -> PACKING.contains(output.role()));
    return !packs && LinkerVariables.barring(family, environment).isEmpty();
  }

  /** Options after which the linker packs its arguments. */
  private static final Set<String> PACKING = Set.of("repro", "reproduce");

  private static @Nullable Option option(Item.Setting setting) {
    return setting.option().startsWith("cc.")
        ? OptionTable.driver().byId(setting.option().substring(3))
        : OptionTable.linker().byId(setting.option());
  }

  /** What the tools are. */
  static List<String> ofTools(Toolchain toolchain) {
    var bars = new ArrayList<String>();
    for (Tool tool : toolchain.tools()) {
      if (kind(Path.of(tool.path())) != FileKind.ELF) {
        bars.add("the " + tool.role() + " " + tool.path() + " is a script, which may do anything");
      }
    }
    String family = toolchain.linker().family();
    if (!Set.of("bfd", "lld", "mold").contains(family)) {
      bars.add("a linker of an unknown kind");
    }
    return bars;
  }

  static FileKind kind(Path file) {
    if (!Files.isRegularFile(file)) {
      return FileKind.UNKNOWN; // a pipe, perhaps, that took the place of what was made
    }
    try (InputStream in = Files.newInputStream(file)) {
      return FileKind.of(in.readNBytes(FileKind.HEAD));
    } catch (IOException | BadFile e) {
      return FileKind.UNKNOWN;
    }
  }

  /** Where prediction and observation of the reads disagree. */
  static List<String> ofReads(List<Read> reads, boolean observed) {
    if (!observed) {
      return List.of("the linker did not tell what it read");
    }
    var bars = new ArrayList<String>();
    for (Read read : reads) {
      if (read.path().indexOf(NO_TEXT) >= 0) {
        bars.add(read.path() + " stands for a name that is not UTF-8, which cannot be looked at");
      }
      if (read.how() == Read.How.OBSERVED) {
        bars.add("the linker read " + read.path() + ", which was not foreseen");
      } else if (read.how() == Read.How.PREDICTED && isTold(read)) {
        bars.add("the linker did not read " + read.path() + ", which was foreseen");
      }
    }
    return bars;
  }

  /** What was foreseen to make the link fail, which did not: something else was read then. */
  static List<String> ofTroubles(List<Binding.Trouble> troubles) {
    return troubles.stream()
        .filter(trouble -> UNREAD.contains(trouble.code()))
        .map(trouble -> "the linker found or read " + trouble.subject() + " and we did not")
        .toList();
  }

  /** Whether every linker tells of such a read. */
  private static boolean isTold(Read read) {
    String why = read.why();
    boolean named = why.equals("input") || why.startsWith("-l");
    return read.aspect() == Read.Aspect.CONTENT
        && named
        && !why.contains(", member of ")
        && !why.endsWith(Conditions.IF_KEPT)
        && !why.endsWith(Conditions.IF_USED);
  }

  /** What the files are that were read. */
  static List<String> ofFiles(List<Read> proved, Evidence evidence, Past past, Path folder) {
    var bars = new ArrayList<String>();
    var devices = new HashSet<Long>();
    var names = new CallerNames();
    for (Read read : proved) {
      if (names.has(folder.resolve(read.path()))) {
        bars.add(read.path() + " leads somewhere else in every process");
      }
      if (read.proof() != null && read.proof().form() == Read.Form.INTERMEDIATE) {
        bars.add(read.path() + " holds code that is made at link time");
      }
      if (read.proof() != null && read.proof().form() == Read.Form.REFERRING) {
        bars.add(read.path() + " names other files that the linker may look for");
      }
      if (read.proof() != null
          && read.proof().form() == Read.Form.THIN
          && !isOpened(read, proved)) {
        bars.add(read.path() + " is a thin archive, of which the members are not known");
      }
      FileIdentity identity = evidence.identity(read.path());
      if (identity == null) {
        continue;
      }
      if (!identity.isRegular() && !identity.isFolder()) {
        bars.add(read.path() + " is a pipe or device");
      } else if (devices.add(identity.dev())) {
        fileSystem(bars, identity, folder.resolve(read.path()), past);
      }
    }
    return bars;
  }

  /** Whether its members were foreseen: not if its name or format promised something else. */
  private static boolean isOpened(Read archive, List<Read> reads) {
    String member = ", member of " + archive.path();
    return reads.stream().anyMatch(read -> read.why().contains(member));
  }

  /** What became of an output. */
  static List<String> ofOutput(Bookkeeping.Placed placed, Past past) {
    Path file = placed.path();
    FileIdentity identity = placed.identity();
    var bars = new ArrayList<String>();
    if (identity != null
        && identity.size() % BLOCK == 0
        && !UpToDate.isElf(placed.output().role())) {
      bars.add(file + " may have been cut off by a full disk: it ends with a block");
    }
    if (Files.isSymbolicLink(file)) {
      bars.add(file + " is a symbolic link");
    }
    if (identity != null) {
      fileSystem(bars, identity, file, past);
    }
    return bars;
  }

  private static void fileSystem(List<String> to, FileIdentity identity, Path file, Past past) {
    String type = past.fileSystems.type(identity, file);
    if (!FileSystems.LOCAL.contains(type)) {
      to.add("time stamps of the file system of " + file + " (" + type + ") are not relied upon");
    }
  }

  /** Why the names of objects matter, or null. */
  static @Nullable String names(LinkPlan plan, List<Read> proved, int outputs, int said) {
    if (outputs > 1) {
      return "more than one file is made";
    }
    if (said > 0) {
      return "the linker printed messages";
    }
    for (Read read : proved) {
      if (read.proof() != null && read.proof().form() == Read.Form.LAYOUT) {
        return "the script " + read.path() + " may choose by name";
      }
    }
    for (Item item : plan.items()) {
      if (item instanceof Item.Input input && input.state().format() != null) {
        return "an input of a format of its own";
      }
      if (item instanceof Item.Setting setting) {
        Option option = option(setting);
        boolean reads = option != null && option.content() == Content.READ;
        boolean chooses = reads && !NAMELESS.contains(setting.option());
        if (chooses || BY_NAME.contains(setting.option())) {
          return "the option `" + setting.option() + "`";
        }
      }
    }
    return null;
  }
}
