package dev.tenon.binder;

import static dev.tenon.binder.Manner.Trait.BESIDE_SCRIPT;
import static dev.tenon.binder.Manner.Trait.BUILT_IN_FOLDERS;
import static dev.tenon.binder.Manner.Trait.FOLDERS_SO_FAR;
import static dev.tenon.binder.Manner.Trait.FOLLOWS_NEEDS;
import static dev.tenon.binder.Manner.Trait.JOINS_SYSROOT;
import static dev.tenon.binder.Manner.Trait.OPENS_ALL_THIN_MEMBERS;
import static dev.tenon.binder.Manner.Trait.OPENS_PLUGINS;
import static dev.tenon.binder.Manner.Trait.PEEKS_INTO_SCRIPTS;
import static dev.tenon.binder.Manner.Trait.SKIPS_OTHER_MACHINES;
import static dev.tenon.binder.Manner.Trait.SYSROOT_WORD;
import static dev.tenon.binder.Manner.Trait.TAKES_EMPTY_FILES;
import static dev.tenon.binder.Manner.Trait.TIDIES_FOLDERS;

import java.util.Set;

/**
 * How a family of linkers looks for files. Learnt by watching the system calls of GNU ld 2.40, LLD
 * 19 and mold 1.10.1; the tests compare with them again.
 *
 * @param findsAmongFolders options whose file is looked for in the search folders, too
 */
record Manner(Set<Trait> traits, Set<String> findsAmongFolders) {

  enum Trait {
    /** Libraries are searched in folders of a built-in script, too. */
    BUILT_IN_FOLDERS,
    /** A library of another machine is passed over; for others it is an error. */
    SKIPS_OTHER_MACHINES,
    /** {@code a/../b} in a search folder becomes {@code b}. */
    TIDIES_FOLDERS,
    /**
     * {@code =} in front of a search folder puts it below the system root, with a slash if need be,
     * and {@code $SYSROOT} means nothing; others replace both as text.
     */
    JOINS_SYSROOT,
    /** A name in a script is looked for beside the script first. */
    BESIDE_SCRIPT,
    /**
     * A script found by {@code -l} is for the machine of the first file that it names, if that one
     * is there under the name as it stands.
     */
    PEEKS_INTO_SCRIPTS,
    /** {@code $SYSROOT} in front of a name in a script is the system root. */
    SYSROOT_WORD,
    /** Every member of a thin archive is opened, not only those used. */
    OPENS_ALL_THIN_MEMBERS,
    /** {@code -plugin} is loaded even if there is no intermediate code. */
    OPENS_PLUGINS,
    /** Libraries that libraries need are looked for. */
    FOLLOWS_NEEDS,
    /** An empty file is an input without anything in it. */
    TAKES_EMPTY_FILES,
    /** The file of an option is searched only in the folders given before the option. */
    FOLDERS_SO_FAR
  }

  private static final Manner BFD =
      new Manner(
          Set.of(
              BUILT_IN_FOLDERS,
              SKIPS_OTHER_MACHINES,
              BESIDE_SCRIPT,
              SYSROOT_WORD,
              OPENS_PLUGINS,
              FOLLOWS_NEEDS,
              TAKES_EMPTY_FILES,
              FOLDERS_SO_FAR),
          Set.of(
              "script",
              "default-script",
              "version-script",
              "dynamic-list",
              "export-dynamic-symbol-list"));

  private static final Manner LLD =
      new Manner(
          Set.of(JOINS_SYSROOT, BESIDE_SCRIPT, OPENS_ALL_THIN_MEMBERS, TAKES_EMPTY_FILES),
          Set.of("script", "default-script", "version-script"));

  private static final Manner MOLD =
      new Manner(
          Set.of(SKIPS_OTHER_MACHINES, TIDIES_FOLDERS, PEEKS_INTO_SCRIPTS, OPENS_ALL_THIN_MEMBERS),
          Set.of("version-script", "dynamic-list", "export-dynamic-symbol-list"));

  boolean is(Trait trait) {
    return traits.contains(trait);
  }

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
