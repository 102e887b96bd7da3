package dev.tenon.dialect;

import dev.tenon.model.BadRecord;

/**
 * Which command line a linker takes (FLV-06), as rustc names it.
 *
 * @param kind whose options
 * @param cc whether a C compiler driver is called that calls the linker
 * @param lld whether the linker is LLVM's
 */
public record Flavor(Kind kind, boolean cc, boolean lld) {

  /** Whose options: the first part of a flavour's name. */
  public enum Kind {
    GNU,
    DARWIN,
    /** LLVM's linker in any case. */
    WASM,
    /** The native linkers of Solaris and its like; never LLVM's. */
    UNIX,
    /** Never through a compiler driver. */
    MSVC,
    /** Emscripten: a compiler driver in any case. */
    EM,
    BPF,
    /** LLVM's bitcode linker. */
    LLBC,
    PTX
  }

  /** Brings what the kind leaves no choice about to the one way that there is. */
  public Flavor {
    cc =
        switch (kind) {
          case GNU, DARWIN, WASM, UNIX -> cc;
          case EM -> true;
          case MSVC, BPF, LLBC, PTX -> false;
        };
    lld =
        switch (kind) {
          case GNU, DARWIN, MSVC -> lld;
          case WASM -> true;
          case UNIX, EM, BPF, LLBC, PTX -> false;
        };
  }

  /**
   * A flavour by its name, also by one of the old stable ones, of which {@code gcc} leaves open
   * whether the linker is LLVM's.
   *
   * @param principal the target's flavour, which fills what the name leaves open
   * @throws BadRecord if nothing has that name
   */
  public static Flavor named(String name, Flavor principal) {
    return switch (name) {
      case "gnu" -> new Flavor(Kind.GNU, false, false);
      case "gnu-lld", "ld.lld" -> new Flavor(Kind.GNU, false, true);
      case "gnu-cc" -> new Flavor(Kind.GNU, true, false);
      case "gnu-lld-cc" -> new Flavor(Kind.GNU, true, true);
      case "darwin" -> new Flavor(Kind.DARWIN, false, false);
      case "darwin-lld", "ld64.lld" -> new Flavor(Kind.DARWIN, false, true);
      case "darwin-cc" -> new Flavor(Kind.DARWIN, true, false);
      case "darwin-lld-cc" -> new Flavor(Kind.DARWIN, true, true);
      case "wasm-lld", "wasm-ld" -> new Flavor(Kind.WASM, false, true);
      case "wasm-lld-cc" -> new Flavor(Kind.WASM, true, true);
      case "unix" -> new Flavor(Kind.UNIX, false, false);
      case "unix-cc" -> new Flavor(Kind.UNIX, true, false);
      case "msvc" -> new Flavor(Kind.MSVC, false, false);
      case "msvc-lld", "lld-link" -> new Flavor(Kind.MSVC, false, true);
      case "em-cc", "em" -> new Flavor(Kind.EM, true, false);
      case "bpf" -> new Flavor(Kind.BPF, false, false);
      case "llbc" -> new Flavor(Kind.LLBC, false, false);
      case "ptx" -> new Flavor(Kind.PTX, false, false);
      case "gcc" -> new Flavor(principal.kind, true, principal.lld);
      case "ld" -> new Flavor(principal.kind, false, false);
      default -> throw new BadRecord("linker flavor `" + name + "`", "is not a linker flavor");
    };
  }

  /** The unstable name, from which {@link #named} makes the same flavour again. */
  @Override
  public String toString() {
    return switch (kind) {
      case GNU, DARWIN, WASM, UNIX, MSVC ->
          kind.name().toLowerCase(java.util.Locale.ROOT) + (lld ? "-lld" : "") + (cc ? "-cc" : "");
      case EM -> "em-cc";
      case BPF -> "bpf";
      case LLBC -> "llbc";
      case PTX -> "ptx";
    };
  }
}
