package dev.tenon.cli;

import dev.tenon.daemon.Caller;
import dev.tenon.daemon.Head;
import dev.tenon.daemon.Place;
import dev.tenon.explain.Code;
import dev.tenon.explain.Message;
import dev.tenon.pipeline.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code tenon daemon serve|status|stop|log}: the resident process. */
final class DaemonVerb {
  private static final Duration IDLE = Duration.ofHours(3);
  private static final int SHOWN = 40;

  private final Request request;
  private final String build;
  private final Path home;

  /**
   * @param build of this program, empty if it was not settled
   */
  DaemonVerb(Request request, String build, Path home) {
    this.request = request;
    this.build = build;
    this.home = home;
  }

  int run() throws IOException {
    List<String> words = request.words();
    Place place = Place.of(request.environment());
    var caller = new Caller(place);
    return switch (words.isEmpty() ? "" : words.getFirst()) {
      case "serve" -> serve(place, words.subList(1, words.size()));
      case "status" -> status(caller.tell("status"));
      case "stop" -> stop(caller.tell("stop"));
      case "log" -> log(caller, place);
      default -> Verbs.usage(request, "tenon daemon takes serve, status, stop or log");
    };
  }

  private int serve(Place place, List<String> words) throws IOException {
    Duration idle = IDLE;
    for (String word : words) {
      if (!word.matches("--idle=[0-9]{1,9}")) {
        return Verbs.usage(request, "tenon daemon serve takes --idle=SECONDS");
      }
      idle = Duration.ofSeconds(Long.parseLong(word.substring("--idle=".length())));
    }
    try {
      var settings =
          new Head.Settings(
              build,
              place,
              home,
              program(),
              isToRehearse() ? request.environment().getOrDefault("PATH", "") : "",
              idle,
              Main::state,
              Names::run);
      String end = Head.serve(settings);
      return end == null ? Verbs.print(request, "a head of this build is up\n") : 0;
    } catch (IOException e) {
      return Verbs.fail(request, 4, Message.of(Code.T0005, String.valueOf(e.getMessage())));
    }
  }

  /** It takes some seconds of processor time, which short-lived machines may not have to spare. */
  private boolean isToRehearse() {
    return !request.environment().getOrDefault("TENON_REHEARSAL", "").equals("off");
  }

  private List<Path> program() throws IOException {
    var files = new ArrayList<Path>();
    Path target = home.resolve("cli/target");
    for (Path folder : List.of(target, target.resolve("lib"))) {
      if (Files.isDirectory(folder)) {
        try (var names = Files.list(folder)) {
          names.filter(name -> name.toString().endsWith(".jar")).sorted().forEach(files::add);
        }
      }
    }
    return files;
  }

  private int status(Map<String, String> answers) throws IOException {
    String text = String.join("\n", answers.values());
    return Verbs.print(request, answers.isEmpty() ? "no head is up\n" : text);
  }

  private int stop(Map<String, String> answers) throws IOException {
    return Verbs.print(
        request,
        answers.isEmpty()
            ? "no head was up\n"
            : "stopped: " + String.join(" ", answers.keySet()) + "\n");
  }

  private int log(Caller caller, Place place) throws IOException {
    var text = new StringBuilder();
    last(caller.events()).forEach(line -> text.append(line).append('\n'));
    List<String> asides = place.asides();
    if (!asides.isEmpty()) {
      text.append("calls that stepped aside: ").append(asides.size()).append('\n');
      last(asides).forEach(line -> text.append(line).append('\n'));
    }
    return Verbs.print(request, text.toString());
  }

  private static List<String> last(List<String> lines) {
    return lines.subList(Math.max(0, lines.size() - SHOWN), lines.size());
  }
}
