package dev.tenon.driver;

import java.io.IOException;
import java.io.OutputStream;

/** Passes bytes on without the places where a token stands: the staging folder's name. */
final class TokenFilter extends OutputStream {
  private final OutputStream to;
  private final byte[] token;

  /** For each length of a match, the longest shorter one that its end is the beginning of. */
  private final int[] borders;

  private int matched;

  TokenFilter(OutputStream to, byte[] token) {
    this.to = to;
    this.token = token;
    this.borders = new int[token.length];
    for (int i = 1, border = 0; i < token.length; i++) {
      while (border > 0 && token[i] != token[border]) {
        border = borders[border - 1];
      }
      borders[i] = token[i] == token[border] ? ++border : 0;
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (token.length == 0) {
      pass(bytes, offset, length);
      return;
    }
    int start = offset;
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      if (bytes[i] == token[matched]) {
        if (matched == 0) {
          pass(bytes, start, i - start);
        }
        matched++;
        if (matched == token.length) {
          matched = 0;
        }
        start = i + 1;
      } else if (matched > 0) {
        int still = borders[matched - 1];
        pass(token, 0, matched - still);
        matched = still;
        start = i;
        i--;
      }
    }
    pass(bytes, start, end - start);
  }

  private void pass(byte[] bytes, int offset, int length) throws IOException {
    if (length > 0) {
      to.write(bytes, offset, length);
    }
  }

  @Override
  public void flush() throws IOException {
    to.flush();
  }

  /** Ends the stream: what looked like the beginning of the token was none. */
  void finish() throws IOException {
    int rest = matched;
    matched = 0;
    pass(token, 0, rest);
    to.flush();
  }
}
