package dev.tenon.format;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The section headers of an ELF file, by index; a name or number is decoded when asked for. */
public final class ElfSections {
  public static final int SYMTAB = 2;
  public static final int STRTAB = 3;
  public static final int DYNAMIC = 6;
  public static final int NOBITS = 8;
  public static final int DYNSYM = 11;
  public static final long COMPRESSED = 0x800;

  /** LLVM's SHT_LLVM_DEPENDENT_LIBRARIES. */
  private static final int DEPENDENT_LIBRARIES = 0x6fff4c04;

  private static final Set<String> DEBUG_FILES =
      Set.of(".gnu_debuglink", ".gnu_debugaltlink", ".note.gnu.build-id");

  /** The type of a symbol that names a source file. */
  private static final int FILE = 4;

  /** What a file carries of a compiler's intermediate representation beside machine code. */
  public enum Ir {
    NONE,
    /** GCC's, and machine code too. */
    GCC_FAT,
    /** GCC's alone: without GCC's plugin a linker cannot use the file. */
    GCC_SLIM,
    /** LLVM's, and machine code too. */
    LLVM_FAT
  }

  private final Window.Table table;
  private final Elf.Header header;
  private final int count;
  private final int entry;
  private final int nameSection;
  private Window.@Nullable Table names;

  ElfSections(Window.Table table, Elf.Header header, int count, int entry, int nameSection) {
    this.table = table;
    this.header = header;
    this.count = count;
    this.entry = entry;
    this.nameSection = nameSection;
  }

  static ElfSections none(Window window, Elf.Header header) {
    return new ElfSections(
        new Window.Table(window, 0, new byte[0], header.isLittle()), header, 0, 64, 0);
  }

  /** How many there are; the first, index 0, is always empty. */
  public int count() {
    return count;
  }

  public String name(int index) {
    long at = table.u32((long) index * entry);
    return names().text(at);
  }

  public int type(int index) {
    return table.s32((long) index * entry + 4);
  }

  public long flags(int index) {
    return header.is64()
        ? table.s64((long) index * entry + 8)
        : table.u32((long) index * entry + 8);
  }

  public long offset(int index) {
    return header.is64()
        ? table.s64((long) index * entry + 24)
        : table.u32((long) index * entry + 16);
  }

  /** Bytes in the file, or in memory for {@link #NOBITS}. */
  public long size(int index) {
    return header.is64()
        ? table.s64((long) index * entry + 32)
        : table.u32((long) index * entry + 20);
  }

  /** Index of the section that this one refers to; the strings of a symbol table. */
  public int link(int index) {
    return table.s32((long) index * entry + (header.is64() ? 40 : 24));
  }

  /** Of the first section of a type, or -1. */
  public int indexOfType(int type) {
    for (int i = 1; i < count; i++) {
      if (type(i) == type) {
        return i;
      }
    }
    return -1;
  }

  /** Bytes of the file that are debug information, compressed or not. */
  public long debugBytes() {
    long sum = 0;
    for (int i = 1; i < count; i++) {
      if (type(i) != NOBITS && isDebug(name(i))) {
        sum += size(i);
      }
    }
    return sum;
  }

  /** Whether a section of this name is debug information. */
  public static boolean isDebug(String name) {
    return name.startsWith(".debug_")
        || name.startsWith(".zdebug_")
        || name.equals(".gdb_index")
        || name.equals(".debug");
  }

  /**
   * @throws BadFile if names or symbols lie outside the file
   */
  public Ir ir() {
    for (int i = 1; i < count; i++) {
      String name = name(i);
      if (name.startsWith(".gnu.lto_")) {
        // GCC marks a file without machine code by a symbol, nothing else in it is sure.
        int symtab = indexOfType(SYMTAB);
        boolean isReadable = symtab < 0 || size(symtab) <= Window.MOST;
        return isReadable && hasSymbol("__gnu_lto_slim") ? Ir.GCC_SLIM : Ir.GCC_FAT;
      }
      if (name.equals(".llvm.lto")) {
        return Ir.LLVM_FAT;
      }
    }
    return Ir.NONE;
  }

  /**
   * Whether a linker looks for files that this one names: LLD for the libraries of {@code
   * .deplibs}, GNU ld for debug information when it names source lines in messages.
   */
  public boolean namesFiles() {
    for (int i = 1; i < count; i++) {
      if (type(i) == DEPENDENT_LIBRARIES || DEBUG_FILES.contains(name(i))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the symbols begin with the name of a source file.
   *
   * @throws BadFile if the first symbol lies outside the file
   */
  public boolean namesSource() {
    int symtab = indexOfType(SYMTAB);
    int step = header.is64() ? 24 : 16;
    if (symtab < 0 || size(symtab) < 2L * step) {
      return false;
    }
    long second = offset(symtab) + step;
    byte[] symbol = table.window().need(second, step, "the first symbol");
    return (symbol[header.is64() ? 4 : 12] & 0xf) == FILE;
  }

  /**
   * Looks whether the bytes that the headers promise are there.
   *
   * @throws BadFile that names the first section that is not
   */
  public void check() {
    for (int i = 1; i < count; i++) {
      if (type(i) == NOBITS || type(i) == 0) {
        continue;
      }
      long end = table.window().bytes().size();
      if (offset(i) < 0 || size(i) < 0 || size(i) > end || offset(i) > end - size(i)) {
        throw table
            .window()
            .bad(
                offset(i),
                "section " + i + " of " + size(i) + " bytes expected, but the end is at " + end);
      }
    }
    if (count > 1) {
      names();
    }
  }

  Window.Table content(int index, String what) {
    byte[] data = table.window().need(offset(index), size(index), what);
    return new Window.Table(table.window(), offset(index), data, header.isLittle());
  }

  private boolean hasSymbol(String wanted) {
    int symtab = indexOfType(SYMTAB);
    if (symtab < 0) {
      return false;
    }
    var symbols = content(symtab, "the symbol table");
    var strings = content(bounded(link(symtab)), "the names of symbols");
    int step = header.is64() ? 24 : 16;
    for (int at = 0; at + step <= symbols.length(); at += step) {
      if (strings.text(symbols.u32(at)).equals(wanted)) {
        return true;
      }
    }
    return false;
  }

  private Window.Table names() {
    var known = names;
    if (known == null) {
      known = content(bounded(nameSection), "the names of sections");
      names = known;
    }
    return known;
  }

  private int bounded(int index) {
    if (index < 0 || index >= count) {
      throw table
          .window()
          .bad(table.start(), "section " + index + " expected, but there are " + count);
    }
    return index;
  }
}
