package dev.tenon.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The LTO plugins of compilers that the system's administrator installed. */
final class CompilerPlugins {
  /** Where distributions put GCC's and LLVM's plugin. */
  private static final Pattern PLACE =
      Pattern.compile(
          "/usr/lib(32|64|x32|exec)?/"
              + "(gcc(-cross)?/[^/]+/[^/]+/liblto_plugin|(llvm-[0-9]+/lib/|bfd-plugins/|)LLVMgold"
              + "|bfd-plugins/liblto_plugin)\\.so[.0-9]*");

  private CompilerPlugins() {}

  /** Whether it is one of those, symbolic links followed, and belongs to root. */
  static boolean isInstalled(Path file) {
    try {
      Path real = file.toRealPath();
      return PLACE.matcher(real.toString()).matches()
          && Files.isRegularFile(real)
          && Files.getAttribute(real, "unix:uid") instanceof Integer uid
          && uid == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
