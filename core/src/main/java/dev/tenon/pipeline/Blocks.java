package dev.tenon.pipeline;

import dev.tenon.keep.Identities;
import dev.tenon.model.FileIdentity;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Small pieces of files that link after link looks into: heads of libraries, names of members,
 * short scripts. Held only of files whose every later change would show in their identity.
 */
final class Blocks {
  private static final int LONGEST = 1 << 16;
  private static final int MOST_BYTES = 8 << 20;

  private record Place(
      long dev, long ino, long mtime, long ctime, long size, long at, int length) {}

  private final Map<Place, byte[]> blocks = new LinkedHashMap<>(64, 0.75f, true);
  private int bytes;

  /** Null if it is not held. */
  synchronized byte @Nullable [] get(FileIdentity file, long at, int length) {
    return blocks.get(place(file, at, length));
  }

  synchronized void put(FileIdentity file, long at, int length, byte[] block) {
    if (length <= LONGEST && Identities.isSettled(file, Identities.now())) {
      byte[] old = blocks.put(place(file, at, length), block);
      bytes += block.length - (old == null ? 0 : old.length);
      for (var eldest = blocks.values().iterator(); bytes > MOST_BYTES; ) {
        bytes -= eldest.next().length;
        eldest.remove();
      }
    }
  }

  private static Place place(FileIdentity file, long at, int length) {
    return new Place(file.dev(), file.ino(), file.mtime(), file.ctime(), file.size(), at, length);
  }
}
