package dev.tenon.pipeline;

import dev.tenon.explain.Packages;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which installed packages have a library, from dpkg's lists of files. */
final class DpkgPackages implements Packages {
  private final @Nullable Path lists;

  /**
   * @param lists dpkg's folder of {@code PACKAGE.list} files; null where there is none
   */
  DpkgPackages(@Nullable Path lists) {
    this.lists = lists;
  }

  @Override
  public List<Found> owning(String library) {
    if (lists == null || !Files.isDirectory(lists)) {
      return List.of();
    }
    String name = library.startsWith("-l") ? library.substring(2) : library;
    String exact = name.startsWith(":") ? "/" + name.substring(1) : "/lib" + name + ".so";
    String archive = "/lib" + name + ".a";
    var found = new ArrayList<Found>();
    try (var files = Files.newDirectoryStream(lists, "*.list")) {
      for (Path list : files) {
        String best = best(list, exact, archive);
        if (best != null) {
          String owner = list.getFileName().toString();
          boolean development = best.endsWith(exact) || best.endsWith(archive);
          found.add(new Found(owner.substring(0, owner.length() - 5), best, development));
        }
      }
    } catch (IOException e) {
      return found;
    }
    return found;
  }

  private static @Nullable String best(Path list, String exact, String archive) throws IOException {
    String numbered = null;
    try (BufferedReader lines = Files.newBufferedReader(list)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.endsWith(exact) || line.endsWith(archive)) {
          return line;
        }
        if (line.contains(exact + ".")) {
          numbered = line;
        }
      }
    }
    return numbered;
  }
}
