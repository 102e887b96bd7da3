package dev.tenon.pipeline;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The variables that linkers and compiler drivers read. */
final class Surroundings {
  private static final Set<String> NAMES =
      Set.of(
          "PATH",
          "LD_RUN_PATH",
          "LD_LIBRARY_PATH",
          "LIBRARY_PATH",
          "COMPILER_PATH",
          "GCC_EXEC_PREFIX",
          "COLLECT_GCC",
          "COLLECT_GCC_OPTIONS",
          "COLLECT_LTO_WRAPPER",
          "LDEMULATION",
          "GNUTARGET",
          "LD_PRELOAD",
          "LD_AUDIT",
          "LD_HASH_STYLE",
          "LLD_REPRODUCE",
          "LLD_VERSION",
          "MOLD_DEBUG",
          "MOLD_JOBS",
          "MOLD_REPRO",
          "SOURCE_DATE_EPOCH",
          "ZERO_AR_DATE",
          "TMPDIR",
          "LANG",
          "LANGUAGE",
          "LC_ALL",
          "LC_COLLATE",
          "LC_CTYPE",
          "LC_MESSAGES");

  /** A linker that is called itself looks for no programs and leaves nothing behind. */
  private static final Set<String> DRIVERS = Set.of("PATH", "TMPDIR");

  private Surroundings() {}

  /** Those that a linker reads. */
  static Map<String, String> direct(Request request) {
    Map<String, String> variables = new HashMap<>(relevant(request));
    variables.keySet().removeAll(DRIVERS);
    return variables;
  }

  /**
   * The caller's environment less what leads compilers to us: a driver that we run is told itself
   * which linker to take, and when asked for its own it must not name us.
   */
  static Map<String, String> withoutSetup(Request request) {
    String ours = request.state().resolve("setup") + "/";
    String path = request.environment().getOrDefault("COMPILER_PATH", "");
    if (!path.contains(ours)) {
      return request.environment();
    }
    String rest =
        Arrays.stream(path.split(":", -1))
            .filter(entry -> !entry.startsWith(ours))
            .collect(Collectors.joining(":"));
    var environment = new HashMap<>(request.environment());
    if (rest.isEmpty()) {
      environment.remove("COMPILER_PATH");
    } else {
      environment.put("COMPILER_PATH", rest);
    }
    return environment;
  }

  static Map<String, String> relevant(Request request) {
    Map<String, String> relevant = new HashMap<>();
    request
        .environment()
        .forEach((name, value) -> {
          if (NAMES.contains(name)) {
            relevant.put(name, value);
          }
        });
    // No variable, but given in the same way, and it decides who may run what is made.
    relevant.put("umask", Integer.toOctalString(request.hands().umask()));
    return relevant;
  }
}
