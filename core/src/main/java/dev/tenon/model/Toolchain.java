package dev.tenon.model;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tools of one link as observed.
 *
 * @param tools linker first, then the driver if one is run
 * @param missing capabilities that were tried and are not there ({@code no-pie}, {@code
 *     static-pie}, {@code fuse-ld=lld}); the dialect renders without them
 * @param reason why this linker, in words
 * @param environment variables that the tools read and their values
 */
public record Toolchain(
    List<Tool> tools, Set<String> missing, String reason, Map<String, String> environment) {
  public Toolchain {
    tools = List.copyOf(tools);
    missing = Set.copyOf(missing);
    environment = Map.copyOf(environment);
  }

  public Tool linker() {
    return tools.getFirst();
  }

  public Toolchain without(String capability) {
    var more = new java.util.HashSet<>(missing);
    more.add(capability);
    return new Toolchain(tools, more, reason, environment);
  }
}
