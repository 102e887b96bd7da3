package dev.tenon.pipeline;

import dev.tenon.binder.Binder;
import dev.tenon.binder.RealWorld;
import dev.tenon.binder.Toolchains;
import dev.tenon.binder.World;
import dev.tenon.keep.UpToDate;
import dev.tenon.model.Binding;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.RootedPath;
import dev.tenon.model.Tool;
import dev.tenon.model.Toolchain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Binds the plans of one request to its machine, with the names that files have there. */
final class Bonds {
  private final Request request;
  private final Toolchains tools;
  private final Map<String, String> roots;

  /**
   * @param roots folders of the roots that the plan uses beyond those that every machine has
   */
  Bonds(Request request, Toolchains tools, Map<String, String> roots) {
    this.request = request;
    this.tools = tools;
    this.roots = new HashMap<>(roots);
    this.roots.put(RootedPath.CWD, request.folder().toString());
  }

  Map<String, String> roots() {
    return roots;
  }

  Binding bind(LinkPlan plan, Toolchain toolchain, Glances glances) {
    World world = new SeenWorld(new RealWorld(tools::builtIn), glances, request.memory().blocks());
    return Binder.bind(plan, toolchain, roots, world);
  }

  /** The same at greater length, to find out what is wrong. */
  Binding examine(LinkPlan plan, Toolchain toolchain) {
    return Binder.examine(plan, toolchain, roots, new RealWorld(tools::builtIn));
  }

  /** Other formats have the output's base name inside. */
  boolean isElf(LinkPlan plan, Tool linker) {
    String target = plan.target();
    return target == null
        ? !linker.family().equals("bfd") || tools.builtIn(linker, null).format().startsWith("elf")
        : target.startsWith("elf");
  }

  /** What is asked for now, to be held against the receipt of an earlier link. */
  UpToDate.Today today(LinkPlan plan, Toolchain toolchain) {
    return new UpToDate.Today(
        request.folder().toString(),
        plan.withoutProvenance(),
        toolchain,
        roots,
        Surroundings.messages(request, toolchain.linker()));
  }

  /**
   * A linker as it would be run for an output.
   *
   * @param reason why this one
   */
  Toolchain toolchain(Tool linker, String reason, Path output) {
    return new Toolchain(
        List.of(linker), Set.of(), reason, Surroundings.direct(request, linker, output));
  }

  Path file(RootedPath file) {
    return request.folder().resolve(FileNames.written(file, roots));
  }

  Path output(LinkPlan plan) {
    return file(plan.primary()).normalize();
  }

  /** The files that a link writes, without symbolic links on the way to them. */
  Set<Path> written(LinkPlan plan) {
    var files = new HashSet<Path>();
    for (LinkPlan.Output output : plan.outputs()) {
      if (!output.file().equals(RootedPath.STDOUT)) {
        files.add(real(file(output.file())));
      }
    }
    return files;
  }

  private static Path real(Path file) {
    Path folder = file.getParent();
    Path name = file.getFileName();
    try {
      return folder == null || name == null ? file : folder.toRealPath().resolve(name);
    } catch (IOException e) {
      return file; // there is no such directory: nothing will be written
    }
  }

  Map<LinkPlan.Output, String> names(LinkPlan plan) {
    var names = new HashMap<LinkPlan.Output, String>();
    for (LinkPlan.Output output : plan.outputs()) {
      names.put(output, FileNames.written(output.file(), roots));
    }
    return names;
  }
}
