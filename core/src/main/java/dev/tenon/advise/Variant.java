package dev.tenon.advise;

import org.jspecify.annotations.Nullable;

/** What becomes of debug information in a trial. */
public enum Variant {
  AS_IS("as it is", null, null),
  PLAIN("not compressed", "compress-debug-sections", "none"),
  ZLIB("zlib", "compress-debug-sections", "zlib"),
  ZSTD("zstd", "compress-debug-sections", "zstd"),
  NONE("left out", "strip-debug", null);

  private final String text;
  private final @Nullable String option;
  private final @Nullable String value;

  Variant(String text, @Nullable String option, @Nullable String value) {
    this.text = text;
    this.option = option;
    this.value = value;
  }

  public String text() {
    return text;
  }

  /** Id of the option that asks for it; null if nothing is asked. */
  public @Nullable String option() {
    return option;
  }

  /** Its value; null if it is a toggle. */
  public @Nullable String value() {
    return value;
  }

  /** The linker's word for it. */
  public String word() {
    return this == NONE ? "--strip-debug" : "--compress-debug-sections=" + value;
  }
}
