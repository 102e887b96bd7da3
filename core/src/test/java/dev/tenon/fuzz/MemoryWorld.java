package dev.tenon.fuzz;

import dev.tenon.binder.World;
import dev.tenon.model.Tool;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Files in memory, in one folder.
 *
 * @param pipes names that lead to no regular file
 */
public record MemoryWorld(String folder, Map<String, byte[]> files, List<String> pipes)
    implements World {
  private @Nullable String name(String path) {
    if (path.indexOf('\0') >= 0) {
      return null;
    }
    String plain = path.replaceAll("/(\\./|/)*", "/");
    return plain.startsWith(folder + "/") ? plain.substring(folder.length() + 1) : null;
  }

  @Override
  public Kind kind(String path) {
    String name = name(path);
    if (name == null) {
      return path.equals(folder) ? Kind.FOLDER : Kind.ABSENT;
    }
    return name.isEmpty()
        ? Kind.FOLDER
        : pipes.contains(name) ? Kind.OTHER : files.containsKey(name) ? Kind.FILE : Kind.ABSENT;
  }

  private byte[] content(String path) {
    String name = name(path);
    byte[] bytes = name == null ? null : files.get(name);
    if (bytes == null) {
      throw new UncheckedIOException(new NoSuchFileException(path));
    }
    return bytes;
  }

  @Override
  public byte[] read(String path, long offset, int length) {
    byte[] bytes = content(path);
    int from = (int) Math.min(offset, bytes.length);
    return Arrays.copyOfRange(bytes, from, from + Math.min(length, bytes.length - from));
  }

  @Override
  public long size(String path) {
    return content(path).length;
  }

  @Override
  public List<String> list(String path) {
    return path.equals(folder) ? List.copyOf(new TreeSet<>(files.keySet())) : List.of();
  }

  @Override
  public String real(String path) {
    return path;
  }

  @Override
  public BuiltIn builtIn(Tool linker, @Nullable String emulation) {
    return new BuiltIn(List.of("=/lib", folder), "elf64-x86-64");
  }
}
