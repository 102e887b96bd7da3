package dev.tenon.driver;

import dev.tenon.state.StateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Files are made as {@code dir/.tenon-PROCESS-NUMBER-name}. Making and removing a folder takes some
 * file systems longer than a small link takes. For links that make nothing but what was announced.
 */
final class HiddenNames implements HidingPlace {
  /** What mold calls the file that it writes before it gives it its name. */
  private static final String OF_MOLD = ".mold-??????";

  private final Claims claims;
  private final String token;
  private final Set<Claim> claimed = new LinkedHashSet<>();
  private final Set<Path> hidden = new LinkedHashSet<>();

  /** Since when the linker's own files can be there, milliseconds. */
  private final long began = System.currentTimeMillis();

  HiddenNames(Claims claims) {
    this.claims = claims;
    this.token = claims.token();
  }

  /**
   * Names in a folder that are ours.
   *
   * @param began since when they can be there, milliseconds
   * @param token that they begin with
   */
  record Claim(long began, Path folder, String token) {
    /** For when a linker was killed, or we were. */
    void deleteAll() {
      if (token.startsWith(".tenon-") && !token.contains("*")) {
        try {
          var found = StateFiles.list(folder, token + "*");
          found.forEach(HiddenNames::delete);
        } catch (IOException e) {
          // The folder is gone, or is somebody else's by now.
        }
      }
      deleteUnused();
    }

    /** mold's files that are no older than a link that was killed and in nobody's use. */
    private void deleteUnused() {
      var left = new ArrayList<Path>();
      try {
        var found = StateFiles.list(folder, OF_MOLD);
        for (Path file : found) {
          if (Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toMillis() >= began
              && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            left.add(file.toRealPath());
          }
        }
      } catch (IOException e) {
        return;
      }
      if (!left.isEmpty()) {
        left.removeAll(OpenFiles.of(left));
        left.forEach(HiddenNames::delete);
      }
    }
  }

  @Override
  public String token() {
    return token;
  }

  @Override
  public boolean hide(Path parent, String name) {
    var claim = new Claim(began, parent, token);
    boolean mine = claimed.contains(claim) || Files.isWritable(parent) && claims.add(claim);
    if (mine) {
      claimed.add(claim);
      hidden.add(parent.resolve(token + name));
    }
    return mine;
  }

  @Override
  public Map<Path, Path> all() {
    return Map.of();
  }

  @Override
  public void discard(boolean killed) {
    hidden.forEach(HiddenNames::delete);
    for (Claim claim : claimed) {
      if (killed) {
        claim.deleteAll();
      }
      claims.remove(claim);
    }
    claimed.clear();
    hidden.clear();
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // Somebody else was quicker, or it must stay.
    }
  }
}
