package dev.tenon.cli.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What a test compares to show that nothing below a folder was made, changed or removed. */
final class FileTree {
  private FileTree() {}

  /** Size, time, mode and owner of every file by its name, links as themselves. */
  static Map<String, String> of(Path root) {
    var tree = new TreeMap<String, String>();
    try (var files = Files.walk(root)) {
      for (Path file : files.toList()) {
        var found =
            Files.readAttributes(
                file, "unix:size,lastModifiedTime,mode,uid", LinkOption.NOFOLLOW_LINKS);
        tree.put(file.toString(), new TreeMap<>(found).toString());
      }
      return tree;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
