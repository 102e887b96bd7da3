package dev.tenon.daemon;

import dev.tenon.driver.Cancellation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SocketChannel;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The connection to one front while its call is served. */
final class Line {
  private static final Frame LOST = new Frame('\0', new byte[0]);

  private final SocketChannel channel;
  private final Cancellation cancellation = new Cancellation();
  private final BlockingQueue<Frame> incoming = new LinkedBlockingQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean left;

  Line(SocketChannel channel) {
    this.channel = channel;
  }

  Cancellation cancellation() {
    return cancellation;
  }

  /** Takes in what the front says until it is gone; an early end cancels the link. */
  void listen() {
    try {
      for (; ; ) {
        Frame frame = Frame.read(channel);
        if (frame.type() == Frame.KILLED) {
          break;
        }
        incoming.add(frame);
      }
    } catch (IOException e) {
      // It is gone.
    }
    if (!left) {
      cancellation.cancel();
    }
    incoming.add(LOST);
  }

  void send(Frame frame) throws IOException {
    frame.write(channel);
  }

  /**
   * @throws IOException if the front is gone
   */
  Frame take() throws IOException {
    try {
      Frame frame = incoming.take();
      if (frame == LOST) {
        incoming.add(LOST);
        throw new Gone();
      }
      return frame;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Gone();
    }
  }

  /** Nothing more is to be said: the front goes its own way or has its exit code. */
  void leave() {
    left = true;
  }

  /** The last that the front hears. */
  void answer(int exit) throws IOException {
    if (!left) {
      left = true;
      send(Frame.of(Frame.EXIT, exit));
    }
  }

  /** Waits until the call is over, with what was left to do after the answer. */
  void awaitClose(long nanos) {
    try {
      boolean _ = closed.await(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends {@link #listen}. */
  void close() {
    left = true;
    closed.countDown();
    try {
      channel.close();
    } catch (IOException e) {
      // It is closed all the same.
    }
  }

  boolean hasLeft() {
    return left;
  }

  /** The front was killed, or its caller gave up. */
  static final class Gone extends IOException {
    Gone() {
      super("the caller is gone");
    }
  }

  /** What is written here comes out of the front. */
  OutputStream stream(int descriptor) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > 0 && !left) {
          byte[] data = new byte[length + 1];
          data[0] = (byte) descriptor;
          System.arraycopy(bytes, offset, data, 1, length);
          send(new Frame(Frame.PRINT, data));
        }
      }
    };
  }
}
