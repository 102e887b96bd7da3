package dev.tenon.doctor;

import dev.tenon.pipeline.Request;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whether programs that call {@code ld} themselves find us, and who calls {@code tenon}. */
final class PathCheck implements Check {
  @Override
  public List<Finding> look(Request request) {
    var findings = new ArrayList<Finding>();
    Path ld = Ours.onPath("ld", request);
    if (ld != null && Ours.is(ld, request)) {
      findings.add(Finding.ok("path", "`ld` on PATH is Tenon: " + ld));
    } else {
      findings.add(
          Finding.note(
              "path",
              ld == null ? "there is no `ld` on PATH" : "`ld` on PATH is " + ld,
              "programs that call ld themselves find Tenon when "
                  + request.own().getLast()
                  + " comes first on PATH"));
    }
    Path bin = request.own().getLast();
    for (String name : List.of("ld", "ld.bfd", "ld.lld", "ld.mold", "tenon-cc", "tenon-c++")) {
      if (!Files.isExecutable(bin.resolve(name))) {
        findings.add(
            Finding.problem(
                "path", bin.resolve(name) + " is missing", "run tenon --version to make it"));
      }
    }
    return findings;
  }
}
