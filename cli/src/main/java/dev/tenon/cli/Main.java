package dev.tenon.cli;

import dev.tenon.driver.Cancellation;
import dev.tenon.driver.OwnHands;
import dev.tenon.explain.Code;
import dev.tenon.explain.Message;
import dev.tenon.pipeline.Memory;
import dev.tenon.pipeline.Request;
import dev.tenon.state.StateFolder;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts Tenon under the name by which the launcher was called. */
public final class Main {
  /** What the launcher changes for the JVM and the caller's tools get back. */
  private static final List<String> HANDED_ON =
      List.of("LC_ALL", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private Main() {}

  public static void main(String[] words) {
    var cancellation = new Cancellation();
    Runtime.getRuntime().addShutdownHook(new Thread(cancellation::cancel));
    var out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
    int exit = 70;
    var memory = Memory.brief();
    try (OutputStream err = new FileOutputStream(FileDescriptor.err)) {
      Map<String, String> environment = environment();
      Path folder = Path.of("").toAbsolutePath();
      Path home = Path.of(System.getProperty("tenon.home", ".")).toAbsolutePath();
      var request =
          new Request(
              System.getProperty("tenon.name", "tenon"),
              List.of(words),
              folder,
              environment,
              out,
              err,
              List.of(home, home.resolve("bin")),
              state(folder, environment),
              new OwnHands(),
              memory,
              cancellation);
      exit = run(request, home);
      out.flush();
    } catch (IOException e) {
      // The caller closed the stream that results or messages go to; there is nobody to tell.
      exit = exit == 70 ? 1 : exit;
    }
    memory.close();
    Runtime.getRuntime().halt(finish(cancellation, exit));
  }

  /** Whatever goes wrong is said: nobody else prints it once the streams are closed. */
  private static int run(Request request, Path home) throws IOException {
    try {
      List<String> words = request.words();
      return isDaemon(request)
          ? new DaemonVerb(
                  request.withWords(words.subList(1, words.size())),
                  System.getProperty("tenon.build", ""),
                  home)
              .run()
          : Names.run(request);
    } catch (RuntimeException | VirtualMachineError e) {
      String what =
          e instanceof OutOfMemoryError
              ? "more memory is needed than there is"
              : "a fault of Tenon";
      var message = Message.of(Code.T0700, "internal error: " + what).note(String.valueOf(e));
      request.err().write(message.print().getBytes(StandardCharsets.UTF_8));
      return 70;
    }
  }

  private static boolean isDaemon(Request request) {
    return request.name().equals("tenon")
        && !request.words().isEmpty()
        && request.words().getFirst().equals("daemon");
  }

  /** A hook for signals must not run after an ordinary end: nothing is left to undo. */
  private static int finish(Cancellation cancellation, int exit) {
    return cancellation.cancelled() ? 130 : exit;
  }

  private static Map<String, String> environment() {
    var environment = new HashMap<>(System.getenv());
    for (String name : HANDED_ON) {
      String callers = System.getProperty("tenon.caller." + name);
      if (callers == null) {
        environment.remove(name);
      } else {
        environment.put(name, callers);
      }
    }
    return environment;
  }

  /** Where the caller's Tenon remembers things; nowhere if that is somebody else's. */
  static Path state(Path folder, Map<String, String> environment) {
    return StateFolder.orNone(named(folder, environment));
  }

  private static Path named(Path folder, Map<String, String> environment) {
    String own = environment.getOrDefault("TENON_STATE", "");
    if (!own.isEmpty()) {
      return folder.resolve(own);
    }
    String xdg = environment.getOrDefault("XDG_STATE_HOME", "");
    return xdg.startsWith("/")
        ? Path.of(xdg, "tenon")
        : Path.of(home(environment), ".local", "state", "tenon");
  }

  private static String home(Map<String, String> environment) {
    String home = environment.getOrDefault("HOME", "");
    return home.startsWith("/") ? home : System.getProperty("user.home", "/nonexistent");
  }
}
