package dev.tenon.cli;

import dev.tenon.option.Family;
import dev.tenon.option.OptionTable;
import dev.tenon.option.Shell;
import dev.tenon.pipeline.Request;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code tenon options} and {@code tenon complete}: what the option table knows. */
final class OptionsVerb {
  private static final List<String> NAMES =
      List.of("ld", "ld.bfd", "ld.lld", "ld.mold", "ld.tenon");

  private OptionsVerb() {}

  static int help(Request request) throws IOException {
    String name = request.words().isEmpty() ? "bfd" : request.words().getFirst();
    Family family =
        Stream.of(Family.values())
            .filter(f -> f.name().equalsIgnoreCase(name))
            .findFirst()
            .orElse(null);
    if (family == null) {
      return Verbs.usage(request, "there is no linker or driver family `" + name + "`");
    }
    return Verbs.print(request, table(family).help(family));
  }

  static int complete(Request request) throws IOException {
    Shell shell = request.words().isEmpty() ? null : shell(request.words().getFirst());
    if (shell == null) {
      return Verbs.usage(request, "tenon complete takes one of bash, zsh, fish");
    }
    return Verbs.print(
        request,
        OptionTable.linker().completion(shell, Family.BFD, NAMES)
            + OptionTable.driver().completion(shell, Family.GCC, List.of("tenon-cc", "tenon-c++")));
  }

  private static @Nullable Shell shell(String name) {
    for (Shell shell : Shell.values()) {
      if (shell.name().toLowerCase(Locale.ROOT).equals(name)) {
        return shell;
      }
    }
    return null;
  }

  private static OptionTable table(Family family) {
    return OptionTable.linker().families().contains(family)
        ? OptionTable.linker()
        : OptionTable.driver();
  }
}
