package dev.tenon.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Notices that a head is of no use any more: out of reach, or of a program that was replaced. */
final class Guard {
  private final Path socket;
  private final String socketsName;
  private final List<Path> program;
  private final List<String> identities = new ArrayList<>();

  Guard(Path socket, List<Path> program) {
    this.socket = socket;
    this.socketsName = identity(socket, "ino");
    this.program = program;
    program.forEach(file -> identities.add(identity(file, "ino,size,lastModifiedTime")));
  }

  /** Why the head is of no use, or null. */
  @Nullable String look() {
    if (!identity(socket, "ino").equals(socketsName)) {
      return "its socket was removed";
    }
    for (int i = 0; i < program.size(); i++) {
      if (!identity(program.get(i), "ino,size,lastModifiedTime").equals(identities.get(i))) {
        return "its program was replaced";
      }
    }
    return null;
  }

  /** Removes the socket, unless another head has put its own in its place. */
  void removeSocket() throws IOException {
    if (identity(socket, "ino").equals(socketsName)) {
      Files.deleteIfExists(socket);
    }
  }

  private static String identity(Path path, String attributes) {
    try {
      return Files.readAttributes(path, "unix:" + attributes, LinkOption.NOFOLLOW_LINKS).toString();
    } catch (IOException e) {
      return "none";
    }
  }
}
