package dev.tenon.binder;

import dev.tenon.format.BadFile;
import dev.tenon.format.Elf;
import dev.tenon.format.ElfDynamic;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the libraries that libraries need, as GNU ld does to check that nothing stays undefined
 * (its manual says where, under {@code -rpath-link}).
 */
final class Needs {
  private final Search search;
  private final World world;
  private final Where where;
  private final Map<String, ElfDynamic> opened = new HashMap<>();
  private final Map<String, String> byName = new HashMap<>();

  /** Inputs of the link. */
  private final Map<String, String> given = new HashMap<>();

  record Library(String file, boolean asNeeded) {}

  /**
   * The folders of this link.
   *
   * @param first {@code -rpath-link}, {@code -rpath}, or what stands in for them
   * @param second {@code LD_LIBRARY_PATH}
   * @param last those of the built-in script
   */
  record Where(List<String> first, List<String> second, List<String> last) {}

  Needs(Search search, World world, Where where) {
    this.search = search;
    this.world = world;
    this.where = where;
  }

  void follow(List<Library> libraries) {
    List<String> sure = new ArrayList<>();
    List<String> unsure = new ArrayList<>();
    for (Library library : libraries) {
      if (open(library.file())) {
        name(library.file());
        (library.asNeeded() ? unsure : sure).add(library.file());
      }
    }
    given.putAll(byName);
    drain(sure, false);
    drain(unsure, true);
  }

  /**
   * A name is looked for once, for the first library that needs it. Which one that is among
   * libraries that may not be kept is not known, so there the name is looked for on behalf of each.
   */
  private void drain(List<String> first, boolean isUnsure) {
    Deque<String> libraries = new ArrayDeque<>(first);
    Set<String> done = new HashSet<>();
    Set<String> asked = new HashSet<>();
    while (!libraries.isEmpty()) {
      String library = libraries.poll();
      ElfDynamic dynamic = opened.get(library);
      if (dynamic == null || !done.add(library)) {
        continue;
      }
      for (String name : dynamic.needed()) {
        String found = (isUnsure ? given : byName).get(name);
        if (found == null && (isUnsure || asked.add(name))) {
          String why = Conditions.NEEDED_BY + library;
          String condition = ": " + name + Conditions.IF_KEPT;
          found = find(name, library, dynamic, isUnsure ? why + condition : why);
        }
        if (found != null) {
          libraries.add(found);
        }
      }
    }
  }

  private @Nullable String find(String name, String by, ElfDynamic dynamic, String why) {
    if (name.contains("/")) {
      return accept(name, name, why, true);
    }
    // A library that fits badly is taken only if no other one is found, so all places are asked.
    List<String> misfits = new ArrayList<>();
    for (var folders : folders(by, dynamic, why)) {
      for (String folder : folders.get()) {
        String path = Places.join(folder, name);
        String found = accept(path, name, why, false);
        if (found != null) {
          misfits.forEach(misfit -> search.ledger.rejected(misfit, why));
          return found;
        }
        if (opened.containsKey(path) && !misfits.contains(path)) {
          misfits.add(path);
        }
      }
    }
    if (misfits.isEmpty()) {
      return null;
    }
    misfits.stream().skip(1).forEach(misfit -> search.ledger.rejected(misfit, why));
    search.ledger.content(misfits.getFirst(), why);
    byName.put(name, misfits.getFirst());
    name(misfits.getFirst());
    return misfits.getFirst();
  }

  private @Nullable String accept(String path, String name, String why, boolean isForced) {
    if (search.files.kind(path) != World.Kind.FILE) {
      search.ledger.absence(path, why);
      return null;
    }
    if (!open(path)) {
      search.ledger.rejected(path, why);
      return null;
    }
    if (!isForced && isMisfit(opened.get(path))) {
      return null;
    }
    search.ledger.content(path, why);
    byName.put(name, path);
    name(path);
    return path;
  }

  /** A library is known by what it calls itself and by its file. */
  private void name(String path) {
    byName.putIfAbsent(path.substring(path.lastIndexOf('/') + 1), path);
    ElfDynamic dynamic = opened.get(path);
    if (dynamic != null && dynamic.soname() != null) {
      byName.putIfAbsent(dynamic.soname(), path);
    }
  }

  /** It needs libraries but not the C library, or another version of a library that is there. */
  private boolean isMisfit(@Nullable ElfDynamic dynamic) {
    if (dynamic == null || dynamic.needed().isEmpty()) {
      return false;
    }
    if (dynamic.needed().stream().noneMatch(name -> name.startsWith("libc.so"))) {
      return true;
    }
    return dynamic.needed().stream().anyMatch(this::conflicts);
  }

  private boolean conflicts(String name) {
    int end = name.indexOf(".so.");
    return end > 0
        && !byName.containsKey(name)
        && byName.keySet().stream().anyMatch(known -> known.startsWith(name.substring(0, end + 4)));
  }

  /** The configuration of the loader is read when the search gets so far. */
  private List<Supplier<List<String>>> folders(String by, ElfDynamic dynamic, String why) {
    String file = search.places.absolute(by);
    String origin = file.substring(0, Math.max(1, file.lastIndexOf('/')));
    return List.of(
        () -> expanded(where.first(), origin),
        () -> expanded(where.second(), origin),
        () -> expanded(runPath(dynamic), origin),
        () -> expanded(LoaderConfiguration.folders(world, sysroot(), search.ledger, why), origin),
        where::last);
  }

  private List<String> expanded(List<String> folders, String origin) {
    Machine machine = search.machine();
    boolean is64 = machine == null || machine.is64();
    return folders.stream().map(folder -> RunPaths.expanded(folder, origin, is64)).toList();
  }

  private List<String> runPath(ElfDynamic dynamic) {
    String own = dynamic.runpath() != null ? dynamic.runpath() : dynamic.rpath();
    return own == null ? List.of() : RunPaths.under(sysroot(), RunPaths.split(own));
  }

  private String sysroot() {
    String sysroot = search.places.sysroot();
    return sysroot.isEmpty() ? "" : search.places.absolute(sysroot);
  }

  /** Whether it is a library for this link. */
  private boolean open(String path) {
    if (opened.containsKey(path)) {
      return true;
    }
    try {
      var look = search.files.look(path);
      if (!look.isSharedLibrary() || !look.fits(search.machine())) {
        return false;
      }
      ElfDynamic dynamic = Elf.read(search.files.bytes(path), path, null).dynamic();
      opened.put(path, dynamic);
      return true;
    } catch (BadFile | UncheckedIOException e) {
      return false;
    }
  }
}
