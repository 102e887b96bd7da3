package dev.tenon.cli;

import dev.tenon.explain.Refused;
import dev.tenon.pipeline.Request;
import dev.tenon.setup.Place;
import dev.tenon.setup.Proposal;
import dev.tenon.setup.Setup;
import dev.tenon.setup.Way;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code tenon setup gcc|clang|cargo|cmake... [--undo] [--dry-run]}; without words a list. */
final class SetupVerb {
  private SetupVerb() {}

  static int run(Request request) throws IOException {
    var ways = EnumSet.noneOf(Way.class);
    boolean undo = false;
    boolean dry = false;
    for (String word : request.words()) {
      Way way = Way.parse(word);
      if (way != null) {
        ways.add(way);
      } else if (word.equals("--undo")) {
        undo = true;
      } else if (word.equals("--dry-run")) {
        dry = true;
      } else {
        return Verbs.usage(
            request, "tenon setup takes gcc, clang, cargo or cmake, --undo and --dry-run");
      }
    }
    try {
      var setup = new Setup(place(request), System.currentTimeMillis());
      if (ways.isEmpty() && !undo) {
        return Verbs.print(request, list(setup.present()));
      }
      Set<Way> all = EnumSet.allOf(Way.class);
      Proposal proposal = undo ? setup.remove(ways.isEmpty() ? all : ways) : setup.add(ways);
      Verbs.print(request, announcement(proposal, ways, undo));
      if (!dry) {
        setup.carryOut(proposal);
      }
      Verbs.print(request, outcome(proposal, undo, dry));
      for (var message : proposal.left()) {
        Verbs.fail(request, 1, message);
      }
      return proposal.left().isEmpty() ? 0 : 1;
    } catch (Refused e) {
      return Verbs.fail(request, e.exit(), e.reason());
    }
  }

  /** {@code bin} of the Tenon that runs. */
  static Place place(Request request) {
    return new Place(
        request.environment(), request.folder(), request.state(), request.own().getLast());
  }

  private static String list(Proposal present) {
    if (present.ways().isEmpty()) {
      return "nothing is set up\n";
    }
    return "set up: " + words(present.ways()) + "\n" + present.print() + trail(present);
  }

  private static String announcement(Proposal proposal, Set<Way> ways, boolean undo) {
    var text = new StringBuilder();
    for (Way way : undo ? Set.<Way>of() : ways) {
      text.append(way.word()).append(": ").append(way.effect()).append('\n');
    }
    text.append(proposal.print());
    proposal.notes().forEach(note -> text.append("note: ").append(note).append('\n'));
    return text.toString();
  }

  private static String outcome(Proposal proposal, boolean undo, boolean dry) {
    String left = proposal.ways().isEmpty() ? "nothing" : words(proposal.ways());
    if (proposal.changesNothing()) {
      return "nothing to change; set up: " + left + "\n";
    }
    if (dry) {
      return "nothing was changed (--dry-run)\n";
    }
    var text = new StringBuilder("done; set up: " + left + "\n");
    if (undo) {
      text.append("shells that are open keep COMPILER_PATH and CMAKE_..._LINKER_LAUNCHER, which")
          .append(" now lead nowhere\n");
    } else {
      text.append(trail(proposal));
    }
    if (!undo && proposal.ways().contains(Way.CMAKE)) {
      text.append("build folders that CMake has configured before stay as they are\n");
    }
    return text.toString();
  }

  private static String trail(Proposal proposal) {
    String line = proposal.line();
    return "record: "
        + proposal.record()
        + "\n"
        + (line == null ? "" : "new shells have it; in this one: " + line + "\n");
  }

  private static String words(Set<Way> ways) {
    List<Way> sorted = ways.stream().sorted().toList();
    return sorted.stream().map(Way::word).collect(Collectors.joining(" "));
  }
}
