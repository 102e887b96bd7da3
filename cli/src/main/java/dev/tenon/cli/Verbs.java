package dev.tenon.cli;

import dev.tenon.daemon.Caller;
import dev.tenon.daemon.Place;
import dev.tenon.explain.Code;
import dev.tenon.explain.Message;
import dev.tenon.keep.LinkLog;
import dev.tenon.model.BadRecord;
import dev.tenon.pipeline.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The verbs of {@code tenon}. */
final class Verbs {
  static final String VERSION = "0.1.0";

  private static final String HELP =
      """
      Tenon links: it takes what compilers made, picks a linker, runs it and says what happened.

        tenon cc WORDS...          compile and link as the C compiler would (also: c++)
        tenon ld WORDS...          link as ld would
        tenon plan ld WORDS...     print the plan of a link, as JSON, and do nothing
        tenon plan show FILE       print a plan
        tenon plan args FILE       print the command line that would perform it
        tenon plan run FILE        perform it
        tenon plan import TAR DIR  unpack a reproduce tar of LLD or mold and print its plan
        tenon daemon status|stop|log  the resident process: how it does, end it, why it ended
        tenon setup gcc|clang|cargo|cmake [--undo] [--dry-run]
                                   find Tenon where compilers look for a linker, or no longer
        tenon advise PLAN|OUTPUT   the same link with every linker: time, memory, size, what breaks
        tenon doctor [--json]      what is active where, and what is wrong
        tenon why OUTPUT           why it would be linked again, or not, and why it was
        tenon status [FOLDER]      every output below: up to date, or why not
        tenon log                  every link: when, with what, how large
        tenon options [FAMILY]     every option of GNU ld, LLD and mold that is understood
        tenon complete SHELL       completion for bash, zsh or fish
        tenon explain CODE         more about a numbered message
        tenon --version

        --engine=bfd|lld|mold|PATH, or TENON_ENGINE, says which linker; TENON=off runs the real one.
      """;

  private Verbs() {}

  static int run(Request request) throws IOException {
    List<String> words = request.words();
    String verb = words.isEmpty() ? "help" : words.getFirst();
    List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
    Request inner = request.withWords(rest);
    try {
      return switch (verb) {
        case "ld" -> Names.run(inner.withName("ld"));
        case "cc", "c++" -> Names.run(inner.withName("tenon-" + verb));
        case "plan" -> PlanVerb.run(inner);
        case "why" -> {
          settled(request);
          yield StandingVerbs.why(inner);
        }
        case "status" -> {
          settled(request);
          yield StandingVerbs.status(inner);
        }
        case "log" -> {
          settled(request);
          yield LogVerb.run(inner, new LinkLog(request.state()));
        }
        case "explain" -> explain(inner);
        case "advise" -> {
          settled(request);
          yield AdviseVerb.run(inner);
        }
        case "doctor" -> DoctorVerb.run(inner);
        case "setup" -> SetupVerb.run(inner);
        case "options" -> OptionsVerb.help(inner);
        case "complete" -> OptionsVerb.complete(inner);
        case "help", "--help", "-h" -> print(request, HELP);
        case "version", "--version" -> print(request, "tenon " + VERSION + "\n");
        default -> usage(request, "there is no verb `" + verb + "`");
      };
    } catch (BadRecord e) {
      return fail(request, 3, Message.of(Code.T0601, e.place() + ": " + e.expectation()));
    }
  }

  /** A head writes down what it did when its callers have their answers: it is to catch up. */
  static void settled(Request request) {
    try {
      new Caller(Place.of(request.environment())).tell("settle");
    } catch (IOException e) {
      // No head is up.
    }
  }

  static int print(Request request, String text) throws IOException {
    request.out().write(text.getBytes(StandardCharsets.UTF_8));
    request.out().flush();
    return 0;
  }

  static int fail(Request request, int exit, Message message) throws IOException {
    request.err().write(message.print().getBytes(StandardCharsets.UTF_8));
    return exit;
  }

  static int usage(Request request, String text) throws IOException {
    return fail(request, 2, Message.of(Code.T0101, text).help("tenon help"));
  }

  private static int explain(Request request) throws IOException {
    if (request.words().size() != 1) {
      return usage(request, "tenon explain takes one code, such as T0202");
    }
    Code code = Code.parse(request.words().getFirst());
    if (code == null) {
      return usage(request, "there is no message " + request.words().getFirst());
    }
    return print(request, code + ": " + code.title() + "\n\n" + code.meaning() + "\n");
  }
}
