package dev.tenon.driver;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Files are made as {@code dir/.tenon-HASH-name}, claimed by a symbolic link {@code
 * dir/.tenon-HASH} that says whose they are. Making and removing a folder takes some file systems
 * longer than a small link takes; a symbolic link costs nothing anywhere. For links that make
 * nothing but what was announced.
 */
final class HiddenNames implements HidingPlace {
  /** What mold calls the file that it writes before it gives it its name. */
  private static final String OF_MOLD = ".mold-??????";

  private final String mark;
  private final String identity;
  private final Set<Path> claimed = new LinkedHashSet<>();
  private final Set<Path> hidden = new LinkedHashSet<>();

  /** Since when the linker's own files can be there, milliseconds. */
  private final long began = System.currentTimeMillis();

  HiddenNames(String mark, String identity) {
    this.mark = mark;
    this.identity = identity;
  }

  @Override
  public String token() {
    return mark + "-";
  }

  @Override
  public boolean hide(Path parent, String name) {
    boolean mine = claimed.contains(parent) || claim(parent);
    if (mine) {
      hidden.add(parent.resolve(token() + name));
    }
    return mine;
  }

  private boolean claim(Path parent) {
    Path claim = parent.resolve(mark);
    try {
      Files.createSymbolicLink(claim, Path.of(identity));
    } catch (FileAlreadyExistsException e) {
      sweep(parent, mark); // for the next link: this one hides elsewhere
      return false;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
    claimed.add(parent);
    return true;
  }

  @Override
  public Map<Path, Path> all() {
    return Map.of();
  }

  @Override
  public void discard(boolean killed) {
    hidden.forEach(HiddenNames::delete);
    for (Path parent : claimed) {
      if (killed) {
        deleteAll(parent, token() + "*");
        deleteUnused(parent, began);
      }
      delete(parent.resolve(mark));
    }
    claimed.clear();
    hidden.clear();
  }

  /** Removes what a killed link left in a folder. */
  static void sweep(Path parent, String mark) {
    Path claim = parent.resolve(mark);
    try {
      if (!Files.isSymbolicLink(claim)) {
        return;
      }
      Path owner = Files.readSymbolicLink(claim);
      if (!ProcessIdentity.gone(owner.toString())) {
        return;
      }
      long began = Files.getLastModifiedTime(claim, LinkOption.NOFOLLOW_LINKS).toMillis();
      deleteAll(parent, mark + "-*");
      deleteUnused(parent, began);
      // Taken away first and looked at then: another link may have claimed the names meanwhile.
      Path taken = parent.resolve(mark + "~" + ProcessIdentity.mine());
      Files.move(claim, taken);
      if (!Files.readSymbolicLink(taken).equals(owner)) {
        Files.move(taken, claim);
      } else {
        Files.delete(taken);
      }
    } catch (IOException e) {
      // Somebody else was quicker.
    }
  }

  private static void deleteAll(Path parent, String names) {
    try (var found = Files.newDirectoryStream(parent, names)) {
      found.forEach(HiddenNames::delete);
    } catch (IOException e) {
      // The next link of this output sweeps.
    }
  }

  /** mold's files in a folder that are no older than a link that was killed and in nobody's use. */
  private static void deleteUnused(Path parent, long began) {
    var left = new ArrayList<Path>();
    try (var found = Files.newDirectoryStream(parent, OF_MOLD)) {
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

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The next link of this output sweeps.
    }
  }
}
