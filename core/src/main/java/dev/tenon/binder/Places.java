package dev.tenon.binder;

import dev.tenon.model.BadRecord;
import dev.tenon.model.RootedPath;
import java.util.Map;

/**
 * Where names lead. A name is kept as the linker will spell it; only questions to the world need it
 * absolute.
 *
 * @param cwd the working folder, absolute, without a slash at the end
 * @param sysroot as it was given, or empty
 */
record Places(String cwd, String sysroot, Map<String, String> roots) {

  /** The name as a linker gets to see it. */
  String spell(RootedPath path) {
    return switch (path.root()) {
      case RootedPath.CWD -> path.path();
      case RootedPath.HOST -> "/" + path.path();
      case RootedPath.SYSROOT -> sysroot + "/" + path.path();
      default -> {
        String folder = roots.get(path.root());
        if (folder == null) {
          throw new BadRecord("roots", "root " + path.root() + " of " + path + " has no folder");
        }
        yield folder + "/" + path.path();
      }
    };
  }

  String absolute(String spelt) {
    return spelt.startsWith("/") ? spelt : spelt.isEmpty() ? cwd : cwd + "/" + spelt;
  }

  /** The folder part with its slash; empty for a bare name. */
  static String folder(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  static String join(String folder, String name) {
    return folder.isEmpty() || folder.endsWith("/") ? folder + name : folder + "/" + name;
  }

  /** Without {@code .}, without {@code ..} after a name, and without doubled slashes. */
  static String tidy(String path) {
    var parts = new java.util.ArrayList<String>();
    boolean isAbsolute = path.startsWith("/");
    for (String part : path.split("/")) {
      if (part.isEmpty() || part.equals(".")) {
        continue;
      }
      if (part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..")) {
        parts.removeLast();
      } else if (!part.equals("..") || !isAbsolute) {
        parts.add(part);
      }
    }
    String joined = String.join("/", parts);
    return isAbsolute ? "/" + joined : joined.isEmpty() ? "." : joined;
  }
}
