package dev.tenon.pipeline;

import dev.tenon.keep.Identities;
import dev.tenon.model.FileIdentity;
import dev.tenon.model.Tool;
import dev.tenon.option.LinkerVariables;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a link depends on beside arguments, tools and files. */
final class Surroundings {
  /** Of new files; it stands among the variables that decide what is made. */
  static final String GROUP = "group";

  private static final int SET_GROUP = 02000;

  private Surroundings() {}

  /** What decides what a linker does, if no intermediate code is among the inputs. */
  static Map<String, String> direct(Request request, Tool linker, Path output) {
    Map<String, String> decisive =
        new HashMap<>(
            LinkerVariables.decisive(linker.family(), request.environment(), false, false));
    // No variables, but given in the same way, and they decide who may use what is made.
    decisive.put("umask", Integer.toOctalString(request.hands().umask()));
    String group = group(request, output);
    if (!group.isEmpty()) {
      decisive.put(GROUP, group);
    }
    return decisive;
  }

  /**
   * The group of a new file at the output's place: the directory's if that has the bit, else the
   * caller's.
   */
  static String group(Request request, Path output) {
    FileIdentity directory =
        Identities.of(Objects.requireNonNullElse(output.getParent(), request.folder()));
    return directory != null && (directory.mode() & SET_GROUP) != 0
        ? Long.toString(directory.group())
        : request.hands().group();
  }

  /** What decides how a linker words what it prints, and how that looks. */
  static String messages(Request request, Tool linker) {
    var words =
        new TreeMap<>(
            LinkerVariables.decisive(linker.family(), request.environment(), false, true));
    words
        .keySet()
        .removeAll(
            LinkerVariables.decisive(linker.family(), request.environment(), false, false)
                .keySet());
    String streams = request.hands().streams().text();
    return words.isEmpty() ? streams : streams + " " + words;
  }

  /**
   * The caller's environment less what leads compilers to us: a driver that we run is told itself
   * which linker to take, and when asked for its own it must not name us.
   */
  static Map<String, String> withoutSetup(Request request) {
    String ours = request.state().resolve("setup") + "/";
    String path = request.environment().getOrDefault("COMPILER_PATH", "");
    if (!path.contains(ours)) {
      return request.environment();
    }
    String rest =
        Arrays.stream(path.split(":", -1))
            .filter(entry -> !entry.startsWith(ours))
            .collect(Collectors.joining(":"));
    var environment = new HashMap<>(request.environment());
    if (rest.isEmpty()) {
      environment.remove("COMPILER_PATH");
    } else {
      environment.put("COMPILER_PATH", rest);
    }
    return environment;
  }
}
