package dev.tenon.cli.programs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Repeats links without Tenon and tells how they compare; the work is done by a script. */
final class Witness {
  /** Stands before the words of a link. */
  static final Path SCRIPT =
      Workshop.HOME.resolve("cli/src/test/resources/dev/tenon/cli/programs/witness");

  private final Path journal;
  private final Path scratch;
  private int told;

  /**
   * One link and its repetition.
   *
   * @param same bytes, mode and side files, or both failed
   * @param idle the fresh link gave what was there before, or what the last link made
   * @param warned in the same words
   */
  record Link(
      String output,
      String folder,
      int exit,
      int freshExit,
      boolean same,
      boolean idle,
      boolean warned) {}

  Witness(Path folder) throws IOException {
    this.journal = folder.resolve("journal.tsv");
    this.scratch = folder.resolve("fresh");
    Files.deleteIfExists(journal);
  }

  /**
   * @param bare where drivers find the linker that must be behind, or null if its caller says which
   */
  Map<String, String> environment(String bare) {
    return Map.of(
        "WITNESS_BIN",
        Workshop.BIN.toString(),
        "WITNESS_BARE",
        bare,
        "WITNESS_JOURNAL",
        journal.toString(),
        "WITNESS_SCRATCH",
        scratch.toString());
  }

  /** The links since the last call. */
  List<Link> news() throws IOException {
    try {
      var lines = Files.readAllLines(journal);
      var fresh = lines.subList(told, lines.size()).stream().map(Witness::parse).toList();
      told = lines.size();
      return fresh;
    } catch (NoSuchFileException none) {
      return List.of();
    }
  }

  private static Link parse(String line) {
    var f = line.split("\t");
    return new Link(
        f[0],
        f[1],
        Integer.parseInt(f[2]),
        Integer.parseInt(f[3]),
        f[4].equals("1"),
        f[5].equals("1"),
        f[6].equals("1"));
  }
}
