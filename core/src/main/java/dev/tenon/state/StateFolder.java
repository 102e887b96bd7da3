package dev.tenon.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether a state folder may be used. It must belong to the user and be closed to the writes of
 * others; every folder above it must belong to the user or to root, and others may write there only
 * where they cannot rename what is not theirs (the sticky bit). So root, run with somebody's {@code
 * HOME}, leaves no files there and believes none.
 */
public final class StateFolder {
  /** In place of a folder that may not be used: nothing is there, and nothing can be made there. */
  public static final Path NONE = Path.of("/proc/tenon-keeps-no-state");

  private static final int OTHERS_WRITE = 0022;
  private static final int ALL_WRITE = 0002;
  private static final int STICKY = 01000;
  private static final int ROOT = 0;

  private StateFolder() {}

  /** Folders without an objection, as they were then: each link of a build asks for the same. */
  private static final Map<Path, Object> USABLE = new ConcurrentHashMap<>();

  private static final int REMEMBERED = 64;

  /** The folder itself, or {@link #NONE} if there is an objection. */
  public static Path orNone(Path folder) {
    Object now = identity(folder);
    if (now != null && now.equals(USABLE.get(folder))) {
      return folder;
    }
    if (objection(folder) != null) {
      return NONE;
    }
    if (USABLE.size() >= REMEMBERED) {
      USABLE.clear();
    }
    if (now != null) {
      USABLE.put(folder, now);
    }
    return folder;
  }

  /** Another one if the folder is replaced, or given to others; null if it is not there. */
  private static @Nullable Object identity(Path folder) {
    try {
      return Files.readAttributes(folder, "unix:dev,ino,uid,mode,ctime");
    } catch (IOException | UnsupportedOperationException e) {
      return null;
    }
  }

  /**
   * Why the folder may not be used, or null.
   *
   * @param folder absolute; it need not be there yet
   */
  public static @Nullable String objection(Path folder) {
    Path whole = folder.normalize();
    try {
      int user = user();
      String written = chain(whole, user);
      if (written != null) {
        return written;
      }
      // What links on the way lead to counts too.
      Path real = real(whole);
      return real.equals(whole) ? null : chain(real, user);
    } catch (IOException | UnsupportedOperationException e) {
      return whole + " cannot be looked at: " + e.getMessage();
    }
  }

  /**
   * Why nothing may be made or changed at this path, or null: the nearest folder above it that is
   * there belongs to somebody who is neither the user nor root.
   */
  public static @Nullable String objectionToWriting(Path path) {
    try {
      int user = user();
      int strangers = owner(look(Path.of("/")));
      for (Path at = path.getParent(); at != null; at = at.getParent()) {
        if (Files.exists(at)) {
          int owner = owner(look(at.toRealPath()));
          boolean ours = owner == user || owner == ROOT || owner == strangers;
          return ours ? null : belongsToAnother(at, owner);
        }
      }
      return null;
    } catch (IOException | UnsupportedOperationException e) {
      return path + " cannot be looked at: " + e.getMessage();
    }
  }

  private static String belongsToAnother(Path path, int owner) {
    return path + " belongs to another user (" + owner + ")";
  }

  private static @Nullable String chain(Path folder, int user) throws IOException {
    int strangers = owner(look(Path.of("/"))); // root's files, also seen from a user namespace
    for (Path at = folder; at != null; at = at.getParent()) {
      Map<String, Object> found;
      try {
        found = look(at);
      } catch (NoSuchFileException e) {
        continue;
      }
      int owner = owner(found);
      boolean isLink = Boolean.TRUE.equals(found.get("isSymbolicLink"));
      boolean isItself = at.equals(folder) && !isLink;
      if (owner != user && (isItself || owner != ROOT && owner != strangers)) {
        return belongsToAnother(at, owner);
      }
      if (isLink) {
        continue; // its mode says nothing
      }
      int mode = number(found, "mode");
      // A group of the user's own name and number is the user alone, as Debian makes them.
      int group = number(found, "gid");
      boolean isOwnGroup = group == user || group == ROOT;
      int write = isOwnGroup ? ALL_WRITE : OTHERS_WRITE;
      if (isItself && (mode & OTHERS_WRITE) != 0 || (mode & write) != 0 && (mode & STICKY) == 0) {
        return "others can write in " + at;
      }
    }
    return null;
  }

  private static Map<String, Object> look(Path path) throws IOException {
    return Files.readAttributes(
        path, "unix:uid,gid,mode,isSymbolicLink", LinkOption.NOFOLLOW_LINKS);
  }

  private static int owner(Map<String, Object> found) {
    return number(found, "uid");
  }

  private static int number(Map<String, Object> found, String name) {
    return found.get(name) instanceof Integer number ? number : -1;
  }

  /** Of this process, as it opens files. */
  private static int user() throws IOException {
    return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
  }

  /** Links followed as far as there is something; the rest as it is written. */
  private static Path real(Path path) throws IOException {
    for (Path at = path; at != null; at = at.getParent()) {
      if (Files.exists(at)) {
        return at.toRealPath().resolve(at.relativize(path)).normalize();
      }
    }
    return path;
  }
}
