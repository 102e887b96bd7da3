package dev.tenon.binder.observe;

import dev.tenon.binder.Conditions;
import dev.tenon.model.Binding;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.Read;
import dev.tenon.model.RootedPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How a linker is asked what it reads.
 *
 * @param words to add to its command line
 * @param dependencyFile that it will write; null if it cannot be asked for
 * @param isTraced whether the names of inputs come on standard output
 */
public record Observation(List<String> words, @Nullable String dependencyFile, boolean isTraced) {
  private static final String ROLE = "dependency-file";

  public Observation {
    words = List.copyOf(words);
  }

  /**
   * @param file to write dependencies to, where the plan does not ask for such a file itself
   * @param isOutputFree whether nobody else reads what the linker prints on standard output
   */
  public static Observation of(Binding binding, String file, boolean isOutputFree) {
    String family = binding.toolchain().linker().family();
    List<String> words = new ArrayList<>();
    String dependencies = null;
    RootedPath own = own(binding.plan());
    if (own != null) {
      dependencies = null;
    } else if (Set.of("bfd", "lld", "mold").contains(family)) {
      dependencies = file;
      words.add("--dependency-file=" + file);
    }
    boolean isTraced = isOutputFree && family.equals("bfd") && hasUsedMembers(binding);
    if (isTraced) {
      words.add("--trace");
    }
    return new Observation(words, dependencies, isTraced);
  }

  /** The dependency file that the plan asks for itself, or null. */
  public static @Nullable RootedPath own(LinkPlan plan) {
    for (LinkPlan.Output output : plan.outputs()) {
      if (output.role().equals(ROLE)) {
        return output.file();
      }
    }
    return null;
  }

  private static boolean hasUsedMembers(Binding binding) {
    return binding.reads().stream().anyMatch(read -> read.why().endsWith(Conditions.IF_USED));
  }

  /** What was read, after the link, on the machine that we run on. */
  public List<Read> reads(Binding binding, @Nullable String dependencies, String output) {
    return reads(binding, dependencies, output, path -> Files.exists(Path.of(path)));
  }

  /**
   * What was read, after the link.
   *
   * @param dependencies the text of the dependency file; null if there is none
   * @param output what the linker printed on standard output if it was traced
   * @param isThere whether an absolute path leads to something now, after the link: objects that a
   *     plugin made for the linker are told and are gone
   */
  public List<Read> reads(
      Binding binding, @Nullable String dependencies, String output, Predicate<String> isThere) {
    String family = binding.toolchain().linker().family();
    String folder = binding.roots().getOrDefault(RootedPath.CWD, "");
    List<String> told =
        dependencies == null ? List.of() : DependencyFile.parse(dependencies, family);
    List<String> observed = new ArrayList<>(told);
    observed.removeIf(path -> !isThere.test(path.startsWith("/") ? path : folder + "/" + path));
    boolean optimises = dependencies == null || observed.size() < told.size();
    Set<String> members = isTraced ? members(binding, output, folder) : Set.of();
    observed.addAll(members);
    List<Read> predicted = new ArrayList<>(binding.reads());
    predicted.removeIf(read -> !optimises && read.why().endsWith(Conditions.IF_OPTIMISED));
    return merge(predicted, observed, folder, dependencies != null, isTraced);
  }

  /** Lines of the trace that name members which may be used. */
  private static Set<String> members(Binding binding, String output, String folder) {
    Set<String> possible = new HashSet<>();
    for (Read read : binding.reads()) {
      if (read.why().endsWith(Conditions.IF_USED)) {
        possible.add(key(read.path(), folder));
      }
    }
    Set<String> found = new HashSet<>();
    output.lines().filter(line -> possible.contains(key(line, folder))).forEach(found::add);
    return found;
  }

  /**
   * Predicted and observed reads as one list, the predicted ones first and in their order. What was
   * predicted under a condition goes if the observation could have told it and did not.
   *
   * @param observed files that the linker says it read
   * @param folder where relative names begin
   * @param tellsInputs whether {@code observed} would have every shared library
   * @param tellsMembers whether it would have every member of a thin archive
   */
  public static List<Read> merge(
      List<Read> predicted,
      List<String> observed,
      String folder,
      boolean tellsInputs,
      boolean tellsMembers) {
    Map<String, String> open = new LinkedHashMap<>();
    observed.forEach(path -> open.putIfAbsent(key(path, folder), path));
    Set<String> told = Set.copyOf(open.keySet());
    Set<String> refuted = tellsInputs ? refuted(predicted, told, folder) : Set.of();
    List<Read> reads = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (Read read : predicted) {
      String key = key(read.path(), folder);
      boolean isTold = told.contains(key) && read.aspect() == Read.Aspect.CONTENT;
      boolean isUnused = tellsMembers && !isTold && read.why().endsWith(Conditions.IF_USED);
      if (isUnused || refuted.contains(read.why()) || !known.add(read.aspect() + read.path())) {
        continue;
      }
      open.remove(key);
      reads.add(isTold ? read.with(Read.How.BOTH) : read);
    }
    open.forEach((_, path) ->
        reads.add(new Read(path, Read.Aspect.CONTENT, Read.How.OBSERVED, "told by the linker")));
    return List.copyOf(reads);
  }

  /** Reasons under a condition whose finds were not read: the condition did not hold. */
  private static Set<String> refuted(List<Read> predicted, Set<String> told, String folder) {
    Map<String, Boolean> holds = new HashMap<>();
    for (Read read : predicted) {
      if (read.why().endsWith(Conditions.IF_KEPT)
          && read.aspect() == Read.Aspect.CONTENT
          && Conditions.isLibrary(read.path())) {
        holds.merge(read.why(), told.contains(key(read.path(), folder)), Boolean::logicalOr);
      }
    }
    Set<String> refuted = new HashSet<>();
    holds.forEach((why, isTold) -> {
      if (!isTold) {
        refuted.add(why);
      }
    });
    return refuted;
  }

  /** The same file has the same key in the spelling of the plan and in that of the linker. */
  private static String key(String path, String folder) {
    String absolute = path.startsWith("/") ? path : folder + "/" + path;
    // LLD writes a backslash in a name as a slash, mold takes a folder and .. behind it away.
    List<String> parts = new ArrayList<>();
    for (String part : absolute.replace('\\', '/').split("/")) {
      if (part.equals("..") && !parts.isEmpty()) {
        parts.removeLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }
}
