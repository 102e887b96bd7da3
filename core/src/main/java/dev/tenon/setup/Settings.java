package dev.tenon.setup;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The files that shells read and compilers call, as texts. */
final class Settings {
  private static final String HEAD =
      "# Made by `tenon setup`; `tenon setup --undo` takes it away again.\n";

  /** Languages whose link lines CMake gives to a launcher (cmake-variables(7)). */
  private static final List<String> LANGUAGES = List.of("C", "CXX", "OBJC", "OBJCXX");

  /** What GNU tools for a machine are called, by the emulation that clang asks a linker for. */
  private static final Map<String, String> CROSS =
      Map.of(
          "aarch64linux", "aarch64-linux-gnu",
          "armelf_linux_eabi", "arm-linux-gnueabihf",
          "elf64lriscv", "riscv64-linux-gnu",
          "elf64lppc", "powerpc64le-linux-gnu",
          "elf64_s390", "s390x-linux-gnu",
          "elf_x86_64", "x86_64-linux-gnu",
          "i386pep", "x86_64-w64-mingw32");

  private Settings() {}

  /** For POSIX shells, safe to be read twice and under {@code set -eu}. */
  static String sh(Set<Way> ways, Places places) {
    var text = new StringBuilder(HEAD);
    if (ways.contains(Way.CMAKE)) {
      for (String language : LANGUAGES) {
        String name = "CMAKE_" + language + "_LINKER_LAUNCHER";
        text.append("[ \"${" + name + "-}\" ] || export " + name + "=")
            .append(Edits.sh(launcher(places)))
            .append("\"${COMPILER_PATH:+:$COMPILER_PATH}\"\n");
      }
    }
    for (String entry : entries(ways, places)) {
      String quoted = Edits.sh(entry);
      text.append("case \":${COMPILER_PATH-}:\" in\n  *:" + quoted + ":*) ;;\n")
          .append("  *) export COMPILER_PATH=" + quoted)
          .append("\"${COMPILER_PATH:+:$COMPILER_PATH}\" ;;\nesac\n");
    }
    return text.toString();
  }

  static String fish(Set<Way> ways, Places places) {
    var text = new StringBuilder(HEAD);
    if (ways.contains(Way.CMAKE)) {
      text.append("set -l tenon_rest (string join '' -- :$COMPILER_PATH)\n");
      for (String language : LANGUAGES) {
        String name = "CMAKE_" + language + "_LINKER_LAUNCHER";
        text.append("set -q " + name + "; or set -gx " + name + " ")
            .append(Edits.fish(launcher(places)))
            .append("\"$tenon_rest\"\n");
      }
    }
    for (String entry : entries(ways, places)) {
      String quoted = Edits.fish(entry);
      text.append("contains -- " + quoted + " $COMPILER_PATH")
          .append("; or set -gx COMPILER_PATH " + quoted + " $COMPILER_PATH\n");
    }
    return text.toString();
  }

  private static List<String> entries(Set<Way> ways, Places places) {
    return List.of(Way.CLANG, Way.GCC).stream()
        .filter(ways::contains)
        .map(way -> way == Way.GCC ? places.gcc().toString() : places.clangPrefix())
        .toList();
  }

  /**
   * A launcher that is in every system, so that build folders outlive us: without our files the
   * variable leads nowhere and the compiler finds its own linker.
   */
  private static String launcher(Places places) {
    return "/usr/bin/env;COMPILER_PATH=" + places.gcc() + ":" + places.clangPrefix();
  }

  /**
   * clang looks under this name for every target, also for those whose linker it would find by a
   * name of its own; such a link goes there.
   *
   * @param machine that this clang is for, {@code x86_64-pc-linux-gnu}
   */
  static String clangLinker(String name, String linker, String machine) {
    var text = new StringBuilder("#!/bin/sh\n").append(HEAD);
    if (name.equals("ld")) {
      text.append("case \" $* \" in\n");
      CROSS.entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .filter(cross -> !cross.getValue().startsWith(machine.split("-", 2)[0] + "-linux"))
          .forEach(cross ->
              text.append("  *' -m " + cross.getKey() + " '*) cross=" + cross.getValue())
                  .append("-ld ;;\n"));
      text.append("  *) cross= ;;\nesac\n")
          .append("[ \"$cross\" ] && cross=$(command -v \"$cross\") && exec \"$cross\" \"$@\"\n");
    }
    return text.append("exec " + Edits.sh(linker) + " \"$@\"\n").toString();
  }
}
