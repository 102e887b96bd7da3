package dev.tenon.daemon;

import dev.tenon.driver.Cancellation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import jdk.net.ExtendedSocketOptions;

/** The connection to one front while its call is served. */
final class Line {
  /** What a call may take before its child is started, and after that has ended. */
  private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(120);

  private final SocketChannel channel;
  private final Cancellation cancellation = new Cancellation();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean left;
  private volatile long progress = System.nanoTime();

  /** Held by whoever sends. */
  private final ReentrantLock sending = new ReentrantLock();

  private volatile long leaver;
  private volatile boolean linking;

  Line(SocketChannel channel) {
    this.channel = channel;
  }

  Cancellation cancellation() {
    return cancellation;
  }

  void send(Frame frame) throws IOException {
    progress = System.nanoTime();
    sending.lock();
    try {
      frame.write(channel);
    } finally {
      sending.unlock();
    }
  }

  /**
   * Tells the front that its call is being served, unless somebody is just telling it more, or
   * nothing has happened for so long that nothing will.
   */
  void beat() {
    boolean alive = System.nanoTime() - progress < STUCK_NANOS;
    if (alive && !left && sending.tryLock()) {
      try {
        if (!left) {
          new Frame(Frame.HEARTBEAT, new byte[0]).write(channel);
        }
      } catch (IOException e) {
        // Whoever serves it will see.
      } finally {
        sending.unlock();
      }
    }
  }

  /**
   * The next that the front says.
   *
   * @throws Gone if it is gone or was told to end; the link is cancelled then
   */
  Frame take() throws Gone {
    try {
      Frame frame = Frame.read(channel);
      progress = System.nanoTime();
      if (frame.type() != Frame.KILLED) {
        return frame;
      }
    } catch (IOException e) {
      // As if it had said so.
    }
    if (!linking) { // else the linker was ended with it, and what it left is the caller's
      cancellation.cancel();
    }
    throw new Gone();
  }

  /** From now on the caller's own linker runs: there is nothing that could be cancelled. */
  void linking() {
    linking = true;
  }

  /** The group of whoever has called. */
  String group() {
    try {
      return channel.getOption(ExtendedSocketOptions.SO_PEERCRED).group().getName();
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * Says that the link is still waiting. At such a time a front has nothing to say but that it
   * ends.
   *
   * @throws Gone as above
   */
  void waiting() throws IOException {
    try {
      channel.configureBlocking(false);
      boolean silent = channel.read(ByteBuffer.allocate(1)) == 0;
      channel.configureBlocking(true);
      if (silent) {
        send(new Frame(Frame.HEARTBEAT, new byte[0]));
        return;
      }
    } catch (IOException e) {
      // It is gone.
    }
    cancellation.cancel();
    throw new Gone();
  }

  /** Nothing more is to be said: the front goes its own way or has its exit code. */
  void leave() {
    left = true;
  }

  /**
   * From now on the front may end before we know it.
   *
   * @param front its process
   */
  void mayLeave(long front) {
    leaver = front;
  }

  /** Whether the caller has gone on. */
  boolean isAlone() {
    return left || leaver != 0 && !Files.exists(Path.of("/proc", Long.toString(leaver)));
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
