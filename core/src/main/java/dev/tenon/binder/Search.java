package dev.tenon.binder;

import dev.tenon.format.Ar;
import dev.tenon.format.BadFile;
import dev.tenon.format.FileKind;
import dev.tenon.format.Script;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what is asked for by name, and notes where it was not. */
final class Search {
  /** Names of a library when GNU ld makes programs for Windows, in order of preference. */
  private static final List<String> WINDOWS =
      List.of("lib%s.dll.a", "%s.dll.a", "lib%s.a", "%s.lib", "lib%s.lib", "lib%s.dll", "%s.dll");

  final Files files;
  final Places places;
  final Manner manner;
  final Ledger ledger;
  final Effort effort;

  /** Where libraries are, in order; grows while scripts are read. */
  final List<String> folders = new ArrayList<>();

  private final boolean isWindows;
  private @Nullable Machine machine;

  Search(Files files, Places places, Manner manner, Ledger ledger, boolean isWindows) {
    this.files = files;
    this.places = places;
    this.manner = manner;
    this.ledger = ledger;
    this.effort = new Effort(ledger);
    this.isWindows = isWindows;
  }

  void machine(@Nullable Machine wanted) {
    machine = wanted;
  }

  @Nullable Machine machine() {
    return machine;
  }

  /** A folder under the system root if it begins with the sign for it. */
  String folder(String written) {
    String spelt = written;
    if (written.startsWith("=")) {
      String rest = written.substring(1);
      spelt =
          places.sysroot()
              + (manner.is(Manner.Trait.JOINS_SYSROOT) && !rest.startsWith("/") ? "/" : "")
              + rest;
    } else if (written.startsWith("$SYSROOT") && !manner.is(Manner.Trait.JOINS_SYSROOT)) {
      spelt = places.sysroot() + written.substring("$SYSROOT".length());
    }
    return manner.is(Manner.Trait.TIDIES_FOLDERS) ? Places.tidy(spelt) : spelt;
  }

  /**
   * Looks for a library folder by folder.
   *
   * @param exact whether the name is the file's
   * @return the file, or null after a trouble was noted
   */
  @Nullable String library(String name, boolean exact, boolean archivesOnly, String why) {
    List<String> names = names(name, exact, archivesOnly);
    List<String> others = new ArrayList<>();
    String found = library(names, why, others);
    if (found == null && isWindows && archivesOnly && !exact) {
      found = library(List.of(name + ".lib"), why, others);
    }
    if (found == null && others.isEmpty()) {
      ledger.trouble("T0202", why, "no folder has " + String.join(" or ", names), folders);
    } else if (found == null) {
      ledger.trouble("T0203", why, "only files for other machines were found", others);
    }
    return found;
  }

  private @Nullable String library(List<String> names, String why, List<String> others) {
    for (String folder : folders) {
      for (String file : names) {
        String path = Places.join(folder, file);
        World.Kind kind = files.kind(path);
        if (kind == World.Kind.ABSENT) {
          ledger.absence(path, why);
        } else if (kind == World.Kind.FOLDER && manner.is(Manner.Trait.BUILT_IN_FOLDERS)) {
          ledger.rejected(path, why);
        } else if (manner.is(Manner.Trait.SKIPS_OTHER_MACHINES) && isOther(path, why)) {
          ledger.rejected(path, why);
          others.add(path);
        } else {
          return path;
        }
      }
    }
    return null;
  }

  /** A file by name, in the folders after it was not there as it stands. */
  @Nullable String among(String name, List<String> where, String why) {
    List<String> tried = new ArrayList<>();
    tried.add(name);
    if (!name.startsWith("/")) {
      where.forEach(folder -> tried.add(Places.join(folder, name)));
    }
    return first(name, tried, why);
  }

  /** The first of some names that is there. */
  @Nullable String first(String subject, List<String> names, String why) {
    for (String name : names) {
      if (files.kind(name) != World.Kind.ABSENT) {
        return name;
      }
      ledger.absence(name, why);
    }
    ledger.trouble("T0201", subject, "no such file (" + why + ")", names);
    return null;
  }

  private List<String> names(String name, boolean exact, boolean archivesOnly) {
    if (exact) {
      return List.of(name);
    }
    if (isWindows && !archivesOnly) {
      return WINDOWS.stream().map(form -> form.replace("%s", name)).toList();
    }
    String base = "lib" + name;
    return archivesOnly ? List.of(base + ".a") : List.of(base + ".so", base + ".a");
  }

  private boolean isOther(String path, String why) {
    if (files.kind(path) != World.Kind.FILE) {
      return false;
    }
    try {
      var look = files.look(path);
      firstMember(path, look, why);
      if (look.kind() == FileKind.TEXT
          && manner.is(Manner.Trait.PEEKS_INTO_SCRIPTS)
          && look.machine() == null) {
        return !firstFile(path, why);
      }
      return !look.fits(machine);
    } catch (BadFile | UncheckedIOException e) {
      // Whoever takes the file says what is wrong with it.
      return false;
    }
  }

  /** Whether the first file that a script names fits, or is not there under its mere name. */
  private boolean firstFile(String script, String why) {
    List<Script.Command> commands = files.script(script).commands();
    if (commands.isEmpty()
        || !(commands.getFirst() instanceof Script.Command.Files named)
        || named.entries().isEmpty()) {
      return true;
    }
    Script.Entry first = named.entries().getFirst();
    // No more is read than the first word after the parenthesis, whatever it is.
    String name = first.asNeeded() ? "AS_NEEDED" : first.name();
    if (files.kind(name) != World.Kind.FILE) {
      ledger.absence(name, why);
      return true;
    }
    ledger.content(name, why);
    return files.look(name).fits(machine);
  }

  /** Its machine was seen in the first member, so that one was opened. */
  private void firstMember(String path, Files.Look look, String why) {
    if (look.kind() == FileKind.THIN_ARCHIVE) {
      for (Ar.Member member : Ar.read(files.bytes(path), path, 1).members()) {
        ledger.content(Ar.memberFile(path, member.name()), why + ", member of " + path);
      }
    }
  }
}
