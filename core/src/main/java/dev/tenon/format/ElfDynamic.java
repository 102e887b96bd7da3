package dev.tenon.format;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an ELF file tells the dynamic linker.
 *
 * @param soname its own name, or null
 * @param needed libraries, in order
 * @param rpath {@code DT_RPATH} with colons as it stands, or null
 * @param runpath {@code DT_RUNPATH}, or null
 */
public record ElfDynamic(
    @Nullable String soname,
    List<String> needed,
    @Nullable String rpath,
    @Nullable String runpath) {
  private static final int NEEDED = 1;
  private static final int STRTAB = 5;
  private static final int SONAME = 14;
  private static final int RPATH = 15;
  private static final int RUNPATH = 29;

  public ElfDynamic {
    needed = List.copyOf(needed);
  }

  static ElfDynamic of(
      Window window, Elf.Header header, Window.Table fields, ElfSections sections) {
    int index = sections.indexOfType(ElfSections.DYNAMIC);
    if (index >= 0) {
      int strings = sections.link(index);
      if (strings <= 0 || strings >= sections.count()) {
        throw window.bad(sections.offset(index), "a dynamic section with names expected");
      }
      return parse(
          header,
          sections.content(index, "the dynamic section"),
          sections.content(strings, "the names of the dynamic section"));
    }
    return fromSegments(window, header, fields);
  }

  /** A file whose section headers were stripped still has program headers. */
  private static ElfDynamic fromSegments(Window window, Elf.Header header, Window.Table fields) {
    long at = header.is64() ? fields.s64(32) : fields.u32(28);
    int step = fields.u16(header.is64() ? 54 : 42);
    int count = fields.u16(header.is64() ? 56 : 44);
    if (at == 0 || count == 0) {
      return new ElfDynamic(null, List.of(), null, null);
    }
    if (step < (header.is64() ? 56 : 32)) {
      throw window.bad(header.is64() ? 54 : 42, "program headers of a known size expected");
    }
    var segments =
        new Window.Table(
            window,
            at,
            window.need(at, (long) step * count, "the program headers"),
            header.isLittle());
    for (int i = 0; i < count; i++) {
      long entry = (long) i * step;
      if (segments.s32(entry) == 2) {
        var dynamic = segment(window, header, segments, entry);
        return parse(header, dynamic, strings(window, header, segments, step, count, dynamic));
      }
    }
    return new ElfDynamic(null, List.of(), null, null);
  }

  private static Window.Table segment(
      Window window, Elf.Header header, Window.Table segments, long entry) {
    long offset = header.is64() ? segments.s64(entry + 8) : segments.u32(entry + 4);
    long size = header.is64() ? segments.s64(entry + 32) : segments.u32(entry + 16);
    return new Window.Table(
        window, offset, window.need(offset, size, "the dynamic segment"), header.isLittle());
  }

  /** The string table is known by its address; the segment that holds it tells the offset. */
  private static Window.Table strings(
      Window window,
      Elf.Header header,
      Window.Table segments,
      int step,
      int count,
      Window.Table dynamic) {
    long address = 0;
    int size = header.is64() ? 16 : 8;
    for (int at = 0; at + size <= dynamic.length(); at += size) {
      if (tag(header, dynamic, at) == STRTAB) {
        address = value(header, dynamic, at);
      }
    }
    for (int i = 0; i < count; i++) {
      long entry = (long) i * step;
      long offset = header.is64() ? segments.s64(entry + 8) : segments.u32(entry + 4);
      long start = header.is64() ? segments.s64(entry + 16) : segments.u32(entry + 8);
      long length = header.is64() ? segments.s64(entry + 32) : segments.u32(entry + 16);
      if (segments.s32(entry) == 1 && address >= start && address - start < length) {
        long from = offset + address - start;
        byte[] data = window.need(from, length - (address - start), "the dynamic names");
        return new Window.Table(window, from, data, header.isLittle());
      }
    }
    throw window.bad(dynamic.start(), "a segment with the dynamic names expected");
  }

  private static ElfDynamic parse(Elf.Header header, Window.Table dynamic, Window.Table strings) {
    String soname = null;
    String rpath = null;
    String runpath = null;
    List<String> needed = new ArrayList<>();
    int step = header.is64() ? 16 : 8;
    for (int at = 0; at + step <= dynamic.length(); at += step) {
      long tag = tag(header, dynamic, at);
      if (tag == 0) {
        break;
      }
      if (tag == NEEDED || tag == SONAME || tag == RPATH || tag == RUNPATH) {
        String text = strings.text(value(header, dynamic, at));
        switch ((int) tag) {
          case NEEDED -> needed.add(text);
          case SONAME -> soname = text;
          case RPATH -> rpath = text;
          default -> runpath = text;
        }
      }
    }
    return new ElfDynamic(soname, needed, rpath, runpath);
  }

  private static long tag(Elf.Header header, Window.Table dynamic, long at) {
    return header.is64() ? dynamic.s64(at) : dynamic.u32(at);
  }

  private static long value(Elf.Header header, Window.Table dynamic, long at) {
    return header.is64() ? dynamic.s64(at + 8) : dynamic.u32(at + 4);
  }
}
