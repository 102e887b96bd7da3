package dev.tenon.driver;

import dev.tenon.model.Content;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Keeps what is written, up to a limit, and passes all of it on. */
public final class RecordedStream extends OutputStream {
  private final OutputStream to;
  private final int limit;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

  /**
   * @param limit bytes that are kept at most
   */
  public RecordedStream(OutputStream to, int limit) {
    this.to = to;
    this.limit = limit;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    synchronized (kept) {
      kept.write(bytes, offset, Math.min(length, limit - kept.size()));
    }
    to.write(bytes, offset, length);
  }

  @Override
  public void flush() throws IOException {
    to.flush();
  }

  public Content content() {
    synchronized (kept) {
      return new Content(kept.toByteArray());
    }
  }
}
