package dev.tenon.driver;

import dev.tenon.model.Content;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Keeps what is written, up to {@link Outcome#KEPT} bytes and one more, which says that there was
 * more, and passes all of it on.
 */
public final class RecordedStream extends OutputStream {
  private final OutputStream to;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

  public RecordedStream(OutputStream to) {
    this.to = to;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    synchronized (kept) {
      kept.write(bytes, offset, Math.min(length, Outcome.KEPT + 1 - kept.size()));
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
