package dev.tenon.dialect;

import dev.tenon.model.BadRecord;
import dev.tenon.model.Recipe;
import dev.tenon.model.RootedPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A command line in the making, which remembers where it names outputs and generated files. */
final class Words {
  private final Map<String, String> roots;
  private final List<String> argv = new ArrayList<>();
  private final List<Recipe.Slot> slots = new ArrayList<>();

  Words(Map<String, String> roots) {
    this.roots = roots;
  }

  void add(String word) {
    argv.add(word);
  }

  void addAll(List<String> words) {
    argv.addAll(words);
  }

  /** Words of which the last ends with a file name that the driver of the link replaces. */
  void addNaming(List<String> words, String fileName, String slot) {
    argv.addAll(words);
    slots.add(new Recipe.Slot(argv.size() - 1, argv.getLast().length() - fileName.length(), slot));
  }

  List<String> argv() {
    return argv;
  }

  List<Recipe.Slot> slots() {
    return slots;
  }

  /**
   * The file as a word: relative names that would be read as an option or a response file get
   * {@code ./} in front.
   */
  String name(RootedPath file) {
    return switch (file.root()) {
      case RootedPath.CWD ->
          file.path().startsWith("-") || file.path().startsWith("@")
              ? "./" + file.path()
              : file.path();
      case RootedPath.HOST -> "/" + file.path();
      case RootedPath.SYSROOT -> "=/" + file.path();
      case "stdout" -> "-";
      default -> {
        String folder = roots.get(file.root());
        if (folder == null) {
          throw new BadRecord(file.toString(), "no folder is bound to this root");
        }
        yield folder + "/" + file.path();
      }
    };
  }
}
