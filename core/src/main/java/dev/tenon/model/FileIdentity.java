package dev.tenon.model;

/**
 * What a file system says of a file without the file being read. Two looks that are {@linkplain
 * #isSame the same} saw the same content, unless the file was changed within one tick of the file
 * system's clock: whoever keeps a digest by identity sees to that.
 *
 * @param mtime of the last change of the content, nanoseconds since 1970
 * @param ctime of the last change of anything, nanoseconds since 1970; programs cannot set it
 * @param mode type and permissions as {@code stat(2)} gives them
 * @param links how many names the file has
 * @param owner number of the user; {@code group} that of the group
 */
public record FileIdentity(
    long dev,
    long ino,
    long size,
    long mtime,
    long ctime,
    int mode,
    long links,
    long owner,
    long group) {
  private static final int TYPE = 0170000;
  private static final int REGULAR = 0100000;
  private static final int FOLDER = 0040000;

  public boolean isRegular() {
    return (mode & TYPE) == REGULAR;
  }

  public boolean isFolder() {
    return (mode & TYPE) == FOLDER;
  }

  /** Whether nothing happened to the file between two looks. */
  public boolean isSame(FileIdentity other) {
    return ctime == other.ctime && isSameButForNames(other);
  }

  /** The same but for {@code ctime}, which giving the file another name changes. */
  public boolean isSameButForNames(FileIdentity other) {
    return dev == other.dev && ino == other.ino && size == other.size && mtime == other.mtime;
  }
}
