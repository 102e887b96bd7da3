package dev.tenon.daemon;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A message between front and head: four bytes of length (little-endian), a byte of type, the
 * payload. The types are listed in ARCHITECTURE.md.
 */
final class Frame {
  static final int PROTOCOL = 3;
  static final char REQUEST = 'Q';
  static final char ACKNOWLEDGED = 'A';
  static final char HEARTBEAT = 'H';
  static final char LINK = 'L';
  static final char RELEASE = 'G';
  static final char DEPENDENCIES = 'y';
  static final char RUN = 'R';
  static final char BECOME = 'B';
  static final char PRINT = 'P';
  static final char EXIT = 'X';
  static final char DECLINE = 'D';
  static final char TAKE_TOKENS = 'J';
  static final char OUT = 'o';
  static final char ERR = 'e';
  static final char STARTED = 'S';
  static final char ENDED = 'W';
  static final char FAILED = 'F';
  static final char TOKENS = 'T';
  static final char KILLED = 'K';

  private final char type;
  private final byte[] data;

  Frame(char type, byte[] data) {
    this.type = type;
    this.data = data;
  }

  char type() {
    return type;
  }

  byte[] data() {
    return data;
  }

  private static final int HEADER = 5;

  /** What a client tells of a link; the kernel takes 6 MiB of arguments and variables. */
  private static final int MOST = 34 << 20;

  private static final int CHUNK = 1 << 16;

  /**
   * The next message.
   *
   * @throws EOFException at the end
   * @throws IOException if this is no message
   */
  static Frame read(SocketChannel from) throws IOException {
    return read(from, MOST, () -> true);
  }

  /**
   * @param small bytes of a message that is always taken
   * @param mayBeLarge asked of larger ones before they are
   */
  static Frame read(SocketChannel from, int small, BooleanSupplier mayBeLarge) throws IOException {
    ByteBuffer header = fill(from, ByteBuffer.allocate(HEADER)).order(ByteOrder.LITTLE_ENDIAN);
    int size = header.getInt(0);
    char type = (char) (header.get(4) & 0xff);
    if (size < 0 || size > MOST || size > small && !mayBeLarge.getAsBoolean()) {
      throw new IOException("a message of " + Integer.toUnsignedString(size) + " bytes");
    }
    // Room is made as bytes arrive: a length alone costs nothing.
    byte[] data = new byte[Math.min(size, CHUNK)];
    int at = 0;
    while (at < size) {
      if (at == data.length) {
        data = Arrays.copyOf(data, Math.min(size, 2 * data.length));
      }
      fill(from, ByteBuffer.wrap(data, at, data.length - at));
      at = data.length;
    }
    return new Frame(type, data);
  }

  private static ByteBuffer fill(SocketChannel from, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (from.read(buffer) < 0) {
        throw new EOFException();
      }
    }
    return buffer.flip();
  }

  /** Sends this whole. */
  void write(SocketChannel to) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(HEADER + data.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(data.length).put((byte) type).put(data).flip();
    while (buffer.hasRemaining()) {
      to.write(buffer);
    }
  }

  /**
   * @throws IOException if the message ends before
   */
  int number(int at) throws IOException {
    return numbers(at, Integer.BYTES).getInt(at);
  }

  /**
   * @throws IOException if the message ends before
   */
  long big(int at) throws IOException {
    return numbers(at, Long.BYTES).getLong(at);
  }

  private ByteBuffer numbers(int at, int length) throws IOException {
    if (at > data.length - length) {
      throw new IOException("a message of " + data.length + " bytes, too short");
    }
    return ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
  }

  static Frame of(char type, int number) {
    byte[] data = new byte[4];
    ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).putInt(number);
    return new Frame(type, data);
  }

  static Frame of(char type, String text) {
    return new Frame(type, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Numbers, then texts that end with a NUL each. */
  static Frame of(char type, int[] numbers, List<String> texts) {
    int size = 4 * numbers.length;
    var bytes = new ArrayList<byte[]>(texts.size());
    for (String text : texts) {
      byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
      bytes.add(encoded);
      size += encoded.length + 1;
    }
    ByteBuffer buffer = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    for (int number : numbers) {
      buffer.putInt(number);
    }
    for (byte[] text : bytes) {
      buffer.put(text).put((byte) 0);
    }
    return new Frame(type, buffer.array());
  }

  /** The texts from an offset on; the last must have its NUL. */
  List<String> texts(int from) throws IOException {
    if (from > data.length || data.length > from && data[data.length - 1] != 0) {
      throw new IOException("a text without its end");
    }
    var texts = new ArrayList<String>();
    for (int at = from, start = from; at < data.length; at++) {
      if (data[at] == 0) {
        texts.add(new String(data, start, at - start, StandardCharsets.UTF_8));
        start = at + 1;
      }
    }
    return texts;
  }
}
