package dev.tenon.frontend.ld;

import dev.tenon.model.Item;
import dev.tenon.model.OutputKind;
import dev.tenon.option.Family;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the words that say what is made ({@code -shared}, {@code -pie}, {@code -no-pie}, {@code -r})
 * come to, which depends on the linker.
 *
 * <p>For GNU ld the last one wins, but a {@code -shared} that does not win still lets undefined
 * symbols pass, and a {@code -r} that does not win still lays out the image differently. For LLD
 * and mold {@code -shared} and {@code -r} are switches that nothing turns off, and only {@code
 * -pie} and {@code -no-pie} turn each other off.
 */
final class Kinds {
  private final Family caller;
  private final List<OutputKind> said = new ArrayList<>();

  Kinds(Family caller) {
    this.caller = caller;
  }

  void say(OutputKind kind) {
    said.add(kind);
  }

  OutputKind kind() {
    if (said.isEmpty()) {
      return OutputKind.DEFAULT;
    }
    if (caller != Family.BFD) {
      for (OutputKind strong : List.of(OutputKind.RELOCATABLE, OutputKind.SHARED)) {
        if (said.contains(strong)) {
          return strong;
        }
      }
    }
    return said.getLast();
  }

  /** Words that do not win and still count; they are to be said before the one that wins. */
  List<Item> overridden() {
    boolean lingers =
        caller == Family.BFD
            && said.contains(OutputKind.SHARED)
            && kind() != OutputKind.SHARED
            && kind() != OutputKind.RELOCATABLE;
    return lingers ? List.of(new Item.Setting("shared", Item.ON)) : List.of();
  }

  /** Why no plan says the same, or null: the linker refuses the words, or makes a mixture. */
  @Nullable String refusal() {
    return switch (caller) {
      case BFD -> ofGnuLd();
      case LLD -> ofLld();
      default -> ofMold();
    };
  }

  private @Nullable String ofGnuLd() {
    OutputKind now = OutputKind.DEFAULT;
    for (OutputKind kind : said) {
      boolean joinsR = kind == OutputKind.RELOCATABLE || now == OutputKind.RELOCATABLE;
      boolean plain =
          now == OutputKind.DEFAULT
              || now == kind
              || now == OutputKind.EXECUTABLE && kind == OutputKind.RELOCATABLE;
      if (joinsR && !plain) {
        return "-r and "
            + word(kind == OutputKind.RELOCATABLE ? now : kind)
            + " do not go together";
      }
      now = kind;
    }
    boolean wasShared = said.contains(OutputKind.SHARED) && now == OutputKind.RELOCATABLE;
    return wasShared ? "-r and -shared do not go together" : null;
  }

  private @Nullable String ofLld() {
    boolean shared = said.contains(OutputKind.SHARED);
    boolean relocatable = said.contains(OutputKind.RELOCATABLE);
    if (shared && isPie()) {
      return "-shared and -pie do not go together";
    }
    return relocatable && (shared || isPie())
        ? "-r and " + (shared ? "-shared" : "-pie") + " do not go together"
        : null;
  }

  private @Nullable String ofMold() {
    boolean mixture =
        said.contains(OutputKind.SHARED) && isPie() && !said.contains(OutputKind.RELOCATABLE);
    return mixture ? "-shared and -pie together make something between the two" : null;
  }

  private boolean isPie() {
    return said.lastIndexOf(OutputKind.PIE) > said.lastIndexOf(OutputKind.EXECUTABLE);
  }

  private static String word(OutputKind kind) {
    return switch (kind) {
      case SHARED -> "-shared";
      case PIE -> "-pie";
      case EXECUTABLE -> "-no-pie";
      case RELOCATABLE, DEFAULT -> "-r";
    };
  }
}
