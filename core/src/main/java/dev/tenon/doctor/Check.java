package dev.tenon.doctor;

import dev.tenon.pipeline.Request;
import dev.tenon.setup.Place;
import java.util.List;

/** One thing that the doctor looks at. */
public interface Check {
  /** What was found, in the order in which it is told. */
  List<Finding> look(Request request);

  /** Every check that needs nothing but the request. */
  static List<Check> all(Place place) {
    return List.of(
        new SwitchCheck(),
        new SetupCheck(place),
        CompilerCheck.gcc(place),
        CompilerCheck.clang(place),
        new CargoCheck(place),
        new CmakeCheck(place),
        new PathCheck(),
        new LinkersCheck(),
        new StateCheck());
  }
}
