package dev.tenon.pipeline;

import dev.tenon.keep.Identities;
import dev.tenon.model.FileIdentity;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Folders and files that an answer was found in. As long as nobody adds, takes away or changes
 * anything there, the same question has the same answer.
 */
record Witnesses(List<Look> looks) {

  /** A path and what was there. */
  record Look(Path path, @Nullable FileIdentity identity) {}

  Witnesses {
    looks = List.copyOf(looks);
  }

  /**
   * Looks at paths; relative ones begin in the folder.
   *
   * @return null if one of them was changed just now, so that another change might not show
   */
  static @Nullable Witnesses of(Path folder, Collection<String> paths) {
    var looks = new ArrayList<Look>();
    long now = Identities.now();
    for (String name : paths) {
      try {
        Path path = folder.resolve(name);
        FileIdentity identity = Identities.of(path);
        if (identity != null && !Identities.isSettled(identity, now)) {
          return null;
        }
        looks.add(new Look(path, identity));
      } catch (InvalidPathException e) {
        return null;
      }
    }
    return new Witnesses(looks);
  }

  boolean hold() {
    for (Look look : looks) {
      FileIdentity now = Identities.of(look.path());
      FileIdentity then = look.identity();
      boolean same = now == null || then == null ? Objects.equals(now, then) : now.isSame(then);
      if (!same) {
        return false;
      }
    }
    return true;
  }
}
