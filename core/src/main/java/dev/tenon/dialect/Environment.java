package dev.tenon.dialect;

import java.util.Map;

/** What every linker finds in its environment. */
final class Environment {
  /** CMD-05: messages are read afterwards, so they are to be English. */
  static final Map<String, String> SET = Map.of("LC_ALL", "C", "VSLANG", "1033");

  private Environment() {}
}
