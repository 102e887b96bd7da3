package dev.tenon.keep;

import dev.tenon.model.FileIdentity;
import org.jspecify.annotations.Nullable;

/** What the check asks of the machine as it is now. Paths are absolute. */
public interface Present {
  /** What the path leads to; null if nothing. */
  @Nullable FileIdentity look(String path);

  /** The digest of what is there if that needs no reading, else null. */
  @Nullable String known(String path, FileIdentity identity);

  /**
   * The digest of what is there, read if need be; null if it cannot be read.
   *
   * @param before the one that is hoped for: of another nothing more is found out
   */
  @Nullable String digest(String path, FileIdentity identity, String before);

  /** The digest of the sorted names in a folder, as {@link dev.tenon.model.Read.Proof} has it. */
  String listing(String path);

  /** The path without symbolic links; the path itself if nothing is there. */
  String real(String path);

  boolean isSymbolicLink(String path);

  /** Whether the caller may write to a file, or create and delete files in a folder. */
  boolean isWritable(String path);

  /** Whether a copy of an output with that digest is kept. */
  boolean isKept(String digest);
}
