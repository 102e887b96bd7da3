package dev.tenon.binder;

import dev.tenon.format.BadFile;
import dev.tenon.format.Script.Command;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows linker scripts to the files that they name. */
final class Scripts {
  private static final int DEEPEST = 10;

  private final Search search;
  private final World world;

  /**
   * Part of a script after what it includes was put in.
   *
   * @param beside folder in which relative names are looked for first; null if in none
   * @param isUnderSysroot absolute names are meant under the system root
   * @param origin for the reasons of reads
   */
  record Part(Command command, @Nullable String beside, boolean isUnderSysroot, String origin) {}

  Scripts(Search search, World world) {
    this.search = search;
    this.world = world;
  }

  /**
   * The parts of a script in order.
   *
   * @param isMain given by an option instead of among the inputs
   */
  List<Part> parts(String file, boolean isMain) {
    List<Part> parts = new ArrayList<>();
    String beside =
        isMain && search.manner.is(Manner.Trait.BUILT_IN_FOLDERS) ? null : Places.folder(file);
    read(file, beside, parts, 0);
    return parts;
  }

  private void read(String file, @Nullable String beside, List<Part> into, int depth) {
    try {
      String origin = "script " + file;
      boolean isUnderSysroot = isUnderSysroot(file);
      var script = search.files.script(file);
      if (script.versions()) {
        search.ledger.versions(file);
      }
      for (Command command : script.commands()) {
        boolean includes = command instanceof Command.Include;
        if (!search.effort.allows(includes ? 1 + search.folders.size() : 1, origin)) {
          return;
        }
        if (!(command instanceof Command.Include(var name))) {
          into.add(new Part(command, beside, isUnderSysroot, origin));
        } else if (depth < DEEPEST) {
          String found = search.among(name, search.folders, "include of " + origin);
          if (found != null) {
            search.ledger.content(found, "include of " + origin);
            if (search.files.kind(found) != World.Kind.FILE) {
              continue; // a pipe, say, which is the linker's to read
            }
            // LLD goes on beside the included file, GNU ld beside the one that was opened first.
            boolean moves = !search.manner.is(Manner.Trait.BUILT_IN_FOLDERS);
            read(found, moves ? Places.folder(found) : beside, into, depth + 1);
          }
        }
      }
    } catch (BadFile e) {
      search.ledger.trouble("T0204", file, message(e), List.of());
    } catch (UncheckedIOException e) {
      search.ledger.trouble("T0205", file, Inputs.reason(e), List.of());
    }
  }

  /** The file that a name in a script means; null after a trouble was noted. */
  @Nullable String locate(String name, Part part) {
    String sysroot = search.places.sysroot();
    boolean isMarked = name.startsWith("=");
    boolean isWord = search.manner.is(Manner.Trait.SYSROOT_WORD) && name.startsWith("$SYSROOT");
    if (isMarked) {
      return search.among(sysroot + name.substring(1), List.of(), part.origin());
    }
    if (isWord) {
      return search.among(sysroot + name.substring("$SYSROOT".length()), List.of(), part.origin());
    }
    if (name.startsWith("/")) {
      return search.among(part.isUnderSysroot() ? sysroot + name : name, List.of(), part.origin());
    }
    List<String> tried = new ArrayList<>();
    String beside = part.beside();
    if (search.manner.is(Manner.Trait.BESIDE_SCRIPT) && beside != null) {
      tried.add(Places.join(beside, name));
    }
    if (!tried.contains(name)) {
      tried.add(name);
    }
    search.folders.forEach(folder -> tried.add(folder + "/" + name));
    return search.first(name, tried, part.origin());
  }

  private boolean isUnderSysroot(String file) {
    String sysroot = search.places.sysroot();
    if (sysroot.isEmpty()) {
      return false;
    }
    String folder = world.real(search.places.absolute(sysroot));
    return world.real(search.places.absolute(file)).startsWith(folder + "/");
  }

  private static String message(BadFile e) {
    return "offset " + e.offset() + ": " + e.expectation();
  }
}
