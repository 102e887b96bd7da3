package dev.tenon.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a linked file promises to those who load it (System V gABI, chapter 5, and the GNU
 * extensions to its program headers).
 *
 * @param type {@link Elf#EXECUTABLE} or {@link Elf#SHARED}
 * @param interpreter that starts it, or null
 * @param isRelro whether a part of the data becomes read-only after relocation
 * @param isNow whether everything is bound at start
 * @param hasExecutableStack whether it asks for one
 * @param exports names that others can bind to
 * @param loaded sections that are in memory when it runs, with their sizes
 */
public record ElfImage(
    int type,
    @Nullable String interpreter,
    ElfDynamic dynamic,
    boolean isRelro,
    boolean isNow,
    boolean hasExecutableStack,
    Set<String> exports,
    Map<String, Long> loaded) {
  private static final int INTERP = 3;
  private static final int GNU_STACK = 0x6474e551;
  private static final int GNU_RELRO = 0x6474e552;
  private static final int DYNSYM = 11;
  private static final long ALLOCATED = 2;

  private record Segment(int type, int flags, long offset, long size) {}

  static ElfImage of(Window window, Elf.Header header, Window.Table fields, ElfSections sections) {
    String interpreter = null;
    boolean relro = false;
    boolean stack = false;
    for (Segment segment : segments(window, header, fields)) {
      switch (segment.type) {
        case INTERP -> interpreter = text(window, header, segment);
        case GNU_RELRO -> relro = true;
        case GNU_STACK -> stack = (segment.flags & 1) != 0;
        default -> {}
      }
    }
    ElfDynamic dynamic = ElfDynamic.of(window, header, fields, sections);
    return new ElfImage(
        header.type(),
        interpreter,
        dynamic,
        relro,
        isNow(header, sections),
        stack,
        exports(header, sections),
        loaded(sections));
  }

  private static List<Segment> segments(Window window, Elf.Header header, Window.Table fields) {
    long at = header.is64() ? fields.s64(32) : fields.u32(28);
    int step = fields.u16(header.is64() ? 54 : 42);
    int count = fields.u16(header.is64() ? 56 : 44);
    var segments = new ArrayList<Segment>();
    if (at == 0 || count == 0) {
      return segments;
    }
    if (step < (header.is64() ? 56 : 32)) {
      throw window.bad(header.is64() ? 54 : 42, "program headers of a known size expected");
    }
    byte[] bytes = window.need(at, (long) step * count, "the program headers");
    var table = new Window.Table(window, at, bytes, header.isLittle());
    for (int i = 0; i < count; i++) {
      long entry = (long) i * step;
      segments.add(
          header.is64()
              ? new Segment(
                  table.s32(entry),
                  table.s32(entry + 4),
                  table.s64(entry + 8),
                  table.s64(entry + 32))
              : new Segment(
                  table.s32(entry),
                  table.s32(entry + 24),
                  table.u32(entry + 4),
                  table.u32(entry + 16)));
    }
    return segments;
  }

  private static String text(Window window, Elf.Header header, Segment segment) {
    byte[] bytes = window.need(segment.offset, segment.size, "the interpreter's name");
    return new Window.Table(window, segment.offset, bytes, header.isLittle()).text(0);
  }

  private static boolean isNow(Elf.Header header, ElfSections sections) {
    int index = sections.indexOfType(ElfSections.DYNAMIC);
    if (index < 0) {
      return false;
    }
    var table = sections.content(index, "the dynamic section");
    int step = header.is64() ? 16 : 8;
    for (int at = 0; at + step <= table.length(); at += step) {
      long tag = header.is64() ? table.s64(at) : table.u32(at);
      long value = header.is64() ? table.s64(at + 8) : table.u32(at + 4);
      if (isNow(tag, value)) {
        return true;
      }
    }
    return false;
  }

  /**
   * DT_BIND_NOW; DF_BIND_NOW in DT_FLAGS; DF_1_NOW in DT_FLAGS_1. Not in one condition: C2 of JDK
   * 25.0.3 crashes on that.
   */
  private static boolean isNow(long tag, long value) {
    if (tag == 24) {
      return true;
    }
    return tag == 30 ? (value & 8) != 0 : tag == 0x6ffffffbL && (value & 1) != 0;
  }

  private static Set<String> exports(Elf.Header header, ElfSections sections) {
    var exports = new TreeSet<String>();
    int index = sections.indexOfType(DYNSYM);
    if (index < 0 || sections.link(index) <= 0 || sections.link(index) >= sections.count()) {
      return exports;
    }
    var symbols = sections.content(index, "the dynamic symbols");
    var names = sections.content(sections.link(index), "the names of dynamic symbols");
    int step = header.is64() ? 24 : 16;
    for (int at = step; at + step <= symbols.length(); at += step) {
      int info = symbols.u16(at + (header.is64() ? 4 : 12)) & (header.isLittle() ? 0xff : 0xff00);
      int binding = (header.isLittle() ? info : info >> 8) >> 4;
      boolean isDefined = symbols.u16(at + (header.is64() ? 6 : 14)) != 0;
      if (isDefined && binding != 0) {
        exports.add(names.text(symbols.u32(at)));
      }
    }
    return exports;
  }

  private static Map<String, Long> loaded(ElfSections sections) {
    var loaded = new LinkedHashMap<String, Long>();
    for (int i = 1; i < sections.count(); i++) {
      if ((sections.flags(i) & ALLOCATED) != 0) {
        loaded.merge(sections.name(i), sections.size(i), Long::sum);
      }
    }
    return loaded;
  }
}
