package dev.tenon.option;

/** Remarks on an option that cut across its {@link Role}; some hold for some families only. */
public enum Mark {
  /** May be dropped for a linker that has no such option. */
  HINT,
  /** Makes the linker print results on standard output. */
  PRINTS,
  /** A file called {@code -} is standard output. */
  DASH,
  /** Has files written that the linker names itself, after inputs or outputs. */
  MORE,
  /** Every occurrence counts; without this mark the last one wins. */
  MANY,
  /** GNU ld has it only when it writes PE files. */
  PE,
  /** GNU ld has it only for machines other than x86. */
  OTHER,
  /** Kept by the tools for old callers, without much of an effect today. */
  LEGACY
}
