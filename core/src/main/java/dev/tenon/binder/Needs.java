package dev.tenon.binder;

import dev.tenon.format.BadFile;
import dev.tenon.format.Elf;
import dev.tenon.format.ElfDynamic;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
  private final LinkedHashSet<String> done = new LinkedHashSet<>();

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
    for (Library library : libraries) {
      if (open(library.file())) {
        name(library.file());
      }
    }
    Deque<String> sure = new ArrayDeque<>();
    Deque<String> unsure = new ArrayDeque<>();
    libraries.forEach(lib -> (lib.asNeeded() ? unsure : sure).add(lib.file()));
    drain(sure, "");
    drain(unsure, Conditions.IF_KEPT);
  }

  private void drain(Deque<String> libraries, String condition) {
    while (!libraries.isEmpty()) {
      String library = libraries.poll();
      ElfDynamic dynamic = opened.get(library);
      if (dynamic == null || !done.add(library)) {
        continue;
      }
      for (String name : dynamic.needed()) {
        String found = byName.get(name);
        if (found == null) {
          found = find(name, library, dynamic, Conditions.NEEDED_BY + library + condition);
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
    return List.of(
        where::first,
        where::second,
        () -> runPath(by, dynamic),
        () -> LoaderConfiguration.folders(world, sysroot(), search.ledger, why),
        where::last);
  }

  private List<String> runPath(String by, ElfDynamic dynamic) {
    List<String> folders = new ArrayList<>();
    String own = dynamic.runpath() != null ? dynamic.runpath() : dynamic.rpath();
    if (own != null) {
      String origin = Places.folder(world.real(search.places.absolute(by)));
      for (String folder : own.split(":")) {
        folders.add(folder.replace("${ORIGIN}", "$ORIGIN").replace("$ORIGIN/", origin));
      }
    }
    return folders;
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
