package dev.tenon.frontend.repro;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Names in a tar whose bytes were read as ISO 8859-1, so that none is lost: UTF-8 in headers (POSIX
 * ustar leaves the encoding open, LLD and mold write UTF-8), text in the records of pax.
 */
final class TarNames extends FilterInputStream {
  private static final int RECORD = 512;
  private static final int NAME = 100;
  private static final int PREFIX_AT = 345;
  private static final int PREFIX = 155;

  /** What the tar reader took last: the header of the entry that it returns. */
  private final byte[] record = new byte[RECORD];

  TarNames(InputStream in) {
    super(in);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = super.read(into, offset, length);
    int kept = Math.min(count, RECORD);
    if (kept > 0) {
      System.arraycopy(record, kept, record, 0, RECORD - kept);
      System.arraycopy(into, offset + count - kept, record, RECORD - kept, kept);
    }
    return count;
  }

  /**
   * The name of the entry that was read last, or null if it is not text.
   *
   * @param read the name as it was read, its bytes as characters
   */
  @Nullable String text(String read) {
    if (read.chars().anyMatch(c -> c > 0xff)) {
      return read.indexOf('\uFFFD') < 0 ? read : null; // of pax
    }
    try {
      var bytes = ByteBuffer.wrap(read.getBytes(StandardCharsets.ISO_8859_1));
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      return isOfHeader(read) ? null : read;
    }
  }

  private boolean isOfHeader(String read) {
    String name = field(0, NAME);
    return read.equals(name) || read.equals(field(PREFIX_AT, PREFIX) + "/" + name);
  }

  private String field(int from, int length) {
    int end = from;
    while (end < from + length && record[end] != 0) {
      end++;
    }
    return new String(Arrays.copyOfRange(record, from, end), StandardCharsets.ISO_8859_1);
  }
}
