package dev.tenon.binder;

import dev.tenon.model.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The machine that we run on. */
public final class RealWorld implements World {
  private final BiFunction<Tool, @Nullable String, BuiltIn> builtIns;

  /**
   * @param builtIns asks a linker for its built-in script, {@link Toolchains#builtIn} for example
   */
  public RealWorld(BiFunction<Tool, @Nullable String, BuiltIn> builtIns) {
    this.builtIns = builtIns;
  }

  @Override
  public Kind kind(String path) {
    try {
      var found = Files.readAttributes(Path.of(path), BasicFileAttributes.class);
      return found.isRegularFile() ? Kind.FILE : found.isDirectory() ? Kind.FOLDER : Kind.OTHER;
    } catch (IOException | InvalidPathException e) {
      return Kind.ABSENT;
    }
  }

  @Override
  public byte[] read(String path, long offset, int length) {
    Path file = Path.of(path);
    if (!Files.isRegularFile(file)) { // to open a pipe waits for its other end, and takes from it
      throw new UncheckedIOException(new FileSystemException(path, null, "is no regular file"));
    }
    try (var in = FileChannel.open(file, StandardOpenOption.READ)) {
      long rest = Math.max(0, in.size() - offset);
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(rest, length));
      while (buffer.hasRemaining() && in.read(buffer, offset + buffer.position()) >= 0) {
        // Until full or at the end.
      }
      return buffer.hasRemaining()
          ? java.util.Arrays.copyOf(buffer.array(), buffer.position())
          : buffer.array();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public long size(String path) {
    try {
      return Files.size(Path.of(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<String> list(String folder) {
    if (!Files.isDirectory(Path.of(folder))) { // to open a pipe waits for its other end
      return List.of();
    }
    try (Stream<Path> entries = Files.list(Path.of(folder))) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  @Override
  public String real(String path) {
    try {
      return Path.of(path).toRealPath().toString();
    } catch (IOException e) {
      return path;
    }
  }

  @Override
  public BuiltIn builtIn(Tool linker, @Nullable String emulation) {
    return builtIns.apply(linker, emulation);
  }
}
