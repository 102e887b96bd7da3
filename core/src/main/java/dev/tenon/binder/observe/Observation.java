package dev.tenon.binder.observe;

import dev.tenon.binder.Conditions;
import dev.tenon.model.Binding;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.Read;
import dev.tenon.model.RootedPath;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
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

  /**
   * What was read, after the link.
   *
   * @param dependencies the text of the dependency file; null if there is none
   * @param output what the linker printed on standard output if it was traced
   */
  public List<Read> reads(Binding binding, @Nullable String dependencies, String output) {
    return reads(binding, dependencies, output, Observation::real);
  }

  /**
   * The same, on any machine.
   *
   * @param real an absolute path without symbolic links, after the link; null if nothing is there
   */
  List<Read> reads(
      Binding binding,
      @Nullable String dependencies,
      String output,
      Function<String, @Nullable String> real) {
    String family = binding.toolchain().linker().family();
    var names = new Names(family, binding.roots().getOrDefault(RootedPath.CWD, ""), real);
    if (dependencies != null) {
      DependencyFile.parse(dependencies, family).forEach(names::tell);
    }
    if (isTraced) {
      members(binding, output, names).forEach(names::tell);
    }
    return new Account(binding.reads(), names).reads(dependencies != null, isTraced);
  }

  private static @Nullable String real(String path) {
    try {
      return Path.of(path).toRealPath().toString();
    } catch (IOException | InvalidPathException e) {
      return null;
    }
  }

  /** Lines of the trace that name members which may be used. */
  private static List<String> members(Binding binding, String output, Names names) {
    Set<String> possible = new HashSet<>();
    for (Read read : binding.reads()) {
      if (read.why().endsWith(Conditions.IF_USED)) {
        possible.add(names.clean(read.path()));
      }
    }
    return output.lines().filter(line -> possible.contains(names.clean(line))).toList();
  }
}
