package dev.tenon.cli.programs;

import java.util.HashMap;
import java.util.Map;

/** Whether compilers find Tenon, as after {@code tenon setup gcc}, and whether it may answer. */
enum Mode {
  BARE,
  DAEMON_UP,
  DAEMON_DOWN,
  OFF;

  Workshop of(Workshop shop) {
    var environment = new HashMap<String, String>();
    if (this != BARE) environment.put("COMPILER_PATH", Workshop.BIN.toString());
    var daemon = this == DAEMON_UP ? "wait" : "off";
    environment.putAll(Map.of("TENON_HEAD", daemon, "TENON_DAEMON", daemon));
    if (this == OFF) environment.put("TENON", "off");
    return shop.with(environment);
  }
}
