package dev.tenon.cli;

import dev.tenon.explain.Code;
import dev.tenon.explain.Message;
import dev.tenon.pipeline.LdLink;
import dev.tenon.pipeline.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Each name under which Tenon is called, and what it does then. */
final class Names {
  private Names() {}

  static int run(Request request) throws IOException {
    return switch (request.name()) {
      case "tenon" -> Verbs.run(request);
      default -> aslong(request, () -> LdLink.run(Engine.word(request)));
    };
  }

  /** A fault of our own must not cost anybody a link: the real tool gets the caller's words. */
  static int aslong(Request request, Action action) throws IOException {
    try {
      return action.run();
    } catch (IOException | RuntimeException e) {
      StackTraceElement at = e.getStackTrace().length > 0 ? e.getStackTrace()[0] : null;
      Message message =
          Message.of(Code.T0700, "internal error: " + e + (at == null ? "" : " at " + at))
              .note("the real tool is run with the words as they are");
      request.err().write(message.print().getBytes(StandardCharsets.UTF_8));
      return LdLink.aside(request);
    }
  }

  /** What a name does. */
  interface Action {
    int run() throws IOException;
  }
}
