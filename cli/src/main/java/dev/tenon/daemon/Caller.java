package dev.tenon.daemon;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Gives orders to the heads of a user, of whatever build. */
public final class Caller {
  private final Place place;

  public Caller(Place place) {
    this.place = place;
  }

  /**
   * What each head that is up answers to {@code status} or {@code stop}, by build.
   *
   * @throws IOException if the folder cannot be read
   */
  public Map<String, String> tell(String order) throws IOException {
    var answers = new TreeMap<String, String>();
    for (String build : place.builds()) {
      try {
        answers.put(build, tell(build, order));
      } catch (IOException e) {
        // A socket that a killed head left.
      }
    }
    return answers;
  }

  private String tell(String build, String order) throws IOException {
    try (var head = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      head.connect(UnixDomainSocketAddress.of(place.socket(build)));
      Call.control(build, ProcessHandle.current().pid(), order).write(head);
      var text = new ByteArrayOutputStream();
      for (; ; ) {
        Frame frame = Frame.read(head);
        switch (frame.type()) {
          case Frame.PRINT -> text.write(frame.data(), 1, frame.data().length - 1);
          case Frame.EXIT -> {
            return text.toString(StandardCharsets.UTF_8);
          }
          case Frame.DECLINE -> throw new IOException("declined");
          default -> {}
        }
      }
    }
  }

  /** When heads came up and why they ended, a line each, oldest first. */
  public List<String> events() {
    return new Events(place.events()).lines();
  }
}
