package dev.tenon.doctor;

import dev.tenon.binder.Toolchains;
import dev.tenon.driver.Question;
import dev.tenon.model.Tool;
import dev.tenon.pipeline.Request;
import dev.tenon.setup.Place;
import dev.tenon.setup.Setup;
import dev.tenon.setup.Way;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which linker a compiler would call: it is asked. */
final class CompilerCheck implements Check {
  private final Place place;
  private final Way way;
  private final List<String> names;

  private CompilerCheck(Place place, Way way, List<String> names) {
    this.place = place;
    this.way = way;
    this.names = names;
  }

  static Check gcc(Place place) {
    return new CompilerCheck(place, Way.GCC, List.of("gcc", "g++"));
  }

  static Check clang(Place place) {
    return new CompilerCheck(place, Way.CLANG, List.of("clang"));
  }

  @Override
  public List<Finding> look(Request request) {
    var findings = new ArrayList<Finding>();
    for (String name : names) {
      Path compiler = find(name, request);
      if (compiler != null) {
        findings.add(ask(name, compiler, request));
      } else if (name.equals(names.getFirst())) {
        findings.add(Finding.note(name, "is not installed", null));
      }
    }
    return findings;
  }

  private static @Nullable Path find(String name, Request request) {
    Path found = Ours.onPath(name, request);
    if (found == null && name.equals("clang")) {
      // Also under a name with its version.
      Tool tool =
          new Toolchains(request.state(), request.environment())
              .find("driver", name, request.folder(), request.own());
      return tool == null ? null : Path.of(tool.path());
    }
    return found;
  }

  private Finding ask(String name, Path compiler, Request request) {
    String said;
    try {
      said =
          Question.ask(
                  List.of(compiler.toString(), "-print-prog-name=ld"),
                  request.folder(),
                  request.environment(),
                  Map.of())
              .out()
              .strip();
    } catch (IOException e) {
      return Finding.problem(name, compiler + " cannot be started: " + e.getMessage(), null);
    }
    Path linker = Ours.onPath(said.isEmpty() ? "ld" : said, request);
    if (linker == null) {
      return Finding.problem(name, compiler + " finds no linker", "install binutils");
    }
    if (Ours.is(linker, request)) {
      return Finding.ok(name, compiler + " finds Tenon: " + linker);
    }
    String text = compiler + " links with " + linker + ", not with Tenon";
    return ways(place).contains(way)
        ? Finding.problem(name, text + ", though it is set up", reading(place))
        : Finding.note(name, text, "tenon setup " + way.word());
  }

  /** What is set up; nothing if the record cannot be read, of which its own check tells. */
  static java.util.Set<Way> ways(Place place) {
    try {
      return new Setup(place, 0).present().ways();
    } catch (dev.tenon.explain.Refused e) {
      return java.util.Set.of();
    }
  }

  static String reading(Place place) {
    return "this shell was started before: . '" + place.places().sh() + "'";
  }
}
