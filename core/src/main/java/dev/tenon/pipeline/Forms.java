package dev.tenon.pipeline;

import dev.tenon.binder.RealWorld;
import dev.tenon.binder.World;
import dev.tenon.format.Ar;
import dev.tenon.format.BadFile;
import dev.tenon.format.Bytes;
import dev.tenon.format.Elf;
import dev.tenon.format.ElfSections;
import dev.tenon.format.FileKind;
import dev.tenon.model.Read;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What input files are, as far as it decides whether their names matter. */
final class Forms {
  /** Longer texts are no scripts that anybody wrote; they count as ones that choose by name. */
  private static final int LONGEST_SCRIPT = 1 << 20;

  /** No linker looks into an archive inside an archive. */
  private static final int DEEPEST = 4;

  private Forms() {}

  static Read.Form of(Path file) {
    World world = new RealWorld((_, _) -> World.BuiltIn.NONE);
    try {
      Bytes bytes = world.bytes(file.toString());
      return isInDisguise(file, bytes) ? Read.Form.REFERRING : of(bytes, file.toString());
    } catch (BadFile | UncheckedIOException e) {
      return Read.Form.OTHER;
    }
  }

  /** A script or shared library with an object's name: what it names was not looked for. */
  private static boolean isInDisguise(Path file, Bytes bytes) {
    if (!file.toString().endsWith(".o")) {
      return false;
    }
    return switch (FileKind.of(bytes.read(0, FileKind.HEAD))) {
      case TEXT -> true;
      case ELF -> Elf.read(bytes, file.toString(), null).header().type() == Elf.SHARED;
      default -> false;
    };
  }

  /**
   * @param file name for messages
   */
  static Read.Form of(Bytes bytes, String file) {
    return of(bytes, file, null, 0);
  }

  private static Read.Form of(Bytes bytes, String file, @Nullable String member, int depth) {
    return switch (FileKind.of(bytes.read(0, FileKind.HEAD))) {
      case ELF -> elf(Elf.read(bytes, file, member));
      case BITCODE, WRAPPED_BITCODE -> Read.Form.INTERMEDIATE;
      case ARCHIVE -> depth < DEEPEST ? archive(bytes, file, depth) : Read.Form.OTHER;
      case THIN_ARCHIVE -> Read.Form.THIN;
      case TEXT -> script(bytes);
      default -> Read.Form.OTHER;
    };
  }

  private static Read.Form elf(Elf elf) {
    if (elf.header().type() != Elf.RELOCATABLE) {
      return Read.Form.OTHER;
    }
    ElfSections sections = elf.sections();
    if (sections.ir() != ElfSections.Ir.NONE) {
      return Read.Form.INTERMEDIATE;
    }
    if (sections.namesFiles()) {
      return Read.Form.REFERRING;
    }
    return sections.namesSource() ? Read.Form.OBJECT : Read.Form.NAMELESS;
  }

  private static Read.Form archive(Bytes bytes, String file, int depth) {
    Read.Form form = Read.Form.OTHER;
    for (Ar.Member member : Ar.read(bytes, file).members()) {
      try {
        Bytes content = bytes.slice(member.offset(), member.size());
        switch (of(content, file, member.name(), depth + 1)) {
          case INTERMEDIATE -> {
            return Read.Form.INTERMEDIATE;
          }
          case REFERRING -> form = Read.Form.REFERRING;
          default -> {}
        }
      } catch (BadFile e) {
        // Linkers pass over members that are nothing to them.
      }
    }
    return form;
  }

  private static Read.Form script(Bytes bytes) {
    if (bytes.size() > LONGEST_SCRIPT) {
      return Read.Form.LAYOUT;
    }
    var text = new String(bytes.read(0, (int) bytes.size()), StandardCharsets.ISO_8859_1);
    return text.contains("SECTIONS") || text.contains("INCLUDE")
        ? Read.Form.LAYOUT
        : Read.Form.OTHER;
  }
}
