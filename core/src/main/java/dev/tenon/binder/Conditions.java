package dev.tenon.binder;

/** Reasons of reads, where more hangs on them than that people read them. */
public final class Conditions {
  // How the reason of a read ends that happens only if something else comes true.

  /** A library that was asked for as needed turns out to be needed. */
  public static final String IF_KEPT = ", if that is kept";

  /** A member of a thin archive is linked. */
  public static final String IF_USED = ", if it is used";

  /** Intermediate code is among the inputs, so that a plugin has work. */
  public static final String IF_OPTIMISED = ", if the link optimises";

  /** How the reason begins of what is asked because a library needs it. */
  public static final String NEEDED_BY = "needed by ";

  /** How the reason begins of what tells the folders in which libraries are looked for. */
  public static final String CONFIGURATION = "folders of the loader, ";

  private Conditions() {}
}
