package dev.tenon.binder.observe;

import dev.tenon.binder.Conditions;
import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.OutputKind;
import dev.tenon.model.Read;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Why what a link reads cannot be known, neither from what we foresee nor from what the linker
 * tells. Where it tells nothing of a file and we foresee the file, there is no gap: see the table
 * of this package.
 */
public final class Gaps {
  /** Options behind which other code runs, or code that opens files of its own choice. */
  private static final Map<String, String> OPTIONS =
      Map.of(
          "mllvm", "an argument of LLVM may read, write or print anything",
          "load-pass-plugin", "passes that are loaded may read anything",
          "remap-inputs", "inputs are replaced by the names of files",
          "remap-inputs-file", "inputs are replaced by the names of files",
          "thinlto-cache-dir", "objects are taken from a folder and removed from it",
          "thinlto-single-module", "which modules are read depends on their names");

  private static final Pattern GCC_PLUGIN =
      Pattern.compile(".*/gcc(-cross)?/[^/]+/[^/]+/liblto_plugin\\.so[.0-9]*");

  private Gaps() {}

  /**
   * One sentence for each; none if every file is foreseen or told.
   *
   * @param family of the linker that runs
   * @param reads after observation
   */
  public static List<String> of(LinkPlan plan, String family, List<Read> reads) {
    Set<String> found = new LinkedHashSet<>();
    if (family.equals("mold") && plan.kind() == OutputKind.RELOCATABLE) {
      found.add("mold does not tell what it reads for an object made of objects");
    }
    for (Item item : plan.items()) {
      if (item instanceof Item.Setting(var option, var value)) {
        String what = OPTIONS.get(option);
        if (what != null) {
          found.add(what + " (--" + option + ")");
        }
        boolean isPlugin = option.equals("plugin") && !family.equals("lld");
        if (isPlugin && value instanceof Item.Value.File(var file) && !isOfGcc(file.path())) {
          found.add("the plugin " + file.path() + " may read anything");
        }
      }
    }
    found.addAll(contradictions(family, reads));
    return List.copyOf(found);
  }

  /**
   * GCC's plugin reads what the linker gives it, and makes objects of intermediate code alone. It
   * lies among the compiler's own programs; another file of that name may do anything.
   */
  static boolean isOfGcc(String plugin) {
    return GCC_PLUGIN.matcher(plugin).matches();
  }

  /** GNU ld tells every library that it opens because another one needs it. */
  private static List<String> contradictions(String family, List<Read> reads) {
    List<String> found = new ArrayList<>();
    boolean tells = reads.stream().anyMatch(read -> read.how() != Read.How.PREDICTED);
    for (Read read : reads) {
      boolean isFound = read.aspect() == Read.Aspect.CONTENT && isNeeded(read.why());
      if (tells && isFound && read.how() == Read.How.PREDICTED && family.equals("bfd")) {
        found.add("the linker did not read " + read.path() + ", which was foreseen");
      }
    }
    return found;
  }

  private static boolean isNeeded(String why) {
    return why.startsWith(Conditions.NEEDED_BY) && !why.endsWith(Conditions.IF_KEPT);
  }
}
