package dev.tenon.doctor;

import dev.tenon.explain.Refused;
import dev.tenon.pipeline.Request;
import dev.tenon.setup.Place;
import dev.tenon.setup.Setup;
import java.util.List;
import java.util.stream.Collectors;

/** Whether what was set up is still there. */
final class SetupCheck implements Check {
  private final Place place;

  SetupCheck(Place place) {
    this.place = place;
  }

  @Override
  public List<Finding> look(Request request) {
    try {
      var setup = new Setup(place, 0);
      var ways =
          setup.present().ways().stream()
              .sorted()
              .map(way -> way.word())
              .collect(Collectors.joining(" "));
      if (ways.isEmpty()) {
        return List.of(
            Finding.note("setup", "nothing is set up", "tenon setup gcc clang cargo cmake"));
      }
      var lost = setup.lost();
      return List.of(
          lost.isEmpty()
              ? Finding.ok("setup", ways)
              : Finding.problem(
                  "setup",
                  ways + " was set up, but what was put there is gone or changed: " + lost,
                  "tenon setup " + ways));
    } catch (Refused e) {
      return List.of(Finding.problem("setup", String.valueOf(e.getMessage()), null));
    }
  }
}
