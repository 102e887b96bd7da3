package dev.tenon.model;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What will be run, in an order in which every step finds what it reads. */
public record Recipe(List<Step> steps) {
  public Recipe {
    steps = List.copyOf(steps);
  }

  /**
   * One process.
   *
   * @param argv program first; outputs appear under their final names, staging is the driver's
   * @param set environment variables set for it
   * @param unset environment variables removed for it
   * @param inputs rooted files it declares to read
   * @param outputs files it writes
   * @param files generated files, name to content, put into a fresh folder; argv refers to it as
   *     {@link #GENERATED}
   */
  public record Step(
      String name,
      List<String> argv,
      Map<String, String> set,
      Set<String> unset,
      List<RootedPath> inputs,
      List<LinkPlan.Output> outputs,
      Map<String, Content> files) {
    /** Stands in argv for the folder of generated files. */
    public static final String GENERATED = "\u0001generated\u0001";

    public Step {
      argv = List.copyOf(argv);
      set = Map.copyOf(set);
      unset = Set.copyOf(unset);
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
      files = Map.copyOf(files);
    }
  }
}
