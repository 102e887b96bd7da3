package dev.tenon.pipeline;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Messages of a linker that nobody asked for: shown only if its result is taken. */
final class HeldMessages extends OutputStream {
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private final OutputStream to;

  HeldMessages(OutputStream to) {
    this.to = to;
  }

  @Override
  public synchronized void write(int b) {
    held.write(b);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    held.write(bytes, offset, length);
  }

  void release() throws IOException {
    held.writeTo(to);
    to.flush();
  }
}
