package dev.tenon.frontend.cc;

import java.util.Set;

/**
 * Which inputs a driver compiles and which it hands to the linker, by the ending of their names.
 */
final class Sources {
  private static final Set<String> ENDINGS =
      Set.of(
          "c", "i", "ii", "m", "mi", "mm", "M", "mii", "h", "H", "hh", "hp", "hxx", "hpp", "HPP",
          "h++", "tcc", "cc", "cp", "cxx", "cpp", "CPP", "c++", "C", "cppm", "ixx", "cu", "hip",
          "cl", "f", "for", "ftn", "F", "FOR", "fpp", "FPP", "FTN", "f90", "f95", "f03", "f08",
          "F90", "F95", "F03", "F08", "go", "d", "di", "dd", "ads", "adb", "s", "S", "sx", "ll",
          "bc");

  private Sources() {}

  static boolean compiles(String input) {
    String name = input.substring(input.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    return input.equals("-") || dot >= 0 && ENDINGS.contains(name.substring(dot + 1));
  }
}
