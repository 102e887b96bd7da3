package dev.tenon.pipeline;

import dev.tenon.binder.Toolchains;
import dev.tenon.dialect.GnuDirect;
import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.OutputKind;
import dev.tenon.model.Tool;
import dev.tenon.option.Family;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which linker performs a link: the one that the user names, else the one that would run without
 * Tenon. With {@code TENON_ENGINE=fast} it is the fastest that is installed and fits.
 */
final class Engines {
  /** Fastest first. */
  private static final List<Family> BY_SPEED = List.of(Family.MOLD, Family.LLD);

  private final Toolchains tools;
  private final Request request;

  Engines(Toolchains tools, Request request) {
    this.tools = tools;
    this.request = request;
  }

  /**
   * A linker and why it was taken.
   *
   * @param own the linker that would have run without us, if another one was taken in its place
   */
  record Choice(Tool linker, Family family, String reason, @Nullable Tool own) {}

  /** What the environment or a word of ours insists on; null if nothing does. */
  static @Nullable String wish(Request request) {
    String wish = request.environment().get("TENON_ENGINE");
    return wish == null || wish.isEmpty() ? null : wish;
  }

  /**
   * The family whose command line the words are: that of the name that was called, else that of the
   * linker that was insisted on, else GNU ld's.
   */
  static Family language(Request request) {
    String asked = asked(request.name());
    String wish = wish(request);
    return family(asked != null ? asked : wish != null ? wish : request.name());
  }

  /** The family that the caller asked for by the name that it called, or null. */
  static @Nullable String asked(String name) {
    return switch (name) {
      case "ld.bfd" -> "bfd";
      case "ld.lld" -> "lld";
      case "ld.mold", "mold" -> "mold";
      default -> null;
    };
  }

  static Family family(String text) {
    String name = text.substring(text.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return name.contains("lld") ? Family.LLD : name.contains("mold") ? Family.MOLD : Family.BFD;
  }

  /** Whether the user leaves it to Tenon which linker performs the link. */
  static boolean wishesFast(Request request) {
    return "fast".equals(wish(request));
  }

  /**
   * The linker that the caller means: what its client has found, else what the user names, else
   * what was asked for, else what would run if Tenon were not there.
   *
   * @param asked a family, or null
   * @return null if it is not there
   */
  @Nullable Tool meant(@Nullable String asked) {
    String found = request.hands().tool();
    if (found != null) {
      return tools.find("linker", found, request.folder(), List.of());
    }
    String named = named();
    String name = named != null ? named : asked;
    return name == null ? own() : find(name);
  }

  /** The linker that the user names; null if none. */
  private @Nullable String named() {
    String wish = wish(request);
    return wish == null || wish.equals("tenon") || wish.equals("fast") ? null : wish;
  }

  /**
   * @return null if the linker that was asked for is not there
   */
  @Nullable Choice choose(LinkPlan plan) {
    Tool own = meant(plan.linker());
    if (wishesFast(request) && substitutable(plan)) {
      for (Family family : BY_SPEED) {
        Tool tool = find(family.name().toLowerCase(Locale.ROOT));
        if (tool != null && GnuDirect.fits(plan, family, tool.version())) {
          String reason = "the fastest was asked for, and " + tool.family() + " fits";
          boolean same = own != null && own.path().equals(tool.path());
          return new Choice(tool, family, reason, same ? null : own);
        }
      }
    }
    if (own == null) {
      return null;
    }
    String named = named();
    String reason =
        named == null ? "it is what the caller would have run" : "TENON_ENGINE=" + named;
    return new Choice(own, family(own.family()), reason, null);
  }

  /** The linker that would run if Tenon were not there. */
  @Nullable Tool own() {
    return find(request.name().equals("ld.tenon") ? "ld" : request.name());
  }

  private @Nullable Tool find(String name) {
    return tools.find("linker", name, request.folder(), request.own());
  }

  /**
   * Whether another linker may stand in: ordinary outputs for this machine. Scripts that lay out
   * the image, raw formats and -r belong to the linker that they were written for.
   */
  private static boolean substitutable(LinkPlan plan) {
    boolean machine = plan.target() == null || plan.target().equals("elf_x86_64");
    if (!machine || plan.kind() == OutputKind.RELOCATABLE) {
      return false;
    }
    for (Item item : plan.items()) {
      boolean special =
          switch (item) {
            case Item.Setting setting -> SPECIAL.contains(setting.option());
            case Item.Input input -> input.state().format() != null;
            default -> false;
          };
      if (special) {
        return false;
      }
    }
    return true;
  }

  private static final java.util.Set<String> SPECIAL =
      java.util.Set.of(
          "script",
          "default-script",
          "mri-script",
          "output-format",
          "section-start",
          "text-address",
          "data-address",
          "bss-address",
          "omagic",
          "nmagic",
          "emit-relocs");
}
