package dev.tenon.cli.programs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The linker that must be behind, which edits exchange: by TENON_ENGINE, by a folder on PATH, and
 * by writing over the program itself.
 */
final class Linkers {
  /** TENON_ENGINE is not set, and the caller's words decide. */
  static final String CALLERS = "";

  private static final String OWN = "own";

  private final Path folder;
  private final List<String> engines;
  private final Ground ground;
  private String engine;
  private boolean onPath;

  /** Its version without the last digit, as its outputs tell it. */
  private final String version;

  /**
   * @param engines values of TENON_ENGINE to choose from
   */
  Linkers(Path folder, List<String> engines) throws IOException {
    this.folder = folder;
    this.engines = engines;
    this.engine = engines.getFirst();
    this.ground = new Ground(folder);
    Files.createDirectories(folder.resolve("bare"));
    Files.createDirectories(folder.resolve("path"));
    Files.copy(Engine.LLD.real(), own(), StandardCopyOption.REPLACE_EXISTING);
    var told = new Workshop(folder).run("./ld.lld", "--version").ok().out();
    this.version = told.replaceFirst("(?s).*(LLD [0-9.]+)[0-9].*", "$1");
    Files.deleteIfExists(folder.resolve("path/ld.lld"));
  }

  private Path own() {
    return folder.resolve("ld.lld");
  }

  Map<String, String> environment() {
    var all = new HashMap<String, String>();
    if (!engine.equals(CALLERS)) {
      all.put("TENON_ENGINE", engine.equals(OWN) ? own().toString() : engine);
    }
    all.put("PATH", folder.resolve("path") + ":" + System.getenv("PATH"));
    return all;
  }

  private Path real() {
    return switch (engine) {
      case "bfd" -> Engine.BFD.real();
      case "lld" -> onPath ? folder.resolve("path/ld.lld") : Engine.LLD.real();
      case "mold" -> Engine.MOLD.real();
      default -> own();
    };
  }

  /** A folder where drivers find it; empty if the caller's words decide. */
  String bare() throws IOException {
    if (engine.equals(CALLERS)) return "";
    for (var name : List.of("ld", "ld.lld")) {
      var link = folder.resolve("bare").resolve(name);
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, real());
    }
    return folder.resolve("bare").toString();
  }

  List<Edit> edits() {
    return List.of(
        new Edit("another linker", this::choose),
        new Edit("another linker of the same name on PATH", _ -> appear()),
        new Edit("the linker written over", random -> overwrite(random.nextBoolean())),
        new Edit("the linker has a byte more", _ -> lengthen()));
  }

  private String choose(Random random) {
    var all = new ArrayList<>(engines);
    all.add(OWN);
    all.remove(engine);
    engine = Ground.any(all, random);
    return engine.equals(CALLERS) ? "the caller's own" : engine;
  }

  private String appear() throws IOException {
    var there = folder.resolve("path/ld.lld");
    engine = "lld";
    onPath = !onPath;
    if (onPath) {
      Files.copy(own(), there, StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.delete(there);
    }
    return onPath ? "appears" : "vanishes";
  }

  /** The same size and time; its outputs tell another version. */
  private String overwrite(boolean kept) throws IOException {
    engine = OWN;
    return ground.patch("ld.lld", version, kept);
  }

  /** Its outputs are the same. */
  private String lengthen() throws IOException {
    engine = OWN;
    return ground.append("ld.lld", "\0");
  }
}
