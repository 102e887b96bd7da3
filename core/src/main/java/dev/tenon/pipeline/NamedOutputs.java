package dev.tenon.pipeline;

import dev.tenon.binder.Binder;
import dev.tenon.binder.RealWorld;
import dev.tenon.binder.Toolchains;
import dev.tenon.frontend.ld.LdFrontend;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.Tool;
import java.util.Map;

/** What the outputs of a link are called where the words alone do not say it. */
final class NamedOutputs {
  private NamedOutputs() {}

  /** Whether a linker makes PE files when it is not told what to make. */
  static boolean isWindows(Tool linker) {
    return linker.path().contains("mingw");
  }

  /** Whether the arguments say it, and no file is read for it. */
  static boolean areIn(LdFrontend.Parsed parsed) {
    return parsed.isNamed()
        && parsed.plan().outputs().stream().noneMatch(output -> output.role().equals("map-file"));
  }

  static LinkPlan of(LdFrontend.Parsed parsed, Tool linker, Request request, Toolchains tools) {
    LinkPlan plan = parsed.plan();
    if (areIn(parsed)) {
      return plan;
    }
    var bonds = new Bonds(request, tools, Map.of());
    return Binder.named(
        plan,
        parsed.isNamed(),
        bonds.toolchain(linker, "the caller's", request.folder()),
        bonds.roots(),
        new RealWorld(tools::builtIn));
  }
}
