package dev.tenon.pipeline;

import dev.tenon.binder.World;
import dev.tenon.model.FileIdentity;
import dev.tenon.model.Tool;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The machine as one link sees it: looked at once, and read from memory where that is the same. */
record SeenWorld(World real, Glances glances, Blocks blocks) implements World {
  @Override
  public Kind kind(String path) {
    FileIdentity found = glances.look(path);
    return found == null
        ? Kind.ABSENT
        : found.isRegular() ? Kind.FILE : found.isFolder() ? Kind.FOLDER : Kind.OTHER;
  }

  @Override
  public byte[] read(String path, long offset, int length) {
    FileIdentity file = glances.look(path);
    if (file == null || !file.isRegular()) {
      return real.read(path, offset, length);
    }
    byte[] known = blocks.get(file, offset, length);
    if (known == null) {
      known = real.read(path, offset, length);
      blocks.put(file, offset, length, known);
    }
    return known;
  }

  @Override
  public long size(String path) {
    FileIdentity file = glances.look(path);
    return file == null ? real.size(path) : file.size();
  }

  @Override
  public List<String> list(String folder) {
    return real.list(folder);
  }

  @Override
  public String real(String path) {
    return real.real(path);
  }

  @Override
  public BuiltIn builtIn(Tool linker, @Nullable String emulation) {
    return real.builtIn(linker, emulation);
  }
}
