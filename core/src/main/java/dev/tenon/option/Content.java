package dev.tenon.option;

/** What the value of an option is. */
public enum Content {
  NONE,
  TEXT,
  /** The name of a symbol, or a pattern of names. */
  SYMBOL,
  NUMBER,
  /** A number or, for some linkers, a symbol. */
  ADDRESS,
  /** {@code SYMBOL=EXPRESSION}. */
  DEFINE,
  /** One of the words in {@link Option#choices()}. */
  CHOICE,
  /** A library as {@code -l} names it: {@code m}, or {@code :libm.a} for the very file. */
  LIBRARY,
  /** A path that is recorded in the output and not looked at. */
  RUNTIME_PATH,
  COMMAND,
  /** A file that is read. */
  READ,
  /** A file that is written. */
  WRITE,
  /** A folder that is used as it stands. */
  FOLDER,
  /** A folder, or several with colons between them, in which inputs are searched. */
  SEARCH_FOLDER,
  /** A folder in which files are written. */
  WRITE_FOLDER,
  /** Words for another tool with commas between them, as in {@code -Wl,a,b}. */
  WORDS
}
