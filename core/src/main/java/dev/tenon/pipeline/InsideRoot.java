package dev.tenon.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Where paths below a root lead on disk, which their text does not tell. */
final class InsideRoot {
  private InsideRoot() {}

  /**
   * Why nothing may be written there, or null. No component below the root is a symbolic link,
   * those before the last are directories, and the last is a regular file or not there.
   *
   * @param root the folder itself may be reached through a link: the caller named it
   */
  static @Nullable String obstacle(String root, String path) {
    Path here = Path.of(root);
    String[] names = path.split("/");
    for (int i = 0; i < names.length; i++) {
      here = here.resolve(names[i]);
      BasicFileAttributes found;
      try {
        found = Files.readAttributes(here, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      } catch (NoSuchFileException e) {
        return null;
      } catch (IOException e) {
        return "cannot be looked at: " + e.getMessage();
      }
      boolean isLast = i == names.length - 1;
      if (found.isSymbolicLink()) {
        return "is written through the symbolic link " + here;
      }
      if (isLast && !found.isRegularFile()) {
        return "is no regular file";
      }
      if (!isLast && !found.isDirectory()) {
        return "needs a directory where there is none: " + here;
      }
    }
    return null;
  }

  /** Whether something is there, and it lies elsewhere once symbolic links are followed. */
  static boolean leadsOut(String root, String path) {
    try {
      return !Path.of(root, path).toRealPath().startsWith(Path.of(root).toRealPath());
    } catch (IOException e) {
      return false; // not there: nothing is read
    }
  }
}
