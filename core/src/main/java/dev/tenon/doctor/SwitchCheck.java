package dev.tenon.doctor;

import dev.tenon.pipeline.Request;
import java.util.List;

/** {@code TENON=off}. */
final class SwitchCheck implements Check {
  @Override
  public List<Finding> look(Request request) {
    return "off".equals(request.environment().get("TENON"))
        ? List.of(
            Finding.note("switch", "TENON=off: every call goes to the real tool", "unset TENON"))
        : List.of();
  }
}
