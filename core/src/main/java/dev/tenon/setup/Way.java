package dev.tenon.setup;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** By what Tenon can be found. */
public enum Way {
  /** gcc looks in {@code COMPILER_PATH}, below the name of its machine. */
  GCC("gcc, g++ and what calls them find Tenon as their linker"),
  /** clang takes an entry of {@code COMPILER_PATH} that is no folder as the start of a name. */
  CLANG("clang and clang++ find Tenon as their linker"),
  /** {@code linker} of the host's target in the user's configuration. */
  CARGO("cargo links with tenon-cc"),
  /** {@code CMAKE_LANG_LINKER_LAUNCHER}, read when a build folder is configured. */
  CMAKE("build folders that CMake configures from now on link with Tenon");

  private final String effect;

  Way(String effect) {
    this.effect = effect;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String effect() {
    return effect;
  }

  public static @Nullable Way parse(String word) {
    for (Way way : values()) {
      if (way.word().equals(word)) {
        return way;
      }
    }
    return null;
  }
}
