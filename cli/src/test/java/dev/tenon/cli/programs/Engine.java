package dev.tenon.cli.programs;

import java.nio.file.Path;

/** The linkers that may stand behind Tenon. */
enum Engine {
  BFD("bfd"),
  LLD("lld"),
  MOLD("mold");

  /** What TENON_ENGINE calls it. */
  final String word;

  Engine(String word) {
    this.word = word;
  }

  /** The linker itself; the test is skipped when it is not installed. */
  Path real() {
    return switch (this) {
      case BFD -> Tools.want("ld.bfd");
      case LLD -> Tools.want("ld.lld", "ld.lld-20", "ld.lld-19", "ld.lld-18");
      case MOLD -> Tools.want("mold");
    };
  }
}
