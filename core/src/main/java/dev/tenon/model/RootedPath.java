package dev.tenon.model;

/**
 * A file name that hangs on a named root, so that a plan means the same in another folder.
 *
 * <p>The text form is {@code <root>/path}. The path is UTF-8 with {@code /} between the names and
 * keeps its spelling ({@code ./a.o} stays {@code ./a.o}): maps, dependency files and messages of
 * linkers repeat it. It never begins with {@code /}.
 *
 * @param root one of the constants here, or a name that the binding gives a folder
 */
public record RootedPath(String root, String path) {
  /** The working folder; a path under it is rendered relative, as it was written. */
  public static final String CWD = "cwd";

  /** The file system of the machine that links: absolute names. */
  public static final String HOST = "host";

  /** What {@code --sysroot} names; rendered with the {@code =} that linkers put in front. */
  public static final String SYSROOT = "sysroot";

  /** Standard output, spelt {@code -}; the path is empty. */
  public static final RootedPath STDOUT = new RootedPath("stdout", "");

  /**
   * @throws BadRecord if the root is not a name or the path is absolute
   */
  public RootedPath {
    if (root.isEmpty() || !root.chars().allMatch(RootedPath::nameCharacter)) {
      throw new BadRecord("path", "root `" + root + "` is not a name of letters, digits, - and _");
    }
    if (path.startsWith("/") || path.indexOf('\0') >= 0) {
      throw new BadRecord("path", "`" + path + "` must be relative to root " + root);
    }
  }

  /** The path as a user wrote it on a command line: absolute under HOST, otherwise under CWD. */
  public static RootedPath of(String written) {
    int slashes = 0;
    while (slashes < written.length() && written.charAt(slashes) == '/') {
      slashes++;
    }
    return slashes == 0
        ? new RootedPath(CWD, written)
        : new RootedPath(HOST, written.substring(slashes));
  }

  /**
   * @throws BadRecord if the text is not of the form {@code <root>/path}
   */
  public static RootedPath parse(String text) {
    int end = text.indexOf(">/");
    if (!text.startsWith("<") || end < 0) {
      throw new BadRecord("path", "`" + text + "` is not of the form <root>/path");
    }
    return new RootedPath(text.substring(1, end), text.substring(end + 2));
  }

  /** The last name of the path. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Whether following the path may leave its root. */
  public boolean leavesRoot() {
    int depth = 0;
    for (String part : path.split("/", -1)) {
      switch (part) {
        case "", "." -> {}
        case ".." -> depth--;
        default -> depth++;
      }
      if (depth < 0) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return "<" + root + ">/" + path;
  }

  private static boolean nameCharacter(int c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '-'
        || c == '_';
  }
}
