package dev.tenon.cli.programs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tenon.daemon.Caller;
import dev.tenon.daemon.Place;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.Map;

/**
 * Has a daemon write down what it put off, so that the next link may be left undone. Scripts ask by
 * connecting to a socket and reading a line: a JVM for each time that they do would take longer
 * than all their links.
 */
final class Settler implements AutoCloseable {
  private final Caller caller;
  private final ServerSocketChannel server;

  Settler(Path socket, Map<String, String> environment) throws IOException {
    this.caller = new Caller(Place.of(environment));
    this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofPlatform().daemon().start(this::serve);
  }

  void settle() throws IOException {
    try {
      caller.tell("settle");
    } catch (java.nio.file.NoSuchFileException none) {
      // No daemon has come up yet.
    }
  }

  private void serve() {
    while (true) {
      try (var asker = server.accept()) {
        settle();
        asker.write(ByteBuffer.wrap("settled\n".getBytes(UTF_8)));
      } catch (java.nio.channels.ClosedChannelException closed) {
        return;
      } catch (IOException gone) {
        // Who asked is answered by the end of the stream.
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
