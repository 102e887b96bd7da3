package dev.tenon.keep;

import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.Read;
import dev.tenon.model.Receipt;
import dev.tenon.model.RootedPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What differs between the plan of a receipt and today's.
 *
 * <p>Compilers give their objects new names each time: {@code /tmp/ccX1b2c3.o}, {@code
 * rg-0123.rcgu.o}, {@code /tmp/rustcX1b2c3/symbols.o}. Where a name enters no output, a plan that
 * differs in nothing else is the same plan.
 *
 * @param renamed old name to new one, of inputs and of search folders in which nothing was found;
 *     what is found under the new names is for {@link UpToDate} to see
 */
record Changes(List<Reason> reasons, Map<String, String> renamed) {
  private static final int SHOWN = 20;

  private static final Set<String> LISTS =
      Set.of("version-script", "dynamic-list", "export-dynamic-symbol-list");

  /** Where the plugin of GCC writes what became of symbols; without intermediate code, nothing. */
  private static final String RESOLUTION = "-fresolution=";

  static Changes between(Receipt last, LinkPlan now) {
    var reasons = new ArrayList<Reason>();
    LinkPlan before = last.plan();
    if (before.equals(now)) {
      return new Changes(List.of(), Map.of());
    }
    differ(reasons, "the output kind", before.kind(), now.kind());
    differ(reasons, "-static", before.isStatic(), now.isStatic());
    differ(reasons, "the target", before.target(), now.target());
    differ(reasons, "the compiler driver", before.driver(), now.driver());
    differ(reasons, "the linker asked for", before.linker(), now.linker());
    differ(reasons, "the layout", before.layout(), now.layout());
    differ(reasons, "the outputs", before.outputs(), now.outputs());
    Names names = before.items().size() == now.items().size() ? names(last, now) : null;
    if (names == null) {
      items(reasons, before.items(), now.items());
    } else {
      reasons.addAll(names.wrong);
    }
    return new Changes(List.copyOf(reasons), names == null ? Map.of() : Map.copyOf(names.renamed));
  }

  private static void differ(
      List<Reason> to, String what, @Nullable Object before, @Nullable Object now) {
    if (!Objects.equals(before, now)) {
      to.add(new Reason.Asked(what, String.valueOf(before), String.valueOf(now)));
    }
  }

  private record Names(Map<String, String> renamed, List<Reason> wrong) {}

  /** Null if more than names differs. */
  private static @Nullable Names names(Receipt last, LinkPlan now) {
    var renamed = new HashMap<String, String>();
    var inputs = new HashMap<String, String>();
    var back = new HashMap<String, String>();
    var wrong = new ArrayList<Reason>();
    for (int i = 0; i < now.items().size(); i++) {
      Item was = last.plan().items().get(i);
      Item is = now.items().get(i);
      if (was instanceof Item.Input one
          && is instanceof Item.Input other
          && one.state().equals(other.state())) {
        String old = written(one.file());
        String fresh = written(other.file());
        // Twice the same stays twice the same, and two stay two.
        inputs.putIfAbsent(old, fresh);
        back.putIfAbsent(fresh, old);
        if (!fresh.equals(inputs.get(old)) || !old.equals(back.get(fresh))) {
          return null;
        }
        if (!one.file().equals(other.file())) {
          if (!named(one.file()) || !named(other.file())) {
            return null;
          }
          String why = why(last, old, fresh);
          if (why != null) {
            wrong.add(new Reason.Renamed(old, fresh, why));
          }
          renamed.put(old, fresh);
        }
      } else if (!was.equals(is)) {
        String[] folder = folder(was, is);
        String[] list = list(last, was, is);
        if (list != null) {
          renamed.put(list[0], list[1]);
        } else if (folder != null && nothingFound(last, folder[0])) {
          renamed.put(folder[0] + "/", folder[1] + "/");
        } else if (!isResolution(was) || !isResolution(is)) {
          return null;
        }
      }
    }
    // A name that the plan had before for something else is no new name.
    boolean isNew = renamed.values().stream().noneMatch(inputs::containsKey);
    return isNew ? new Names(renamed, wrong) : null;
  }

  /** Lists of symbols, old name and new: only messages repeat such a name. */
  private static String @Nullable [] list(Receipt last, Item was, Item is) {
    if (was instanceof Item.Setting(String option, Item.Value.File(RootedPath one))
        && is instanceof Item.Setting(String same, Item.Value.File(RootedPath other))
        && option.equals(same)
        && LISTS.contains(option)
        && named(one)
        && named(other)
        && Objects.requireNonNull(last.standing()).names() == null) {
      String old = written(one);
      for (Read read : last.reads()) {
        // Not one that was found in some folder after it was looked for elsewhere.
        if (read.path().equals(old)) {
          boolean plain = read.aspect() == Read.Aspect.CONTENT && read.why().equals(option);
          return plain ? new String[] {old, written(other)} : null;
        }
      }
    }
    return null;
  }

  private static boolean isResolution(Item item) {
    return item instanceof Item.Setting(String option, Item.Value.Text(String text))
        && (option.equals("plugin-opt") || option.equals("cc.plugin-opt"))
        && text.startsWith(RESOLUTION);
  }

  /** Why the name of this input matters, or null. */
  private static @Nullable String why(Receipt last, String old, String fresh) {
    Receipt.Standing standing = Objects.requireNonNull(last.standing());
    if (standing.names() != null) {
      return standing.names();
    }
    String base = base(old);
    boolean sameBase = base.equals(base(fresh));
    for (Read read : last.reads()) {
      if (read.path().equals(old)) {
        boolean plain =
            read.aspect() == Read.Aspect.CONTENT
                && read.why().equals("input")
                && read.proof() != null;
        Read.Form form = plain ? Objects.requireNonNull(read.proof()).form() : Read.Form.OTHER;
        boolean bfd = last.toolchain().linker().family().equals("bfd");
        if (form == Read.Form.NAMELESS && bfd && !sameBase) {
          return "it names no source, so GNU ld writes its own name into the output";
        }
        if (form != Read.Form.OBJECT && form != Read.Form.NAMELESS) {
          return "it is no plain object";
        }
        // Scripts of linkers place constructors by the names of the compiler's start-up objects.
        return !sameBase && (base.contains("crt") || base(fresh).contains("crt"))
            ? "start-up objects are known by their names"
            : null;
      }
    }
    return "it was not among what the last link read";
  }

  private static boolean named(RootedPath file) {
    return file.root().equals(RootedPath.CWD) || file.root().equals(RootedPath.HOST);
  }

  private static String written(RootedPath file) {
    return switch (file.root()) {
      case RootedPath.CWD -> file.path();
      case RootedPath.HOST -> "/" + file.path();
      default -> file.toString();
    };
  }

  /** Two search folders, old and new, if the items are that and their names are plain. */
  private static String @Nullable [] folder(Item was, Item is) {
    String old = folder(was);
    String fresh = folder(is);
    return old == null || fresh == null ? null : new String[] {old, fresh};
  }

  private static @Nullable String folder(Item item) {
    if (!(item instanceof Item.Setting(String option, Item.Value value))
        || !option.equals("library-path") && !option.equals("cc.library-path")) {
      return null;
    }
    String name =
        switch (value) {
          case Item.Value.Text(String text) -> text;
          case Item.Value.File(RootedPath file) -> named(file) ? written(file) : "";
          case Item.Value.Flag _ -> "";
        };
    boolean plain =
        name.startsWith("/")
            && name.length() > 1
            && !name.endsWith("/")
            && !name.contains("//")
            && !(name + "/").contains("/./")
            && !(name + "/").contains("/../");
    return plain ? name : null;
  }

  private static boolean nothingFound(Receipt last, String folder) {
    return last.reads().stream()
        .noneMatch(read ->
            read.aspect() != Read.Aspect.ABSENCE
                && (read.path().startsWith(folder + "/") || read.path().equals(folder)));
  }

  /** The names under which the same is to be looked for today. */
  static List<String> renamed(Read read, Map<String, String> renamed) {
    if (renamed.isEmpty()) {
      return List.of(read.path());
    }
    if (read.aspect() != Read.Aspect.ABSENCE) {
      return List.of(renamed.getOrDefault(read.path(), read.path()));
    }
    var names = new ArrayList<>(List.of(read.path()));
    renamed.forEach((old, fresh) -> {
      if (old.endsWith("/") && read.path().startsWith(old)) {
        names.add(fresh + read.path().substring(old.length()));
      }
    });
    return names;
  }

  private static String base(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static void items(List<Reason> to, List<Item> before, List<Item> now) {
    Set<Item> old = new HashSet<>(before);
    Set<Item> fresh = new HashSet<>(now);
    int first = to.size();
    before.stream()
        .filter(item -> !fresh.contains(item) && !isResolution(item))
        .limit(SHOWN)
        .forEach(item -> to.add(new Reason.Removed(text(item))));
    now.stream()
        .filter(item -> !old.contains(item) && !isResolution(item))
        .limit(SHOWN)
        .forEach(item -> to.add(new Reason.Added(text(item))));
    if (to.size() == first && !before.equals(now)) {
      to.add(new Reason.Order());
    }
  }

  /** An item as its linker would be told it, more or less. */
  private static String text(Item item) {
    return switch (item) {
      case Item.Input input -> written(input.file());
      case Item.Library(String name, boolean exact, _) -> "-l" + (exact ? ":" : "") + name;
      case Item.Setting(String option, Item.Value value) ->
          switch (value) {
            case Item.Value.Flag(boolean on) -> (on ? "" : "no ") + option;
            case Item.Value.Text(String text) -> option + " " + text;
            case Item.Value.File(RootedPath file) -> option + " " + written(file);
          };
      case Item.Generated generated -> generated.name();
      case Item.Implicit _ -> "the driver's own libraries";
      case Item.Raw(String word) -> word;
    };
  }
}
