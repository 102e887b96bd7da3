package dev.tenon.binder;

import dev.tenon.format.Bytes;
import dev.tenon.model.Tool;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a linker can see of a machine. Every question of the binder goes through here, so that a
 * binding can be recorded and computed again elsewhere. Paths are absolute; symbolic links are
 * followed.
 */
public interface World {
  /** What a path leads to. */
  enum Kind {
    FILE,
    FOLDER,
    /** A pipe or device: reading it would take something from the linker. */
    OTHER,
    ABSENT
  }

  Kind kind(String path);

  /**
   * Bytes of a file, fewer where its end comes first.
   *
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  byte[] read(String path, long offset, int length);

  /**
   * @throws java.io.UncheckedIOException if it cannot be asked
   */
  long size(String path);

  /** The names in a folder, sorted; none if there is no such folder. */
  List<String> list(String folder);

  /** The path without symbolic links; the path itself if nothing is there. */
  String real(String path);

  /**
   * What a linker does without being told.
   *
   * @param emulation asked for, or null for the linker's own choice
   */
  BuiltIn builtIn(Tool linker, @Nullable String emulation);

  /**
   * @param folders in which libraries are searched after those of the command line; a leading
   *     {@code =} stands for the system root
   * @param format of the output by BFD's name; empty if it is not known
   */
  record BuiltIn(List<String> folders, String format) {
    public static final BuiltIn NONE = new BuiltIn(List.of(), "");

    public BuiltIn {
      folders = List.copyOf(folders);
    }
  }

  /** A file of this world for the readers of {@code dev.tenon.format}. */
  default Bytes bytes(String path) {
    World world = this;
    return new Bytes() {
      private long size = -1;

      @Override
      public long size() {
        if (size < 0) {
          size = world.size(path);
        }
        return size;
      }

      @Override
      public byte[] read(long offset, int length) {
        return world.read(path, offset, length);
      }
    };
  }
}
