package dev.tenon.option;

/** What an option is for, as far as those who read command lines must know. */
public enum Role {
  /** Takes effect on the whole link, wherever it stands. */
  SETTING,
  /** Changes how the inputs after it are treated. */
  STATE,
  /** Asks for a library, at this place. */
  LIBRARY,
  /** Names a file that takes part in the link. */
  INPUT,
  /** Changes where libraries and scripts are looked for. */
  SEARCH,
  /** Names the primary output. */
  OUTPUT,
  /** Has another file written. */
  SIDE_OUTPUT,
  /** Says what sort of output there will be. */
  KIND,
  /** Says for which machine. */
  TARGET,
  /** Concerns the LTO plugin; order matters among these. */
  PLUGIN,
  /** Concerns the process: threads, working folder, memory. */
  PROCESS,
  /** Asks for information. */
  QUERY,
  /** Quoting of response files. */
  RESPONSE,
  /** Drivers only: the driver stops before linking, as with {@code -c}. */
  NO_LINK,
  /** Drivers only: hands words on to the linker. */
  LINKER_WORDS,
  /** Drivers only: concerns compiling and linking both, as {@code -flto} and {@code -m32} do. */
  BOTH,
  /** Drivers only: concerns compiling and nothing else. */
  COMPILE,
  /** Drivers only: changes which tools the driver finds or how it calls them. */
  DRIVER
}
