package dev.tenon.doctor;

import dev.tenon.binder.Toolchains;
import dev.tenon.model.Tool;
import dev.tenon.pipeline.DefaultLinker;
import dev.tenon.pipeline.Request;
import java.util.ArrayList;
import java.util.List;

/** The real linkers behind us, and which of them an ordinary link would get. */
final class LinkersCheck implements Check {
  @Override
  public List<Finding> look(Request request) {
    var findings = new ArrayList<Finding>();
    var tools = new Toolchains(request.state(), request.environment());
    for (String family : List.of("bfd", "lld", "mold", "gold")) {
      Tool tool = tools.find("linker", family, request.folder(), request.own());
      if (tool != null) {
        findings.add(Finding.ok("linker", family + " " + tool.version() + ": " + tool.path()));
      }
    }
    if (findings.isEmpty()) {
      findings.add(Finding.problem("linker", "none is installed", "install binutils, lld or mold"));
      return findings;
    }
    DefaultLinker taken = DefaultLinker.of(request);
    String wish = request.environment().getOrDefault("TENON_ENGINE", "");
    findings.add(
        taken == null
            ? Finding.problem(
                "linker", "TENON_ENGINE=" + wish + " is not installed", "unset TENON_ENGINE")
            : Finding.ok("linker", "taken by default: " + taken.name() + "; " + taken.reason()));
    return findings;
  }
}
