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
   * @param argv program first, with every file under its final name
   * @param slots where argv names outputs and generated files: the driver puts other names there
   * @param set environment variables set for it
   * @param unset environment variables removed for it
   * @param outputs files it writes
   * @param files generated files by name, written before the step starts
   * @param direct roles of outputs that are written in place, never staged
   */
  public record Step(
      String name,
      List<String> argv,
      List<Slot> slots,
      Map<String, String> set,
      Set<String> unset,
      List<LinkPlan.Output> outputs,
      Map<String, Content> files,
      Set<String> direct) {
    public Step {
      argv = List.copyOf(argv);
      slots = List.copyOf(slots);
      set = Map.copyOf(set);
      unset = Set.copyOf(unset);
      outputs = List.copyOf(outputs);
      files = Map.copyOf(files);
      direct = Set.copyOf(direct);
    }
  }

  /**
   * A file name inside a word.
   *
   * @param word index into argv
   * @param at offset in UTF-16 units, the name ends with the word
   * @param name role of an output, or the name of a generated file after {@code generated:}
   */
  public record Slot(int word, int at, String name) {
    public static final String GENERATED = "generated:";
  }
}
