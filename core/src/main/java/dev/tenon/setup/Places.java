package dev.tenon.setup;

import java.nio.file.Path;

/**
 * Where setting up puts what is its own.
 *
 * @param folder for all of it
 * @param bin folder with Tenon under the names that compilers look for
 */
public record Places(Path folder, Path bin) {
  /** Folder for COMPILER_PATH in which gcc finds linkers below the name of its machine. */
  public Path gcc() {
    return folder.resolve("gcc");
  }

  /** Entry for COMPILER_PATH with which clang begins the name of a linker. */
  public String clangPrefix() {
    return folder.resolve("clang").resolve("tenon-").toString();
  }

  Path clang(String linker) {
    return folder.resolve("clang").resolve("tenon-" + linker);
  }

  public Path sh() {
    return folder.resolve("env.sh");
  }

  public Path fish() {
    return folder.resolve("env.fish");
  }

  public Path cc() {
    return bin.resolve("tenon-cc");
  }

  /** The record of everything that was changed. */
  public Path record() {
    return folder.resolveSibling("setup.json");
  }
}
