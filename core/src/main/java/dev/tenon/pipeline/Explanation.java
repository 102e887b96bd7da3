package dev.tenon.pipeline;

import dev.tenon.driver.Outcome;
import dev.tenon.explain.Code;
import dev.tenon.explain.CommandLine;
import dev.tenon.explain.Message;
import dev.tenon.explain.Packages;
import dev.tenon.model.Binding;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.Toolchain;
import dev.tenon.option.Family;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What is added below the messages of a link that failed: its cause and its cure. */
record Explanation(Request request, Bonds bonds) {
  private static final Packages PACKAGES = new DpkgPackages(Path.of("/var/lib/dpkg/info"));

  static boolean isWanted(Request request) {
    return !"off".equals(request.environment().get("TENON_EXPLAIN"));
  }

  /**
   * @param command that failed; empty if none was started
   */
  void print(
      LinkPlan plan, Toolchain toolchain, Family family, Outcome outcome, List<String> command)
      throws IOException {
    Binding examined = bonds.examine(plan, toolchain);
    Path output = bonds.file(plan.primary());
    for (Message message : Failures.explain(examined, outcome, output, PACKAGES)) {
      Message whole =
          message.code() == Code.T0500 && !command.isEmpty()
              ? message.note("command: " + CommandLine.folded(command))
              : OptionAdvice.with(message, plan, family);
      request.err().write(whole.print().getBytes(StandardCharsets.UTF_8));
    }
    request.err().flush();
  }
}
