package dev.tenon.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** Bytes that can be read at any place; a file that is not loaded as a whole, for example. */
public interface Bytes {
  /** How many there are. */
  long size();

  /**
   * Those from {@code offset} on, fewer than {@code length} only where the end comes first.
   *
   * @throws java.io.UncheckedIOException if the medium fails
   */
  byte[] read(long offset, int length);

  static Bytes of(byte[] all) {
    return new Bytes() {
      @Override
      public long size() {
        return all.length;
      }

      @Override
      public byte[] read(long offset, int length) {
        int from = (int) Math.min(offset, all.length);
        return Arrays.copyOfRange(all, from, from + Math.min(length, all.length - from));
      }
    };
  }

  static Bytes of(MemorySegment all) {
    return new Bytes() {
      @Override
      public long size() {
        return all.byteSize();
      }

      @Override
      public byte[] read(long offset, int length) {
        long from = Math.min(offset, all.byteSize());
        return all.asSlice(from, Math.min(length, all.byteSize() - from))
            .toArray(ValueLayout.JAVA_BYTE);
      }
    };
  }

  /** The part of {@code length} bytes that begins at {@code offset}; it may end earlier. */
  default Bytes slice(long offset, long length) {
    Bytes whole = this;
    long start = Math.min(offset, whole.size());
    long size = Math.min(length, whole.size() - start);
    return new Bytes() {
      @Override
      public long size() {
        return size;
      }

      @Override
      public byte[] read(long at, int count) {
        return at >= size ? new byte[0] : whole.read(start + at, (int) Math.min(count, size - at));
      }
    };
  }
}
