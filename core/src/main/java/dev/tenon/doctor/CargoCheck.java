package dev.tenon.doctor;

import dev.tenon.pipeline.Request;
import dev.tenon.setup.CargoLinker;
import dev.tenon.setup.Place;
import dev.tenon.setup.Way;
import dev.tenon.state.StateFolder;
import java.nio.file.Path;
import java.util.List;

/** Which linker cargo would have rustc call in this folder. */
final class CargoCheck implements Check {
  private final Place place;

  CargoCheck(Place place) {
    this.place = place;
  }

  @Override
  public List<Finding> look(Request request) {
    if (Ours.onPath("cargo", request) == null) {
      return List.of(Finding.note("cargo", "is not installed", null));
    }
    String home = request.environment().getOrDefault("HOME", "");
    String objection =
        home.startsWith("/") ? StateFolder.objectionToWriting(Path.of(home, ".rustup")) : null;
    if (objection != null) { // rustup's rustc writes its settings there when it is asked
      return List.of(Finding.note("cargo", "is not asked: " + objection, null));
    }
    CargoLinker found;
    try {
      found = CargoLinker.of(place);
    } catch (dev.tenon.model.BadRecord e) {
      return List.of(Finding.problem("cargo", e.place() + ": " + e.expectation(), "mend the file"));
    }
    boolean isSetUp = CompilerCheck.ways(place).contains(Way.CARGO);
    if (found.linker() == null) {
      String text = "calls cc for " + found.host() + ": no linker is configured";
      Path cc = Ours.onPath("cc", request);
      return List.of(
          isSetUp
              ? Finding.problem("cargo", text + ", though it is set up", "tenon setup cargo")
              : Finding.note(
                  "cargo", text + (cc == null ? "" : " (" + cc + ")"), "tenon setup cargo"));
    }
    Path program = Ours.onPath(found.linker(), request);
    String text = found.linker() + " for " + found.host() + ", by " + found.where();
    if (program == null) {
      return List.of(Finding.problem("cargo", "would call " + text + ", which is not there", null));
    }
    if (Ours.is(program, request)) {
      return List.of(Finding.ok("cargo", "links with Tenon: " + text));
    }
    return List.of(
        isSetUp
            ? Finding.problem(
                "cargo",
                "links with " + text + ", though Tenon is set up",
                "take it out there for builds of this folder")
            : Finding.note("cargo", "links with " + text, "tenon setup cargo"));
  }
}
