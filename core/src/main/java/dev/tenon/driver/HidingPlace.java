package dev.tenon.driver;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Where files are while they are made: beside their place, so that publishing is a rename. */
interface HidingPlace {
  /** What stands between parent and base name in every hidden name. */
  String token();

  /**
   * Whether a file can be hidden beside its place.
   *
   * @param parent folder of that place
   */
  boolean hide(Path parent, String name);

  /** Everything that was made, and where it belongs, if a linker may make what nobody announced. */
  Map<Path, Path> all() throws IOException;

  /**
   * Removes what is left.
   *
   * @param killed whether a linker may have left what it would have removed
   */
  void discard(boolean killed);
}
