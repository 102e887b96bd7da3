package dev.tenon.model;

import java.util.List;
import java.util.Map;

/**
 * A plan met the world: where its roots are and what its requests found.
 *
 * @param roots folder of each root that the plan uses, absolute, without a slash at the end
 * @param reads every question asked in order, misses included; all PREDICTED
 * @param troubles what will make the link fail, found on the way
 */
public record Binding(
    LinkPlan plan,
    Toolchain toolchain,
    Map<String, String> roots,
    List<Read> reads,
    List<Trouble> troubles) {
  public Binding {
    roots = Map.copyOf(roots);
    reads = List.copyOf(reads);
    troubles = List.copyOf(troubles);
  }

  /**
   * Something missing or unfit among the inputs.
   *
   * @param code of the message, {@code T0201}
   * @param subject the file or library
   * @param places where it was looked for
   */
  public record Trouble(String code, String subject, String detail, List<String> places) {
    public Trouble {
      places = List.copyOf(places);
    }
  }
}
