package dev.tenon.dialect;

import dev.tenon.model.BadRecord;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which program links and which command line it gets, as rustc decides it from {@code -C linker}
 * and {@code -C linker-flavor} (FLV-01 to FLV-05; seen with rustc 1.95).
 */
public final class Flavors {
  private static final Pattern VERSION = Pattern.compile("-[.0-9]+$");
  private static final Set<String> COMPILERS = Set.of("gcc", "clang", "g++", "clang++");
  private static final Set<String> LLVMS =
      Set.of("wasm-ld", "ld.lld", "lld", "rust-lld", "lld-link");
  private static final Set<String> LINKERS = Set.of("ld", "link");

  private Flavors() {}

  /**
   * What someone asked for.
   *
   * @param linker a name or path, or null
   * @param flavor a name that {@link Flavor#named} knows, or null
   */
  public record Wish(@Nullable String linker, @Nullable String flavor) {}

  /** A program, by name or path, and the command line that it takes. */
  public record Choice(String linker, Flavor flavor) {}

  /** The system on which the link runs, as far as it decides what a compiler driver is called. */
  public enum Host {
    UNIX,
    /** Solaris and illumos, where {@code cc} is not GCC. */
    SOLARIS,
    WINDOWS
  }

  /**
   * FLV-01: what the command line says counts as a pair, and what of the pair it leaves out follows
   * from the other half; the target's own pair counts only if the command line says nothing.
   *
   * @param principal the flavour of the target's specification
   * @throws BadRecord if nobody says anything, a flavour is unknown, or a linker has no stem
   */
  public static Choice choose(Wish commandLine, Wish target, Flavor principal, Host host) {
    for (Wish wish : List.of(commandLine, target)) {
      String linker = wish.linker();
      Flavor flavor = wish.flavor() == null ? null : Flavor.named(wish.flavor(), principal);
      if (linker != null) {
        return new Choice(linker, flavor != null ? flavor : byStem(linker, principal));
      }
      if (flavor != null) {
        return new Choice(program(flavor, host), flavor);
      }
    }
    throw new BadRecord("linker", "neither a linker nor a linker flavor is known");
  }

  /** FLV-02: the program where only the flavour is known. */
  public static String program(Flavor flavor, Host host) {
    return switch (flavor.kind()) {
      case EM -> host == Host.WINDOWS ? "emcc.bat" : "emcc";
      case BPF -> "bpf-linker";
      case LLBC -> "llvm-bitcode-linker";
      case PTX -> "rust-ptx-linker";
      case MSVC -> flavor.lld() ? "lld" : "link.exe";
      case GNU, DARWIN, WASM, UNIX -> {
        if (flavor.cc()) {
          yield host == Host.SOLARIS ? "gcc" : "cc";
        }
        yield flavor.lld() ? "lld" : "ld";
      }
    };
  }

  /**
   * FLV-03: the command line that a program's name hints at; what it says nothing about is as the
   * target has it.
   *
   * @throws BadRecord FLV-05, if the path ends in no name
   */
  public static Flavor byStem(String linker, Flavor principal) {
    String stem = VERSION.matcher(stem(linker)).replaceFirst("");
    if (stem.equals("llvm-bitcode-linker")) {
      return new Flavor(Flavor.Kind.LLBC, false, false);
    }
    String last = stem.substring(stem.lastIndexOf('-') + 1);
    if (stem.equals("emcc") || COMPILERS.contains(stem) || COMPILERS.contains(last)) {
      return new Flavor(principal.kind(), true, false);
    }
    if (LLVMS.contains(stem) || stem.endsWith("-wasm-ld")) {
      return new Flavor(principal.kind(), false, true);
    }
    // `ld.lld` ends here too: its stem is `ld`, and it needs no -flavor (FLV-04).
    if (LINKERS.contains(stem) || last.equals("ld")) {
      return new Flavor(principal.kind(), false, false);
    }
    return principal;
  }

  /** The last name of a path without its ending; a dot in front begins no ending. */
  private static String stem(String linker) {
    String path = linker;
    while (path.endsWith("/") || path.endsWith("/.")) {
      path = path.substring(0, path.lastIndexOf('/'));
    }
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw new BadRecord(
          "linker `" + linker + "`", "couldn't extract file stem from specified linker");
    }
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /** CMD-02: the words with which LLVM's linker, called by itself, learns whose options follow. */
  public static List<String> leading(Flavor flavor) {
    if (!flavor.lld() || flavor.cc()) {
      return List.of();
    }
    return switch (flavor.kind()) {
      case GNU -> List.of("-flavor", "gnu");
      case DARWIN -> List.of("-flavor", "darwin");
      case MSVC -> List.of("-flavor", "link");
      case WASM -> List.of("-flavor", "wasm");
      case UNIX, EM, BPF, LLBC, PTX -> List.of();
    };
  }
}
