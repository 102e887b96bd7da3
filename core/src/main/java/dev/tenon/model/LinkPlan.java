package dev.tenon.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The intent of one link, independent of the linker that performs it and of where files are found.
 *
 * @param kind what is made
 * @param isStatic linked without shared libraries ({@code -static})
 * @param target the emulation asked for ({@code elf_x86_64}); null: what the first object says
 * @param driver the compiler driver that adds start-up objects and default libraries, by the name
 *     it was called; null: they are spelt out in the items
 * @param linker family asked for ({@code bfd lld mold}), or null
 * @param layout how addresses are given
 * @param outputs the primary one and side files, each role at most once
 * @param items in command-line order
 * @param provenance where the plan comes from; nothing that performs it reads this
 */
public record LinkPlan(
    OutputKind kind,
    boolean isStatic,
    @Nullable String target,
    @Nullable String driver,
    @Nullable String linker,
    Layout layout,
    List<Output> outputs,
    List<Item> items,
    @Nullable Provenance provenance) {

  /** How the engine lays out the image; external linkers know only DENSE. */
  public enum Layout {
    DENSE,
    STABLE
  }

  /**
   * A file that the link writes.
   *
   * @param role {@code primary}, or the id of the option that asks for a side file
   */
  public record Output(String role, RootedPath file) {
    public static final String PRIMARY = "primary";

    /** What LLD appends to the primary output's name for a time trace that is not named. */
    public static final String TIME_TRACE = ".time-trace";
  }

  public LinkPlan {
    outputs = List.copyOf(outputs);
    items = List.copyOf(items);
  }

  /**
   * The file that the link is for.
   *
   * @throws BadRecord if the plan names none
   */
  public RootedPath primary() {
    for (Output output : outputs) {
      if (output.role().equals(Output.PRIMARY)) {
        return output.file();
      }
    }
    throw new BadRecord("outputs", "no output has the role primary");
  }

  public LinkPlan withLinker(@Nullable String family) {
    return new LinkPlan(kind, isStatic, target, driver, family, layout, outputs, items, provenance);
  }

  public LinkPlan withItems(List<Item> changed) {
    return new LinkPlan(
        kind, isStatic, target, driver, linker, layout, outputs, changed, provenance);
  }

  public LinkPlan withOutputs(List<Output> changed) {
    return new LinkPlan(kind, isStatic, target, driver, linker, layout, changed, items, provenance);
  }

  public LinkPlan withoutProvenance() {
    return new LinkPlan(kind, isStatic, target, driver, linker, layout, outputs, items, null);
  }

  /**
   * Who asked for the link and how.
   *
   * @param frontend {@code ld cc repro}
   * @param words as the caller wrote them
   */
  public record Provenance(String frontend, List<String> words) {
    public Provenance {
      words = List.copyOf(words);
    }
  }
}
