package dev.tenon.setup;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which start-up files of shells are to read our settings. */
final class ShellFiles {
  private ShellFiles() {}

  /**
   * @param posix files of sh, bash and zsh
   * @param fish the folder whose files fish reads, or null if there is no fish here
   */
  record Found(List<Path> posix, @Nullable Path fish) {}

  /**
   * Those that exist, and what the login shell reads.
   *
   * @param exists whether there is such a file or folder
   */
  static Found of(Path home, Place place, Predicate<Path> exists) {
    String path = place.variable("SHELL");
    String shell = path.substring(path.lastIndexOf('/') + 1);
    var posix = new ArrayList<Path>();
    for (String name : List.of(".profile", ".bash_profile", ".bash_login", ".bashrc")) {
      Path file = home.resolve(name);
      if (exists.test(file) || name.equals(".bashrc") && shell.equals("bash")) {
        posix.add(file);
      }
    }
    boolean isRead = posix.stream().anyMatch(file -> !file.endsWith(".bashrc"));
    if (!isRead && !shell.equals("zsh") && !shell.equals("fish")) {
      // What a desktop session and a login of sh or bash read.
      posix.addFirst(home.resolve(".profile"));
    }
    String own = place.variable("ZDOTDIR");
    Path zshenv = (own.startsWith("/") ? Path.of(own) : home).resolve(".zshenv");
    if (exists.test(zshenv) || shell.equals("zsh")) {
      posix.add(zshenv);
    }
    String xdg = place.variable("XDG_CONFIG_HOME");
    Path fish = (xdg.startsWith("/") ? Path.of(xdg) : home.resolve(".config")).resolve("fish");
    boolean isFish = exists.test(fish) || shell.equals("fish");
    return new Found(List.copyOf(posix), isFish ? fish.resolve("conf.d") : null);
  }
}
