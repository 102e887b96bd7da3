package dev.tenon.pipeline;

import dev.tenon.binder.PlainFiles;
import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.Read;
import dev.tenon.model.Recipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;

/**
 * Outputs that contain the name under which they are made. A linker that defines versions of
 * symbols in a file without a name of its own ({@code -soname}) gives the first version the file's:
 * GNU ld its base name, LLD and mold the path as they were told it. With {@code --default-symver}
 * every symbol has that for its version.
 */
final class OwnNames {
  /** Longer scripts are taken for ones that do. */
  private static final int LONGEST = 16 << 20;

  private OwnNames() {}

  /**
   * @param reads of the link: those that a version script was the reason of are looked into
   */
  static boolean enter(LinkPlan spelt, List<Read> reads, Path folder) {
    return !has(spelt, "soname")
        && (has(spelt, "default-symver")
            || reads.stream()
                .anyMatch(read ->
                    read.aspect() == Read.Aspect.CONTENT
                        && read.why().startsWith("version-script")
                        && namesVersions(folder.resolve(read.path()))));
  }

  private static boolean has(LinkPlan plan, String option) {
    return plan.items().stream()
        .anyMatch(item -> item instanceof Item.Setting setting && setting.option().equals(option));
  }

  /** Whether versions have names; lists of symbols that are kept or hidden have none. */
  private static boolean namesVersions(Path script) {
    try {
      if (!Files.isRegularFile(script) || Files.size(script) > LONGEST) {
        return true; // a pipe, say, which is the linker's to read
      }
      String text = new String(PlainFiles.bytes(script, LONGEST), StandardCharsets.ISO_8859_1);
      String bare = text.replaceAll("(?s)/\\*.*?\\*/", " ").replaceAll("(?m)#.*$", " ").strip();
      return !bare.isEmpty() && !bare.startsWith("{");
    } catch (IOException e) {
      return false;
    }
  }

  /** The same with every output made in its place. */
  static Recipe inPlace(Recipe recipe) {
    return new Recipe(recipe.steps().stream().map(OwnNames::inPlace).toList());
  }

  private static Recipe.Step inPlace(Recipe.Step step) {
    var direct = new HashSet<>(step.direct());
    step.outputs().forEach(output -> direct.add(output.role()));
    return new Recipe.Step(
        step.name(),
        step.argv(),
        step.slots(),
        step.set(),
        step.unset(),
        step.outputs(),
        step.files(),
        direct);
  }
}
