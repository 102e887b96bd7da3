package dev.tenon.explain;

import java.util.List;

/** Which installed packages have a library. */
public interface Packages {
  /** At most one file of each package that has {@code libNAME.so*} or {@code libNAME.a}. */
  List<Found> owning(String library);

  /**
   * A file of a package.
   *
   * @param development whether a linker takes the file for {@code -l}
   */
  record Found(String name, String file, boolean development) {}
}
