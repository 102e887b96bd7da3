package dev.tenon.format;

import java.nio.charset.StandardCharsets;

/** What a file is by its first bytes. */
public enum FileKind {
  EMPTY("an empty file"),
  ELF("an ELF file"),
  ARCHIVE("an archive"),
  THIN_ARCHIVE("a thin archive"),
  /** LLVM IR. */
  BITCODE("LLVM bitcode"),
  /** LLVM IR in the wrapper that Darwin tools put around it. */
  WRAPPED_BITCODE("LLVM bitcode in a wrapper"),
  /** An object or import of Windows. */
  COFF("a COFF object"),
  /** A program or library of Windows. */
  PE("a PE image"),
  MACH_O("a Mach-O file"),
  WASM("a WebAssembly module"),
  /** Nothing but printable characters at the start: a linker script perhaps. */
  TEXT("text"),
  UNKNOWN("unknown bytes");

  /** Bytes at the start of a file that suffice to tell its kind. */
  public static final int HEAD = 64;

  private final String text;

  FileKind(String text) {
    this.text = text;
  }

  /** In words, with an article. */
  public String text() {
    return text;
  }

  /**
   * @param head the first {@link #HEAD} bytes, or all of a shorter file
   */
  public static FileKind of(byte[] head) {
    if (head.length == 0) {
      return EMPTY;
    }
    if (starts(head, "\177ELF")) {
      return ELF;
    }
    if (starts(head, "!<arch>\n")) {
      return ARCHIVE;
    }
    if (starts(head, "!<thin>\n")) {
      return THIN_ARCHIVE;
    }
    if (starts(head, "BC\u00c0\u00de")) {
      return BITCODE;
    }
    if (starts(head, "\u00de\u00c0\u0017\u000b")) {
      return WRAPPED_BITCODE;
    }
    if (starts(head, "MZ")) {
      return PE;
    }
    if (starts(head, "\0asm")) {
      return WASM;
    }
    if (isMachO(head)) {
      return MACH_O;
    }
    if (isCoff(head)) {
      return COFF;
    }
    return isText(head) ? TEXT : UNKNOWN;
  }

  private static boolean isMachO(byte[] head) {
    return starts(head, "\u00cf\u00fa\u00ed\u00fe")
        || starts(head, "\u00ce\u00fa\u00ed\u00fe")
        || starts(head, "\u00fe\u00ed\u00fa\u00cf")
        || starts(head, "\u00fe\u00ed\u00fa\u00ce");
  }

  /** COFF has no magic number: a machine that exists and a header of the plain size. */
  private static boolean isCoff(byte[] head) {
    if (head.length < 20) {
      return false;
    }
    int machine = head[0] & 0xff | (head[1] & 0xff) << 8;
    // Objects with many sections and import members begin with 0 and 0xffff.
    if (machine == 0 && head[2] == -1 && head[3] == -1) {
      return true;
    }
    return switch (machine) {
      case 0x14c, 0x1c0, 0x1c2, 0x1c4, 0x8664, 0xa641, 0xaa64, 0x5032, 0x5064 ->
          head[16] == 0 && head[17] == 0;
      default -> false;
    };
  }

  private static boolean isText(byte[] head) {
    for (byte b : head) {
      boolean printable = b >= ' ' && b != 0x7f || b >= '\t' && b <= '\r' || b < 0;
      if (!printable) {
        return false;
      }
    }
    return true;
  }

  private static boolean starts(byte[] head, String magic) {
    byte[] wanted = magic.getBytes(StandardCharsets.ISO_8859_1);
    if (head.length < wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (head[i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }
}
