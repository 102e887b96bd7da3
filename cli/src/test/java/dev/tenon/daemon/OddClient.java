package dev.tenon.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tenon.fuzz.Bytes;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Says to the daemon what a client says, and at random something else: other numbers, other
 * messages, half of one, nothing. It runs no linker, and claims that it did.
 */
public final class OddClient {
  private static final int OUTPUT = 1 + 8 * 9 + 32;
  private static final String TYPES = "QAHLGyRBPXDJoeSWFTK";

  private final Path socket;
  private final SplittableRandom random;
  private final StringBuilder said = new StringBuilder();
  private boolean isSilent;

  /**
   * @param random what it says depends on nothing else
   */
  public OddClient(Path socket, SplittableRandom random) {
    this.socket = socket;
    this.random = random;
  }

  /** A call as a client makes it. */
  public record Asked(
      String name, String tool, Path folder, List<String> words, Map<String, String> variables) {
    /** Where bytes are changed at random, no folder is made under a name that comes of it. */
    private Asked withoutState() {
      var all = new HashMap<>(variables);
      all.put("TENON_STATE", "/proc/none/state");
      return new Asked(name, tool, folder, words, all);
    }
  }

  /**
   * Calls.
   *
   * @return what the daemon printed, and why it declined
   */
  public String call(Asked asked) throws IOException {
    boolean isChanged = random.nextInt(4) == 0;
    Frame request = request(isChanged ? asked.withoutState() : asked);
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      if (isChanged) {
        byte[] bytes = Bytes.change(random, message(request), List.of(message(request)));
        channel.write(ByteBuffer.wrap(bytes));
        silence(channel);
      } else {
        request.write(channel);
      }
      talk(channel);
    } catch (EOFException | java.nio.channels.ClosedChannelException e) {
      // It has nothing more to say.
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      if (!message.contains("Broken pipe") && !message.contains("reset")) {
        throw e;
      }
    }
    return said.toString();
  }

  private Frame request(Asked asked) {
    String build = socket.getFileName().toString().replace(".sock", "");
    var texts = new ArrayList<String>();
    texts.addAll(List.of(build, "", asked.name, asked.folder.toString(), ""));
    texts.addAll(List.of(asked.variables.getOrDefault("TENON_ENGINE", ""), asked.tool));
    texts.addAll(asked.words);
    asked.variables.forEach((name, value) -> texts.add(name + "=" + value));
    long now = System.currentTimeMillis() * 1_000_000;
    int[] numbers = {
      Frame.PROTOCOL,
      022,
      (int) ProcessHandle.current().pid(),
      asked.words.size(),
      asked.variables.size(),
      random.nextInt(8),
      (int) now,
      (int) (now >> 32)
    };
    return Frame.of(Frame.REQUEST, numbers, texts);
  }

  private static byte[] message(Frame frame) {
    return ByteBuffer.allocate(5 + frame.data().length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(frame.data().length)
        .put((byte) frame.type())
        .put(frame.data())
        .array();
  }

  private void talk(SocketChannel channel) throws IOException {
    for (; ; ) {
      Frame frame = Frame.read(channel);
      switch (frame.type()) {
        case Frame.PRINT -> said.append(new String(frame.data(), UTF_8));
        case Frame.DECLINE -> {
          said.append("declined: ").append(new String(frame.data(), UTF_8));
          return;
        }
        case Frame.LINK -> ran(channel, frame.number(8));
        case Frame.RUN -> ran(channel, 0);
        case Frame.TAKE_TOKENS -> send(channel, Frame.of(Frame.TOKENS, random.nextInt(-1, 3)));
        case Frame.EXIT, Frame.BECOME -> {
          return;
        }
        default -> {}
      }
    }
  }

  /** What a client says of a linker that it has run. */
  private void ran(SocketChannel channel, int outputs) throws IOException {
    if (random.nextInt(12) == 0) {
      send(channel, Frame.of(Frame.FAILED, random.nextInt(20)));
      return;
    }
    send(channel, Frame.of(Frame.STARTED, (int) ProcessHandle.current().pid()));
    for (int i = random.nextInt(4); i > 0; i--) {
      send(channel, Frame.of(random.nextBoolean() ? Frame.OUT : Frame.ERR, text()));
    }
    if (random.nextInt(4) > 0) {
      send(channel, new Frame(Frame.DEPENDENCIES, dependencies()));
    }
    send(channel, new Frame(Frame.ENDED, ended(outputs)));
  }

  private String text() {
    return Bytes.pick(
        random,
        List.of(
            "ld: cannot find -lx: No such file or directory\n",
            "ld: a.o: in function `main':\na.c:(.text+0x1): undefined reference to `f'\n",
            "ld.lld: error: undefined symbol: f\n>>> referenced by a.c\n",
            "mold: fatal: unknown command line option: --x\n",
            "ld: unrecognized option '--x'\n",
            "ld: cannot open output file /x/y: No such file or directory\n",
            "\u0000\ufffd\n",
            "x".repeat(100_000)));
  }

  private byte[] dependencies() {
    byte[] bytes = "out: a.o \\\n  f.o\n\na.o:\n\nf.o:\n\n/usr/lib/x.so:\n".getBytes(UTF_8);
    return random.nextBoolean() ? bytes : Bytes.change(random, bytes, List.of(bytes));
  }

  private byte[] ended(int outputs) {
    var buffer = ByteBuffer.allocate(24 + outputs * OUTPUT).order(ByteOrder.LITTLE_ENDIAN);
    int exit = random.nextInt(3) == 0 ? random.nextInt(200) : 0;
    buffer.putInt(exit).putLong(random.nextInt(1 << 20)).putLong(random.nextInt(1 << 20));
    buffer.putInt(outputs);
    for (int i = 0; i < outputs; i++) {
      byte[] output = new byte[OUTPUT];
      random.nextBytes(output);
      output[0] = (byte) random.nextInt(4);
      buffer.put(output);
    }
    return buffer.array();
  }

  /** That, or something else. */
  private void send(SocketChannel channel, Frame frame) throws IOException {
    if (isSilent) {
      return;
    }
    switch (random.nextInt(24)) {
      case 0 -> {
        char type = TYPES.charAt(random.nextInt(TYPES.length()));
        new Frame(type, frame.data()).write(channel);
        silence(channel); // else both might wait for each other
      }
      case 1 -> {
        byte[] bytes = Bytes.change(random, message(frame), List.of(message(frame)));
        channel.write(ByteBuffer.wrap(bytes));
        silence(channel);
      }
      case 2 -> new Frame(frame.type(), new byte[random.nextInt(4)]).write(channel);
      case 3 -> throw new EOFException(); // gone without a word
      default -> frame.write(channel);
    }
  }

  private void silence(SocketChannel channel) throws IOException {
    isSilent = true;
    channel.shutdownOutput();
  }
}
