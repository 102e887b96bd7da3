package dev.tenon.format;

import org.jspecify.annotations.Nullable;

/**
 * An ELF file. Opening it reads the header only; each method reads what it needs. Numbers and names
 * are those of the System V gABI, chapters 4 and 5.
 */
public final class Elf {
  public static final int RELOCATABLE = 1;
  public static final int EXECUTABLE = 2;
  public static final int SHARED = 3;

  /**
   * @param type {@link #RELOCATABLE}, {@link #EXECUTABLE}, {@link #SHARED} or another number
   * @param machine {@code EM_…}
   */
  public record Header(
      boolean is64, boolean isLittle, int osAbi, int type, int machine, int flags) {}

  private final Window window;
  private final Header header;
  private final Window.Table fields;

  private Elf(Window window, Header header, Window.Table fields) {
    this.window = window;
    this.header = header;
    this.fields = fields;
  }

  /**
   * @param file name for messages
   * @param member of the archive {@code file}, or null
   * @throws BadFile if there is no whole ELF header
   */
  public static Elf read(Bytes bytes, String file, @Nullable String member) {
    Window window = new Window(bytes, file, member);
    byte[] ident = window.need(0, 16, "an ELF identification");
    if (ident[0] != 0x7f || ident[1] != 'E' || ident[2] != 'L' || ident[3] != 'F') {
      throw window.bad(0, "\\x7fELF expected, this is " + FileKind.of(ident).text());
    }
    if (ident[4] != 1 && ident[4] != 2) {
      throw window.bad(4, "class 1 (32 bits) or 2 (64 bits) expected, not " + ident[4]);
    }
    if (ident[5] != 1 && ident[5] != 2) {
      throw window.bad(5, "byte order 1 (little) or 2 (big) expected, not " + ident[5]);
    }
    boolean is64 = ident[4] == 2;
    var fields =
        new Window.Table(window, 0, window.need(0, is64 ? 64 : 52, "an ELF header"), ident[5] == 1);
    var header =
        new Header(
            is64,
            fields.isLittle(),
            ident[7] & 0xff,
            fields.u16(16),
            fields.u16(18),
            fields.s32(is64 ? 48 : 36));
    return new Elf(window, header, fields);
  }

  public Header header() {
    return header;
  }

  /**
   * The section headers.
   *
   * @throws BadFile if the table does not lie in the file
   */
  public ElfSections sections() {
    long at = header.is64 ? fields.s64(40) : fields.u32(32);
    if (at == 0) {
      return ElfSections.none(window, header);
    }
    int entry = fields.u16(header.is64 ? 58 : 46);
    int least = header.is64 ? 64 : 40;
    if (entry < least) {
      throw window.bad(header.is64 ? 58 : 46, "section headers of " + least + " bytes expected");
    }
    var first =
        new Window.Table(
            window, at, window.need(at, entry, "the first section header"), header.isLittle);
    // A count or index that does not fit 16 bits stands in the first section header.
    long count = fields.u16(header.is64 ? 60 : 48);
    if (count == 0) {
      count = header.is64 ? first.s64(32) : first.u32(20);
    }
    long names = fields.u16(header.is64 ? 62 : 50);
    if (names == 0xffff) {
      names = first.u32(header.is64 ? 40 : 24);
    }
    if (count < 0 || count > window.bytes().size() / entry) {
      throw window.bad(at, count + " section headers expected, more than the file can hold");
    }
    byte[] table = window.need(at, count * entry, "a table of " + count + " section headers");
    return new ElfSections(
        new Window.Table(window, at, table, header.isLittle),
        header,
        (int) count,
        entry,
        (int) names);
  }

  /**
   * What the file says to the dynamic linker; empty if it is not for one.
   *
   * @throws BadFile if the tables do not lie in the file
   */
  public ElfDynamic dynamic() {
    return ElfDynamic.of(window, header, fields, sections());
  }

  /**
   * What the linked file promises to those who load it.
   *
   * @throws BadFile if the tables do not lie in the file
   */
  public ElfImage image() {
    return ElfImage.of(window, header, fields, sections());
  }

  /** The name of a machine for messages, {@code EM_<number>} for the less known. */
  public static String machineName(int machine) {
    return switch (machine) {
      case 0 -> "none";
      case 2 -> "SPARC";
      case 3 -> "i386";
      case 4 -> "m68k";
      case 8 -> "MIPS";
      case 20 -> "PowerPC";
      case 21 -> "PowerPC64";
      case 22 -> "S/390";
      case 40 -> "ARM";
      case 42 -> "SH";
      case 43 -> "SPARC64";
      case 62 -> "x86-64";
      case 83 -> "AVR";
      case 105 -> "MSP430";
      case 164 -> "Hexagon";
      case 183 -> "AArch64";
      case 243 -> "RISC-V";
      case 247 -> "BPF";
      case 252 -> "C-SKY";
      case 258 -> "LoongArch";
      default -> "EM_" + machine;
    };
  }
}
