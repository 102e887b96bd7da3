package dev.tenon.daemon;

import dev.tenon.driver.Hands;
import dev.tenon.driver.Outcome;
import dev.tenon.driver.RecordedStream;
import dev.tenon.model.FileIdentity;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A linker that a client runs with its caller's arguments. */
final class ClientLink implements Hands.Running {
  private static final int HEAD = 24;
  private static final int NUMBERS = 9;
  private static final int DIGEST = 32;
  private static final int OUTPUT = 1 + 8 * NUMBERS + DIGEST;

  private final Line line;
  private final boolean mayLeave;

  /**
   * @param mayLeave whether the client goes on by itself when the linker has succeeded
   */
  ClientLink(Line line, boolean mayLeave) {
    this.line = line;
    this.mayLeave = mayLeave;
  }

  @Override
  public Hands.Finished await() throws IOException {
    // The client has passed it on already. One byte more than is kept says that there was more.
    var out = new RecordedStream(OutputStream.nullOutputStream(), Outcome.KEPT + 1);
    var err = new RecordedStream(OutputStream.nullOutputStream(), Outcome.KEPT + 1);
    String dependencies = null;
    for (; ; ) {
      Frame frame = line.take();
      switch (frame.type()) {
        case Frame.OUT -> out.write(frame.data());
        case Frame.ERR -> err.write(frame.data());
        case Frame.DEPENDENCIES -> dependencies = text(frame.data());
        case Frame.ENDED -> {
          if (mayLeave && frame.number(0) == 0) {
            line.leave();
          }
          return new Hands.Finished(
              frame.number(0),
              frame.big(4) / 1000,
              frame.big(12),
              out.content(),
              err.content(),
              dependencies,
              outputs(frame));
        }
        default -> throw new IOException("the client says " + frame.type());
      }
    }
  }

  @Override
  public void release() throws IOException {
    line.send(new Frame(Frame.RELEASE, new byte[0]));
    line.leave();
  }

  /** Names that are no text cannot be matched with ours: then nothing was told. */
  private static @Nullable String text(byte[] data) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(data)).toString();
    } catch (java.nio.charset.CharacterCodingException e) {
      return null;
    }
  }

  private static List<Hands.Left> outputs(Frame frame) throws IOException {
    int count = frame.number(20);
    if (count < 0 || frame.data().length != HEAD + (long) count * OUTPUT) {
      throw new IOException("the client tells of " + count + " outputs");
    }
    var outputs = new ArrayList<Hands.Left>();
    for (int i = 0; i < count; i++) {
      outputs.add(output(frame, HEAD + i * OUTPUT));
    }
    return outputs;
  }

  private static Hands.Left output(Frame frame, int at) throws IOException {
    int kind = frame.data()[at];
    if (kind != 1 && kind != 2) {
      return new Hands.Left(null, kind == 3, null);
    }
    long[] of = new long[NUMBERS];
    for (int i = 0; i < NUMBERS; i++) {
      of[i] = frame.big(at + 1 + 8 * i);
    }
    var identity =
        new FileIdentity(of[0], of[1], of[2], of[3], of[4], (int) of[5], of[6], of[7], of[8]);
    int digest = at + 1 + 8 * NUMBERS;
    return new Hands.Left(
        identity,
        false,
        kind == 2 ? HexFormat.of().formatHex(frame.data(), digest, digest + DIGEST) : null);
  }
}
