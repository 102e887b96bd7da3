package dev.tenon.cli;

import dev.tenon.daemon.Caller;
import dev.tenon.daemon.Place;
import dev.tenon.doctor.Check;
import dev.tenon.doctor.Finding;
import dev.tenon.doctor.ProgramCheck;
import dev.tenon.pipeline.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code tenon doctor [--json]}: what is active where. */
final class DoctorVerb {
  private DoctorVerb() {}

  static int run(Request request) throws IOException {
    boolean json = request.words().equals(List.of("--json"));
    if (!json && !request.words().isEmpty()) {
      return Verbs.usage(request, "tenon doctor takes --json or nothing");
    }
    var findings = new ArrayList<Finding>();
    for (Check check : checks(request)) {
      findings.addAll(check.look(request));
    }
    var text = new StringBuilder();
    findings.forEach(finding -> text.append(finding.print()));
    Verbs.print(request, json ? Finding.json(findings) : text.toString());
    return Finding.isWell(findings) ? 0 : 1;
  }

  /** The order in which they tell what they found. */
  private static List<Check> checks(Request request) {
    var checks = new ArrayList<Check>(Check.all(SetupVerb.place(request)));
    checks.add(new ProgramCheck(System.getProperty("java.home", "")));
    checks.add(DoctorVerb::head);
    return checks;
  }

  private static List<Finding> head(Request request) {
    try {
      var place = Place.of(request.environment());
      String objection = place.objection();
      if (objection != null) {
        return List.of(
            Finding.problem(
                "head",
                "cannot come up, so links go to the real linker: " + objection,
                "TENON_RUNTIME names another folder"));
      }
      var heads = new Caller(place).tell("status");
      return List.of(
          heads.isEmpty()
              ? Finding.note("head", "is not up; the next link starts it", null)
              : Finding.ok("head", "is up: " + String.join(" ", heads.keySet())));
    } catch (IOException e) {
      return List.of(
          Finding.problem(
              "head", "cannot be asked: " + e.getMessage(), "tenon daemon log says more"));
    }
  }
}
