package dev.tenon.binder;

import java.util.Set;

/**
 * How a family of linkers looks for files. Learnt by watching the system calls of GNU ld 2.40, LLD
 * 19 and mold 1.10.1; the tests compare with them again.
 *
 * @param hasBuiltInFolders libraries are searched in folders of a built-in script, too
 * @param isStaticThroughout {@code -static} also counts for libraries in front of it
 * @param skipsOtherMachines a library of another machine is passed over; otherwise it is an error
 * @param tidiesFolders {@code a/../b} in a search folder becomes {@code b}
 * @param startsAtScript a name in a script is looked for beside the script first
 * @param peeksIntoScripts a script found by {@code -l} is for the machine of the first file that it
 *     names, if that one is there under the name as it stands
 * @param knowsSysrootWord {@code $SYSROOT} in front of a name in a script is the system root
 * @param opensAllThinMembers every member of a thin archive is opened, not only those used
 * @param opensPlugins {@code -plugin} is loaded even if there is no intermediate code
 * @param followsNeeds libraries that libraries need are looked for
 * @param findsAmongFolders options whose file is looked for in the search folders, too
 * @param findsInFoldersSoFar such a search knows only the folders given before the option
 */
record Manner(
    boolean hasBuiltInFolders,
    boolean isStaticThroughout,
    boolean skipsOtherMachines,
    boolean tidiesFolders,
    boolean startsAtScript,
    boolean peeksIntoScripts,
    boolean knowsSysrootWord,
    boolean opensAllThinMembers,
    boolean opensPlugins,
    boolean followsNeeds,
    Set<String> findsAmongFolders,
    boolean findsInFoldersSoFar) {

  private static final Manner BFD =
      new Manner(
          true,
          false,
          true,
          false,
          true,
          false,
          true,
          false,
          true,
          true,
          Set.of(
              "script",
              "default-script",
              "version-script",
              "dynamic-list",
              "export-dynamic-symbol-list"),
          true);

  private static final Manner LLD =
      new Manner(
          false,
          false,
          false,
          false,
          true,
          false,
          false,
          true,
          false,
          false,
          Set.of("script", "default-script", "version-script"),
          false);

  private static final Manner MOLD =
      new Manner(
          false,
          true,
          true,
          true,
          false,
          true,
          false,
          true,
          false,
          false,
          Set.of("version-script", "dynamic-list", "export-dynamic-symbol-list"),
          false);

  /**
   * @param family as a {@link dev.tenon.model.Tool} names it; one that is not known searches as GNU
   *     ld does
   */
  static Manner of(String family) {
    return switch (family) {
      case "lld" -> LLD;
      case "mold" -> MOLD;
      default -> BFD;
    };
  }
}
