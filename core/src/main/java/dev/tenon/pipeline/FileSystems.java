package dev.tenon.pipeline;

import dev.tenon.keep.Identities;
import dev.tenon.model.FileIdentity;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The file systems that files are on, by device number. */
final class FileSystems {
  /** File systems of this machine alone whose time stamps are fine and set by the kernel. */
  static final Set<String> LOCAL =
      Set.of(
          "ext2",
          "ext3",
          "ext4",
          "xfs",
          "btrfs",
          "zfs",
          "f2fs",
          "bcachefs",
          "tmpfs",
          "ramfs",
          "overlay",
          "squashfs",
          "erofs",
          "iso9660",
          "jfs",
          "nilfs2",
          "ubifs");

  /** Their time stamps do not change when a file is written through a mapping. */
  private static final Set<String> WITHOUT_STAMPS = Set.of("tmpfs", "ramfs");

  private final Map<Long, Mounted> known = new ConcurrentHashMap<>();

  /**
   * @param type such as {@code ext4}; empty if unknown
   * @param proves whether every change of a file's content changes its time stamps, once it is on
   *     disk
   * @param point where it is mounted
   * @param root what was there: the number of a device that is gone is given to the next one
   */
  private record Mounted(String type, boolean proves, Path point, FileIdentity root) {
    boolean isStill() {
      return root.equals(Identities.of(point));
    }
  }

  String type(FileIdentity identity, Path file) {
    return mounted(identity, file).type;
  }

  boolean stampsProve(FileIdentity identity, Path file) {
    return mounted(identity, file).proves;
  }

  private Mounted mounted(FileIdentity identity, Path file) {
    Mounted before = known.get(identity.dev());
    if (before != null && before.isStill()) {
      return before;
    }
    Mounted now = find(identity, file);
    known.put(identity.dev(), now);
    return now;
  }

  private static Mounted find(FileIdentity identity, Path file) {
    try {
      FileStore store = Files.getFileStore(file);
      String type = store.type();
      boolean proves =
          type.equals(Overlays.TYPE)
              ? Overlays.lieOn(FileSystems::proves, Overlays.mounts())
              : proves(type);
      Path point = Path.of(pointOf(store));
      FileIdentity root = Identities.of(point);
      return new Mounted(type, proves, point, root == null ? identity : root);
    } catch (IOException e) {
      return new Mounted("", false, file, identity);
    }
  }

  private static boolean proves(String type) {
    return LOCAL.contains(type) && !WITHOUT_STAMPS.contains(type) && !type.equals(Overlays.TYPE);
  }

  /** The JDK tells where a file system is mounted in no other way. */
  private static String pointOf(FileStore store) {
    String text = store.toString();
    return text.substring(0, text.length() - store.name().length() - " ()".length());
  }
}
