package dev.tenon.binder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Opens files that a caller names, if they are regular: opening a pipe waits for its other end, and
 * reading it or a device takes from the linker what was meant for it.
 */
public final class PlainFiles {
  private PlainFiles() {}

  /**
   * To read.
   *
   * @throws FileSystemException if it is something else
   */
  static FileChannel open(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new FileSystemException(file.toString(), null, "is no regular file");
    }
    return FileChannel.open(file, StandardOpenOption.READ);
  }

  /**
   * All bytes.
   *
   * @throws FileSystemException also if there are more than {@code most}
   */
  public static byte[] bytes(Path file, int most) throws IOException {
    try (FileChannel in = open(file)) {
      if (in.size() > most) {
        throw new FileSystemException(file.toString(), null, "has more than " + most + " bytes");
      }
      return read(in, 0, most);
    }
  }

  /** Those from {@code offset} on, fewer than {@code length} only where the end comes first. */
  static byte[] read(FileChannel in, long offset, int length) throws IOException {
    long rest = Math.max(0, in.size() - offset);
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(rest, length));
    while (buffer.hasRemaining() && in.read(buffer, offset + buffer.position()) >= 0) {
      // Until full or at the end.
    }
    return buffer.hasRemaining()
        ? Arrays.copyOf(buffer.array(), buffer.position())
        : buffer.array();
  }
}
