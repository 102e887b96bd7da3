package dev.tenon.setup;

import dev.tenon.driver.Question;
import dev.tenon.explain.Code;
import dev.tenon.explain.Message;
import dev.tenon.explain.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds out what a machine has, and says what setting up would leave there. */
final class Finder {
  /** What a gcc for this machine may be called. */
  private static final List<String> GCC = List.of("gcc", "cc", "g++", "c++");

  private static final List<String> NAMES = List.of("ld", "ld.bfd", "ld.lld", "ld.mold");

  private final Place place;
  private final Places places;

  Finder(Place place) {
    this.place = place;
    this.places = place.places();
  }

  /** What is to be on disk when these ways are set up, cargo's configuration aside. */
  List<Change> shared(Set<Way> ways) {
    var changes = new ArrayList<Change>();
    boolean cmake = ways.contains(Way.CMAKE);
    if (cmake || ways.contains(Way.GCC)) {
      for (String machine : machines()) {
        for (String name : NAMES) {
          Path file = places.gcc().resolve(machine).resolve(name);
          changes.add(new Change.Link(file, places.bin().resolve(name)));
        }
      }
    }
    if (cmake || ways.contains(Way.CLANG)) {
      String machine = machines().getFirst();
      for (String name : NAMES) {
        String linker = places.bin().resolve(name).toString();
        String text = Settings.clangLinker(name, linker, machine);
        changes.add(new Change.Whole(places.clang(name), text, true));
      }
    }
    if (cmake || ways.contains(Way.GCC) || ways.contains(Way.CLANG)) {
      settings(ways, changes);
    }
    return changes;
  }

  private void settings(Set<Way> ways, List<Change> changes) {
    String wrong = Edits.unusable(places.folder().toString());
    if (wrong != null) {
      throw new Refused(
          3,
          Message.of(Code.T0803, wrong + ", which COMPILER_PATH cannot hold")
              .help("TENON_STATE names another folder"));
    }
    changes.add(new Change.Whole(places.sh(), Settings.sh(ways, places), false));
    var found = ShellFiles.of(home(), place, Files::exists);
    var seen = new HashSet<Path>();
    for (Path file : found.posix()) {
      if (seen.add(real(file))) {
        changes.add(new Change.Lines(file, List.of(reading(places.sh()))));
      }
    }
    if (found.fish() != null) {
      changes.add(new Change.Whole(places.fish(), Settings.fish(ways, places), false));
      String quoted = Edits.fish(places.fish().toString());
      String text = "test -r " + quoted + "; and source " + quoted + "\n";
      changes.add(new Change.Whole(found.fish().resolve("tenon.fish"), text, false));
    }
  }

  static String reading(Path settings) {
    String quoted = Edits.sh(settings.toString());
    return "[ ! -r " + quoted + " ] || . " + quoted;
  }

  Change cargo() {
    String own = place.variable("CARGO_HOME");
    Path folder = own.isEmpty() ? home().resolve(".cargo") : place.folder().resolve(own);
    // cargo prefers the old name when both are there.
    Path old = folder.resolve("config");
    Path file = Files.exists(old) ? old : folder.resolve("config.toml");
    return new Change.CargoLinker(file, host(), places.cc().toString());
  }

  /** The target that cargo builds for when nobody names one. */
  String host() {
    try {
      var answer =
          Question.ask(List.of("rustc", "-vV"), place.folder(), place.environment(), Map.of());
      for (String line : answer.out().lines().toList()) {
        if (line.startsWith("host: ")) {
          return line.substring("host: ".length()).strip();
        }
      }
    } catch (IOException e) {
      // No rustc yet; there is one likely name.
    }
    return machines().getFirst().split("-", 2)[0] + "-unknown-linux-gnu";
  }

  /** Each machine that a gcc here is for by itself, as it names it. */
  private List<String> machines() {
    var said = new LinkedHashSet<String>();
    for (String program : GCC) {
      try {
        var answer =
            Question.ask(
                List.of(program, "-dumpmachine"), place.folder(), place.environment(), Map.of());
        String line = answer.out().strip();
        if (answer.exit() == 0 && line.matches("[A-Za-z0-9_.-]+")) {
          said.add(line);
        }
      } catch (IOException e) {
        // Not installed.
      }
    }
    return said.isEmpty() ? List.of("x86_64-linux-gnu") : List.copyOf(said);
  }

  private Path home() {
    String home = place.variable("HOME");
    if (!home.startsWith("/")) {
      throw new Refused(
          3,
          Message.of(Code.T0803, "HOME is not set, so there is no telling whose files to change")
              .help("run it as HOME=/home/NAME tenon setup ..."));
    }
    return Path.of(home);
  }

  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      return file;
    }
  }
}
