package dev.tenon.setup;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where and for whom Tenon is set up.
 *
 * @param environment of the caller: {@code HOME SHELL PATH CARGO_HOME ZDOTDIR XDG_CONFIG_HOME}
 * @param folder the caller's working folder
 * @param state the user's folder for what Tenon remembers
 * @param bin folder with Tenon under the names that compilers look for
 */
public record Place(Map<String, String> environment, Path folder, Path state, Path bin) {
  public Place {
    environment = Map.copyOf(environment);
  }

  public Places places() {
    return new Places(state.resolve("setup"), bin);
  }

  String variable(String name) {
    return environment.getOrDefault(name, "");
  }
}
