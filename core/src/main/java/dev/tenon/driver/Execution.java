package dev.tenon.driver;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The surroundings of a link.
 *
 * @param hands that start the steps
 * @param folder working folder of every step
 * @param environment of the caller, before a step sets and removes variables
 * @param out where the steps' standard output goes
 * @param err where their standard error goes
 * @param watch looks at each process while it runs
 * @param follow how an output that is a symbolic link is treated, as the linker in use does
 * @param keepFailed whether what a failed step made is published all the same
 * @param claims where hidden names are written down; null if the steps may make more than they
 *     announce, or if their outputs' base names enter what is made
 */
public record Execution(
    Hands hands,
    Path folder,
    Map<String, String> environment,
    OutputStream out,
    OutputStream err,
    Watch watch,
    Links follow,
    boolean keepFailed,
    @Nullable Claims claims) {

  /** Looks at processes. */
  public interface Watch {
    void started(long pid);

    /** The largest resident size that was seen of it and its children, in KiB; -1 if none was. */
    long peakKib();

    /** How long the step waited before it could be started. */
    long waitedMillis();
  }

  /** What becomes of a symbolic link at an output's name. */
  public enum Links {
    /** A file takes its place (LLD). */
    REPLACE,
    /** The file that it points to is replaced (mold). */
    FOLLOW,
    /** Replaced if it points to a file with content, else followed (GNU ld). */
    REPLACE_UNLESS_EMPTY
  }
}
