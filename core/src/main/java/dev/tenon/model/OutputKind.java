package dev.tenon.model;

/** What is made of the inputs. */
public enum OutputKind {
  /** As the linker or driver decides when nothing is said. */
  DEFAULT("default"),
  /** At a fixed address ({@code -no-pie}). */
  EXECUTABLE("executable"),
  /** Position-independent ({@code -pie}). */
  PIE("pie"),
  SHARED("shared"),
  /** One object of many ({@code -r}). */
  RELOCATABLE("relocatable");

  private final String text;

  OutputKind(String text) {
    this.text = text;
  }

  /** The name in JSON. */
  public String text() {
    return text;
  }

  public static OutputKind parse(String text) {
    for (OutputKind kind : values()) {
      if (kind.text.equals(text)) {
        return kind;
      }
    }
    throw new BadRecord("kind", "`" + text + "` is not a kind of output");
  }
}
