package dev.tenon.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Changes of bytes, whatever they mean. */
public final class Bytes {
  private static final long[] NUMBERS = {
    0,
    1,
    2,
    3,
    7,
    8,
    16,
    63,
    64,
    127,
    128,
    255,
    256,
    4095,
    4096,
    32767,
    32768,
    65535,
    65536,
    Integer.MAX_VALUE - 1,
    Integer.MAX_VALUE,
    1L << 31,
    (1L << 32) - 1,
    1L << 32,
    1L << 40,
    Long.MAX_VALUE - 64,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    -1,
    -2,
    -8,
    -64
  };

  /** What texts hold that their readers may stumble over. */
  static final String[] TEXTS = {
    "",
    "\0",
    "\n",
    "\r\n",
    "\t",
    " ",
    "/",
    "//",
    "..",
    "../../x",
    "@",
    "@@",
    "-",
    "--",
    "=",
    "\"",
    "'",
    "\\",
    "{",
    "}",
    "(",
    ")",
    ";",
    ",",
    ":",
    "/*",
    "*/",
    "#",
    "$",
    "$$",
    "%s",
    "*",
    "?",
    "[",
    "[!",
    "0",
    "-1",
    "007",
    "1e9",
    "2147483648",
    "9223372036854775807",
    "9223372036854775808",
    "99999999999999999999999",
    "0x",
    "0xffffffffffffffff",
    "\ufeff",
    "\ud7ff",
    "\u2028",
    "\u0130",
    "\ud83d\ude00"
  };

  private Bytes() {}

  /**
   * The input with a few changes.
   *
   * @param others of which parts may be put in
   */
  public static byte[] change(SplittableRandom random, byte[] input, List<byte[]> others) {
    byte[] bytes = input.clone();
    for (int i = 1 << random.nextInt(4); i > 0; i--) {
      bytes = once(random, bytes, others);
    }
    return bytes;
  }

  private static byte[] once(SplittableRandom random, byte[] bytes, List<byte[]> others) {
    if (bytes.length == 0) {
      return pick(random, others).clone();
    }
    int at = random.nextInt(bytes.length);
    int end = Math.min(bytes.length, at + 1 + random.nextInt(1 << random.nextInt(1, 11)));
    return switch (random.nextInt(12)) {
      case 0 -> with(bytes, at, at + 1, bytes[at] ^ 1 << random.nextInt(8));
      case 1 -> with(bytes, at, at + 1, random.nextInt());
      case 2, 3, 4 -> number(random, bytes);
      case 5 -> Arrays.copyOf(bytes, at);
      case 6 -> replace(bytes, at, end, new byte[0]);
      case 7 -> replace(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
      case 8 -> {
        byte[] other = pick(random, others);
        int from = random.nextInt(other.length + 1);
        int to = Math.min(other.length, from + random.nextInt(1 << random.nextInt(1, 11)));
        byte[] part = Arrays.copyOfRange(other, from, to);
        yield replace(bytes, at, random.nextBoolean() ? at : end, part);
      }
      case 9 -> with(bytes, at, end, random.nextBoolean() ? 0 : random.nextInt());
      case 10 -> {
        byte[] text = pick(random, TEXTS).getBytes(StandardCharsets.UTF_8);
        yield replace(bytes, at, random.nextBoolean() ? at : end, text);
      }
      default -> digits(random, bytes, at);
    };
  }

  private static byte[] with(byte[] bytes, int from, int to, int value) {
    Arrays.fill(bytes, from, to, (byte) value);
    return bytes;
  }

  /** A number that is at the border of something, most often where numbers stand. */
  private static byte[] number(SplittableRandom random, byte[] bytes) {
    int size = 1 << random.nextInt(1, 4);
    if (bytes.length < size) {
      return bytes;
    }
    int at = random.nextInt(bytes.length - size + 1);
    if (random.nextInt(4) > 0) {
      at -= at % size;
    }
    // Headers come first.
    if (random.nextInt(3) == 0) {
      at = Math.min(at, random.nextInt(Math.min(16, bytes.length / size + 1)) * size);
      at = Math.min(at, bytes.length - size);
    }
    long value = NUMBERS[random.nextInt(NUMBERS.length)];
    value = random.nextInt(4) == 0 ? bytes.length + random.nextInt(-2, 3) : value;
    var order = random.nextInt(8) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
    switch (size) {
      case 2 -> buffer.putShort(at, (short) value);
      case 4 -> buffer.putInt(at, (int) value);
      default -> buffer.putLong(at, value);
    }
    return bytes;
  }

  /** Another number in place of the next one that is written in digits. */
  private static byte[] digits(SplittableRandom random, byte[] bytes, int from) {
    int at = from;
    while (at < bytes.length && !isDigit(bytes[at])) {
      at++;
    }
    int end = at;
    while (end < bytes.length && isDigit(bytes[end])) {
      end++;
    }
    String text = Long.toString(NUMBERS[random.nextInt(NUMBERS.length)]);
    return replace(bytes, at, end, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  static byte[] replace(byte[] bytes, int from, int to, byte[] with) {
    var all = new ByteArrayOutputStream(bytes.length - (to - from) + with.length);
    all.write(bytes, 0, from);
    all.writeBytes(with);
    all.write(bytes, to, bytes.length - to);
    return all.toByteArray();
  }

  /** One of them. */
  public static <T> T pick(SplittableRandom random, List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  static String pick(SplittableRandom random, String... all) {
    return all[random.nextInt(all.length)];
  }
}
