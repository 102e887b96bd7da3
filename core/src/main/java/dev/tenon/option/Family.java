package dev.tenon.option;

/** A family of tools whose options one table describes: a column of that table. */
public enum Family {
  /** GNU ld, for ELF and PE. */
  BFD,
  /** LLVM's linker under its ELF name, {@code ld.lld}. */
  LLD,
  MOLD,
  /** gcc and g++. */
  GCC,
  /** clang and clang++ in their GCC-like mode. */
  CLANG
}
