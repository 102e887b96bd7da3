package dev.tenon.cli.programs;

import java.util.Locale;

/** What is behind the standard output and error of a command that is observed. */
enum Streams {
  /** A pipe each. */
  APART,
  /** One pipe for both, so that their order shows. */
  TOGETHER,
  /** One file for both. */
  FILE,
  /** A terminal, on which some tools colour what they say. */
  TERMINAL;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
