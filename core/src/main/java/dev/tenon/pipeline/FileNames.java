package dev.tenon.pipeline;

import dev.tenon.model.RootedPath;
import java.util.Map;

/** Rooted paths as a command line names them. */
final class FileNames {
  private FileNames() {}

  static String written(RootedPath file) {
    return switch (file.root()) {
      case RootedPath.CWD -> file.path();
      case RootedPath.HOST -> "/" + file.path();
      default -> file.path();
    };
  }

  static String written(RootedPath file, Map<String, String> roots) {
    String folder = roots.get(file.root());
    return folder == null || file.root().equals(RootedPath.CWD)
        ? written(file)
        : folder + "/" + file.path();
  }
}
