package dev.tenon.binder;

import dev.tenon.model.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
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
    try (FileChannel in = PlainFiles.open(file(path))) {
      return PlainFiles.read(in, offset, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public long size(String path) {
    try {
      return Files.size(file(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<String> list(String folder) {
    try {
      Path path = file(folder);
      if (!Files.isDirectory(path)) { // to open a pipe waits for its other end
        return List.of();
      }
      try (Stream<Path> entries = Files.list(path)) {
        return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
      }
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  @Override
  public String real(String path) {
    try {
      return file(path).toRealPath().toString();
    } catch (IOException e) {
      return path;
    }
  }

  /** Names that come out of files need not be names. */
  private static Path file(String path) throws IOException {
    try {
      return Path.of(path);
    } catch (InvalidPathException e) {
      throw new FileSystemException("", null, "is no name that a file can have");
    }
  }

  @Override
  public BuiltIn builtIn(Tool linker, @Nullable String emulation) {
    return builtIns.apply(linker, emulation);
  }
}
