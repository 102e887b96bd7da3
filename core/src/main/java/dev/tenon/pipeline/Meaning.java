package dev.tenon.pipeline;

import dev.tenon.binder.Facts;
import dev.tenon.binder.Toolchains;
import dev.tenon.keep.UpToDate;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.Tool;
import dev.tenon.model.Toolchain;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one call of a linker means: a function of the linker, the arguments, the variables and the
 * working folder.
 *
 * @param facts of the linker
 * @param today what is asked for, to be held against receipts
 * @param output the primary one, absolute
 * @param adds whether arguments of ours may stand before the caller's
 * @param files that the plan names, as the arguments have them
 * @param searched directories in which libraries are searched
 * @param responses absolute names of the response files that the arguments were read from
 */
record Meaning(
    Tool linker,
    Facts facts,
    LinkPlan plan,
    Toolchain toolchain,
    UpToDate.Today today,
    Path output,
    boolean adds,
    List<String> files,
    List<String> searched,
    Set<String> responses) {
  static Meaning of(
      Request request,
      Toolchains tools,
      Tool linker,
      Facts facts,
      LinkPlan plan,
      Set<String> responses) {
    var bonds = new Bonds(request, tools, Map.of());
    Path output = bonds.output(plan);
    Toolchain toolchain = bonds.toolchain(linker, "it is what the caller would have run", output);
    return new Meaning(
        linker,
        facts,
        plan,
        toolchain,
        bonds.today(plan, toolchain),
        output,
        Bars.mayAdd(plan, linker.family(), request.environment()),
        Named.files(plan, bonds),
        Named.searched(plan, bonds),
        Set.copyOf(responses));
  }
}
