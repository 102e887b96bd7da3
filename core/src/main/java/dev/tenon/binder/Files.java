package dev.tenon.binder;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tenon.format.Ar;
import dev.tenon.format.BadFile;
import dev.tenon.format.Bytes;
import dev.tenon.format.Elf;
import dev.tenon.format.FileKind;
import dev.tenon.format.Script;
import dev.tenon.format.ScriptReader;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks at files, at each once. */
final class Files {
  /** Longer ones, which nobody wrote by hand, would take a hundred times their size as words. */
  private static final int LONGEST_SCRIPT = 1 << 20;

  private final World world;
  private final Places places;
  private final Map<String, Look> known = new HashMap<>();
  private final Map<String, Script> scripts = new HashMap<>();

  /**
   * What the first bytes say.
   *
   * @param machine of the file, or of an archive's first member; null if it does not tell
   * @param type of an ELF file; 0 for others
   */
  record Look(FileKind kind, @Nullable Machine machine, int type) {
    boolean isSharedLibrary() {
      return kind == FileKind.ELF && type == Elf.SHARED;
    }

    boolean isObject() {
      return kind == FileKind.ELF && type == Elf.RELOCATABLE;
    }

    boolean fits(@Nullable Machine wanted) {
      return wanted == null || machine == null || wanted.equals(machine);
    }
  }

  Files(World world, Places places) {
    this.world = world;
    this.places = places;
  }

  World.Kind kind(String spelt) {
    return world.kind(places.absolute(spelt));
  }

  Bytes bytes(String spelt) {
    return world.bytes(places.absolute(spelt));
  }

  /**
   * @throws java.io.UncheckedIOException if the file cannot be read
   * @throws BadFile if it breaks off in its first header
   */
  Look look(String spelt) {
    Look found = known.get(spelt);
    if (found == null) {
      found = see(spelt, bytes(spelt));
      known.put(spelt, found);
    }
    return found;
  }

  private Look see(String spelt, Bytes bytes) {
    byte[] head = bytes.read(0, FileKind.HEAD);
    FileKind kind = FileKind.of(head);
    return switch (kind) {
      case ELF -> elf(head, spelt);
      case ARCHIVE, THIN_ARCHIVE -> new Look(kind, firstMember(bytes, spelt), 0);
      case TEXT -> new Look(kind, scriptMachine(spelt), 0);
      default -> new Look(kind, null, 0);
    };
  }

  /**
   * A linker script.
   *
   * @throws java.io.UncheckedIOException if the file cannot be read
   * @throws BadFile if it is none
   */
  Script script(String spelt) {
    Script found = scripts.get(spelt);
    if (found == null) {
      Bytes bytes = bytes(spelt);
      if (bytes.size() > LONGEST_SCRIPT) {
        throw new BadFile(
            spelt, null, LONGEST_SCRIPT, "the end of the script expected, as none is longer");
      }
      found = ScriptReader.read(new String(bytes.read(0, LONGEST_SCRIPT), UTF_8), spelt);
      scripts.put(spelt, found);
    }
    return found;
  }

  private @Nullable Machine scriptMachine(String spelt) {
    try {
      for (Script.Command command : script(spelt).commands()) {
        if (command instanceof Script.Command.OutputFormat(var names)) {
          return Machine.named(names.getFirst());
        }
      }
    } catch (BadFile e) {
      // Whoever follows the script says what is wrong with it.
    }
    return null;
  }

  private static Look elf(byte[] head, String spelt) {
    var header = Elf.read(Bytes.of(head), spelt, null).header();
    return new Look(FileKind.ELF, Machine.of(header), header.type());
  }

  private @Nullable Machine firstMember(Bytes bytes, String spelt) {
    Ar archive = Ar.read(bytes, spelt, 1);
    if (archive.members().isEmpty()) {
      return null;
    }
    var member = archive.members().getFirst();
    Bytes content =
        archive.isThin()
            ? bytes(Ar.memberFile(spelt, member.name()))
            : bytes.slice(member.offset(), member.size());
    byte[] head = content.read(0, FileKind.HEAD);
    return FileKind.of(head) == FileKind.ELF && head.length == FileKind.HEAD
        ? elf(head, spelt).machine()
        : null;
  }
}
