package dev.tenon.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Named bytes: reads that come out short or leave their bounds name the place they failed at. */
record Window(Bytes bytes, String file, @Nullable String member) {

  /** A table of more bytes lies in a file of holes; the daemon has to hold it in memory. */
  static final int MOST = 32 << 20;

  /** Exactly {@code length} bytes. */
  byte[] need(long offset, long length, String what) {
    if (offset < 0 || length < 0 || length > bytes.size() || offset > bytes.size() - length) {
      throw bad(
          offset, what + " of " + length + " bytes expected, but the end is at " + bytes.size());
    }
    if (length > MOST) {
      throw bad(offset, what + " of " + length + " bytes is more than is read");
    }
    byte[] found = bytes.read(offset, (int) length);
    if (found.length != length) {
      throw bad(offset, what + " of " + length + " bytes expected, " + found.length + " read");
    }
    return found;
  }

  BadFile bad(long offset, String expectation) {
    return new BadFile(file, member, offset, expectation);
  }

  /** A table in memory; {@code start} is where it begins in the file, for messages. */
  static final class Table {
    private final Window window;
    private final long start;
    private final byte[] data;
    private final boolean isLittle;

    Table(Window window, long start, byte[] data, boolean isLittle) {
      this.window = window;
      this.start = start;
      this.data = data;
      this.isLittle = isLittle;
    }

    Window window() {
      return window;
    }

    long start() {
      return start;
    }

    int length() {
      return data.length;
    }

    boolean isLittle() {
      return isLittle;
    }

    int u16(long at) {
      return (short) (isLittle ? SHORT_LE : SHORT_BE).get(data, place(at, 2)) & 0xffff;
    }

    int s32(long at) {
      return (int) (isLittle ? INT_LE : INT_BE).get(data, place(at, 4));
    }

    long u32(long at) {
      return s32(at) & 0xffff_ffffL;
    }

    long s64(long at) {
      return (long) (isLittle ? LONG_LE : LONG_BE).get(data, place(at, 8));
    }

    /** The text from {@code at} up to a NUL. */
    String text(long at) {
      int from = place(at, 1);
      int end = from;
      while (end < data.length && data[end] != 0) {
        end++;
      }
      if (end == data.length) {
        throw window.bad(start + at, "a name that ends with NUL expected");
      }
      return new String(data, from, end - from, StandardCharsets.UTF_8);
    }

    private int place(long at, int length) {
      if (at < 0 || at > data.length - length) {
        throw window.bad(
            start + at, length + " bytes expected in a table of " + data.length + " bytes");
      }
      return (int) at;
    }
  }

  private static final VarHandle SHORT_LE = handle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT_BE = handle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT_LE = handle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT_BE = handle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG_LE = handle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG_BE = handle(long[].class, ByteOrder.BIG_ENDIAN);

  private static VarHandle handle(Class<?> type, ByteOrder order) {
    return MethodHandles.byteArrayViewVarHandle(type, order);
  }
}
