package dev.tenon.pipeline;

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
          "LD_HASH_STYLE",
          "LLD_REPRODUCE",
          "LLD_VERSION",
          "MOLD_JOBS",
          "MOLD_REPRO",
          "SOURCE_DATE_EPOCH",
          "ZERO_AR_DATE",
          "TMPDIR");

  private Surroundings() {}

  static Map<String, String> relevant(Request request) {
    return request.environment().entrySet().stream()
        .filter(variable -> NAMES.contains(variable.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
