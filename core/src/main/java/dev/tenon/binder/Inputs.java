package dev.tenon.binder;

import dev.tenon.format.Ar;
import dev.tenon.format.BadFile;
import dev.tenon.format.Elf;
import dev.tenon.format.FileKind;
import dev.tenon.format.Script;
import dev.tenon.format.Script.Command;
import dev.tenon.model.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes inputs in order, opens those that may name more, and keeps the shared libraries. */
final class Inputs {
  private final Search search;
  private final Scripts scripts;
  private final boolean archivesOnly;
  private final boolean isThorough;

  /** Shared libraries with whether all that asked for them did so only as needed. */
  final Map<String, Boolean> shared = new LinkedHashMap<>();

  /** What a script names the output where the command line does not; the first one counts. */
  @Nullable String output;

  /**
   * @param archivesOnly libraries are never shared ones in this link
   * @param isThorough whether every input is held against its format
   */
  Inputs(Search search, Scripts scripts, boolean archivesOnly, boolean isThorough) {
    this.search = search;
    this.scripts = scripts;
    this.archivesOnly = archivesOnly;
    this.isThorough = isThorough;
  }

  /** A library request of the plan or of a script. */
  void library(String name, boolean exact, State state) {
    String why = "-l" + (exact ? ":" : "") + name;
    String found = search.library(name, exact, archivesOnly || state.isStatic(), why);
    if (found != null) {
      take(found, state, why);
    }
  }

  /** A file named on the command line. */
  void named(String file, State state) {
    switch (search.files.kind(file)) {
      case ABSENT -> {
        search.ledger.absence(file, "input");
        search.ledger.trouble("T0201", file, "no such file", List.of());
      }
      case FOLDER -> search.ledger.trouble("T0206", file, "is a folder", List.of());
      case OTHER -> search.ledger.content(file, "input");
      case FILE -> {
        if (isRaw(state.format()) || !isThorough && isSurelyAnObject(file)) {
          search.ledger.content(file, "input");
        } else {
          take(file, state, "input");
        }
      }
    }
  }

  /** Scripts that lead to scripts are followed so far; linkers go on until their stack ends. */
  private static final int DEEPEST = 200;

  private int depth;

  /** Formats of which each file is taken for bytes, whatever it holds. */
  private static final Set<String> RAW =
      Set.of("binary", "srec", "symbolsrec", "verilog", "tekhex", "ihex");

  private static boolean isRaw(@Nullable String format) {
    return format != null && RAW.contains(format);
  }

  /** Opening tens of thousands of objects to see that they are objects would cost too much. */
  private static boolean isSurelyAnObject(String file) {
    return file.endsWith(".o");
  }

  /**
   * The parts of a script that name files.
   *
   * @param isMain whether an option gave the script
   */
  void follow(List<Scripts.Part> parts, State state, boolean isMain) {
    for (Scripts.Part part : parts) {
      if (!search.effort.allows(1, part.origin())) {
        return;
      }
      switch (part.command()) {
        case Command.SearchDir(var folder) -> search.folders.add(search.folder(folder));
        case Command.Files files -> {
          for (Script.Entry entry : files.entries()) {
            if (!search.effort.allows(1 + search.folders.size(), part.origin())) {
              return;
            }
            entry(entry, part, state.withAsNeeded(state.asNeeded() || entry.asNeeded()));
          }
        }
        case Command.Output(var file) -> {
          boolean counts = isMain || !search.manner.is(Manner.Trait.BUILT_IN_FOLDERS);
          output = output == null && counts ? file : output;
        }
        case Command.Include _, Command.OutputFormat _ -> {}
      }
    }
  }

  private void entry(Script.Entry entry, Scripts.Part part, State state) {
    if (entry.isLibrary()) {
      String name = entry.name().substring(2);
      boolean exact = name.startsWith(":");
      library(exact ? name.substring(1) : name, exact, state);
    } else {
      String found = scripts.locate(entry.name(), part);
      if (found != null) {
        take(found, state, part.origin());
      }
    }
  }

  /** A file that is there. */
  private void take(String file, State state, String why) {
    search.ledger.content(file, why);
    switch (search.files.kind(file)) {
      case FOLDER -> search.ledger.trouble("T0206", file, "is a folder", List.of());
      case FILE -> {
        try {
          open(file, state, why);
        } catch (BadFile e) {
          search.ledger.trouble(
              "T0204", subject(e), "offset " + e.offset() + ": " + e.expectation(), List.of());
        } catch (UncheckedIOException e) {
          search.ledger.trouble("T0205", file, reason(e), List.of());
        }
      }
      case ABSENT, OTHER -> {}
    }
  }

  private void open(String file, State state, String why) {
    var look = search.files.look(file);
    if (!look.fits(search.machine())) {
      search.ledger.trouble("T0203", file, "is for " + name(look) + ", not " + wanted(), List.of());
    }
    switch (look.kind()) {
      case TEXT -> {
        if (++depth > DEEPEST) {
          search.ledger.trouble(
              "T0205", file, "is more than " + DEEPEST + " scripts deep", List.of());
        } else {
          follow(scripts.parts(file, false), state, false);
        }
        depth--;
      }
      case THIN_ARCHIVE -> members(file, state, why);
      case ELF -> {
        if (look.isSharedLibrary()) {
          shared.merge(file, state.asNeeded(), Boolean::logicalAnd);
        }
        if (isThorough) {
          Elf.read(search.files.bytes(file), file, null).sections().check();
        }
      }
      case ARCHIVE -> {
        if (isThorough) {
          archive(file);
        }
      }
      case COFF, PE -> {}
      case BITCODE, WRAPPED_BITCODE -> {}
      case EMPTY, MACH_O, WASM, UNKNOWN -> {
        if (look.kind() != FileKind.EMPTY || !search.manner.is(Manner.Trait.TAKES_EMPTY_FILES)) {
          search.ledger.trouble(
              "T0204", file, "is " + look.kind().text() + ", nothing to link", List.of());
        }
      }
    }
  }

  private void members(String file, State state, String why) {
    List<Ar.Member> members = Ar.read(search.files.bytes(file), file).members();
    boolean opensAll = search.manner.is(Manner.Trait.OPENS_ALL_THIN_MEMBERS) || state.whole();
    for (Ar.Member member : members) {
      String path = Ar.memberFile(file, member.name());
      boolean isSure = opensAll || isArchive(path);
      String reason = why + ", member of " + file + (isSure ? "" : Conditions.IF_USED);
      if (search.files.kind(path) == World.Kind.ABSENT) {
        search.ledger.absence(path, reason);
        if (opensAll)
          search.ledger.trouble("T0201", path, "no such file, member of " + file, List.of());
      } else {
        search.ledger.content(path, reason);
      }
    }
  }

  /** GNU ld's trace does not tell what it takes from an archive in a thin one. */
  private boolean isArchive(String path) {
    try {
      return !isSurelyAnObject(path)
          && search.files.kind(path) == World.Kind.FILE
          && search.files.look(path).kind() != FileKind.ELF;
    } catch (BadFile | UncheckedIOException e) {
      return true;
    }
  }

  private void archive(String file) {
    var bytes = search.files.bytes(file);
    for (Ar.Member member : Ar.read(bytes, file).members()) {
      var content = bytes.slice(member.offset(), member.size());
      if (FileKind.of(content.read(0, FileKind.HEAD)) == FileKind.ELF) {
        Elf.read(content, file, member.name()).sections().check();
      }
    }
  }

  private String wanted() {
    var machine = search.machine();
    return machine == null ? "" : machine.text();
  }

  private static String name(Files.Look look) {
    var machine = look.machine();
    return machine == null ? look.kind().text() : machine.text();
  }

  private static String subject(BadFile e) {
    return e.member() == null ? e.file() : e.file() + "(" + e.member() + ")";
  }

  static String reason(UncheckedIOException e) {
    return switch (Objects.requireNonNull(e.getCause())) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "no such file";
      case FileSystemException failed when failed.getReason() != null ->
          String.valueOf(failed.getReason());
      case IOException failed -> "cannot be read: " + failed.getMessage();
    };
  }

  /** The shared libraries as the closure needs them. */
  List<Needs.Library> libraries() {
    List<Needs.Library> found = new ArrayList<>();
    shared.forEach((file, asNeeded) -> found.add(new Needs.Library(file, asNeeded)));
    return found;
  }
}
