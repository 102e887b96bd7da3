package dev.tenon.pipeline;

import dev.tenon.model.LinkPlan;
import dev.tenon.model.json.PlanJson;

/** {@code TENON_ROUNDTRIP=1}: the plan goes through its JSON and forgets how it was written. */
final class RoundTrip {
  private RoundTrip() {}

  static boolean isAsked(Request request) {
    return "1".equals(request.environment().get("TENON_ROUNDTRIP"));
  }

  static LinkPlan of(LinkPlan plan, Request request) {
    return isAsked(request)
        ? PlanJson.read(PlanJson.write(plan.withoutProvenance()).print()).toRun()
        : plan;
  }
}
