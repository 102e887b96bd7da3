package dev.tenon.advise;

import dev.tenon.format.Elf;
import dev.tenon.format.ElfImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares what two linkers made of one plan. */
public final class Differences {
  /** Marks that linkers set and programs seldom look up; each linker has its own set of them. */
  private static final Set<String> MARKS =
      Set.of(
          "_edata",
          "edata",
          "_end",
          "end",
          "_etext",
          "etext",
          "__bss_start",
          "_init",
          "_fini",
          "__data_start",
          "data_start",
          "_IO_stdin_used",
          "__dso_handle",
          "_start",
          "main",
          "__libc_csu_init",
          "__libc_csu_fini",
          "__TMC_END__");

  private static final int SHOWN = 3;

  private Differences() {}

  /**
   * @param now what the linker in use makes
   * @param exporting whether the plan asks an executable to export names; without it those are
   *     there by chance, because some library has them too
   */
  public static List<Difference> of(ElfImage now, ElfImage other, boolean exporting) {
    var found = new ArrayList<Difference>();
    if (now.type() != other.type()) {
      found.add(breaks("it is " + kind(other) + ", not " + kind(now)));
    }
    changed(found, "the interpreter", now.interpreter(), other.interpreter());
    changed(found, "the soname", now.dynamic().soname(), other.dynamic().soname());
    lost(found, "needs no longer: ", now.dynamic().needed(), other.dynamic().needed(), true);
    lost(found, "needs also: ", other.dynamic().needed(), now.dynamic().needed(), false);
    runPath(found, now, other);
    if (now.isRelro() && !other.isRelro()) {
      found.add(breaks("no data becomes read-only after start (RELRO)"));
    }
    if (now.isNow() != other.isNow()) {
      found.add(
          new Difference(
              now.isNow(), other.isNow() ? "binds all at start" : "binds lazily (no BIND_NOW)"));
    }
    if (other.hasExecutableStack() && !now.hasExecutableStack()) {
      found.add(breaks("asks for an executable stack"));
    }
    boolean promised = exporting || now.interpreter() == null;
    lost(found, "exports no longer: ", exports(now), exports(other), promised);
    lost(found, "exports also: ", exports(other), exports(now), false);
    sections(found, now, other);
    return found;
  }

  private static Difference breaks(String text) {
    return new Difference(true, text);
  }

  private static String kind(ElfImage image) {
    return image.type() == Elf.EXECUTABLE
        ? "an executable at a fixed address"
        : "position-independent";
  }

  private static void changed(
      List<Difference> found, String what, @Nullable String now, @Nullable String other) {
    if (!Objects.equals(now, other)) {
      found.add(breaks(what + " is " + other + ", not " + now));
    }
  }

  private static void lost(
      List<Difference> found,
      String what,
      Iterable<String> from,
      Iterable<String> to,
      boolean breaks) {
    var lost = new TreeSet<String>();
    from.forEach(lost::add);
    to.forEach(lost::remove);
    if (!lost.isEmpty()) {
      String shown = String.join(", ", lost.stream().limit(SHOWN).toList());
      int more = lost.size() - SHOWN;
      found.add(new Difference(breaks, what + shown + (more > 0 ? " and " + more + " more" : "")));
    }
  }

  private static void runPath(List<Difference> found, ElfImage now, ElfImage other) {
    String here = path(now);
    String there = path(other);
    if (!Objects.equals(here, there)) {
      found.add(breaks("libraries are looked for in " + there + ", not in " + here));
    } else if ((now.dynamic().runpath() == null) != (other.dynamic().runpath() == null)) {
      String tag = other.dynamic().runpath() == null ? "DT_RPATH" : "DT_RUNPATH";
      found.add(new Difference(false, "the run path is a " + tag));
    }
  }

  private static @Nullable String path(ElfImage image) {
    String runpath = image.dynamic().runpath();
    return runpath == null ? image.dynamic().rpath() : runpath;
  }

  private static Set<String> exports(ElfImage image) {
    var exports = new TreeSet<>(image.exports());
    exports.removeAll(MARKS);
    exports.removeIf(name -> name.startsWith("__start_") || name.startsWith("__stop_"));
    return exports;
  }

  /**
   * Sections whose name is a C name are found by programs through {@code __start_NAME}; LLD and
   * newer linkers drop them where nothing else refers to them. Constructors in {@code .ctors} run
   * only where a linker puts them into {@code .init_array}.
   */
  private static void sections(List<Difference> found, ElfImage now, ElfImage other) {
    for (String name : new TreeSet<>(now.loaded().keySet())) {
      if (name.matches("[A-Za-z_][A-Za-z0-9_]*") && !other.loaded().containsKey(name)) {
        found.add(breaks("section " + name + " is dropped (-z nostart-stop-gc keeps it)"));
      }
    }
    for (String name : List.of(".ctors", ".dtors")) {
      if (size(other, name) > 0 && size(now, name) == 0) {
        found.add(breaks("functions in " + name + " are not run"));
      }
    }
  }

  /** Less the marks at beginning and end that compilers' start-up objects have. */
  private static long size(ElfImage image, String section) {
    return Math.max(0, image.loaded().getOrDefault(section, 0L) - 16);
  }
}
