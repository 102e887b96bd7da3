package dev.tenon.cli.programs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs commands and says all that can be seen of them from outside, as texts by aspect: how it
 * ended, what it said, and each name in its folder with what it stands for.
 */
final class Observer {
  private static final Path SOURCE =
      Workshop.HOME.resolve("cli/src/test/resources/dev/tenon/cli/programs/observe.c");

  /** Compilers and collect2 name their temporary files at random. */
  private static final String TEMPORARY = "/cc[A-Za-z0-9]{6}\\b";

  private final Path program;
  private final Path reports;

  /**
   * @param folder for the program that observes and what it writes down
   */
  Observer(Path folder) throws IOException {
    Tools.want("gcc");
    this.program = folder.resolve("observe");
    this.reports = Files.createDirectories(folder.resolve("reports"));
    new Workshop(folder).run("gcc", "-O1", SOURCE.toString(), "-o", program.toString()).ok();
  }

  /**
   * @param shop its folder is not the one that the command runs in
   */
  Map<String, String> observe(Workshop shop, Path place, ComparedLink link, List<String> words)
      throws IOException {
    Path report = reports.resolve(link.name().replace('/', '_'));
    var command = new ArrayList<>(List.of(program.toString(), place.toString()));
    command.addAll(List.of(link.streams().word(), link.umask(), report.toString()));
    command.addAll(words);
    shop.with(link.environment()).run(command).ok();
    var aspects = new TreeMap<String, String>();
    aspects.put("status", ending(Integer.parseInt(text(report, "").strip())));
    aspects.put("stdout", spoken(text(report, ".1")));
    aspects.put("stderr", spoken(text(report, ".2")));
    files(place).forEach((name, what) -> aspects.put("file " + name, what));
    return aspects;
  }

  private static String text(Path report, String end) throws IOException {
    var bytes = Files.readAllBytes(report.resolveSibling(report.getFileName() + end));
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /**
   * Without what chance decides: names of temporary files, numbers of processes, and the order of
   * what mold's threads have to say about a link. What drivers call the linker that they start is
   * not compared either: it is Tenon, and the directory in which they found it.
   */
  private static String spoken(String text) {
    var lines = new ArrayList<String>();
    var together = new ArrayList<String>();
    String named =
        text.replaceAll(TEMPORARY, "/cc######")
            .replaceAll("\\.mold-\\w{6}", ".mold-######")
            .replaceAll("(?m)^\\S*/(ld(\\.\\w+)?)(?= (-plugin |@))", "$1")
            .replaceAll("(?m)^attempt to open \\S*/linkers-\\w+/\\S* failed\\R", "")
            .replaceAll("COLLECT_GCC=\\S+", "COLLECT_GCC=cc")
            .replaceAll("(line \\d+: ) *\\d+ ([A-Z])", "$1(process) $2"); // a shell's report
    for (var line : named.split("(?<=\n)")) {
      if (line.contains("mold: ")) {
        together.add(line);
        continue;
      }
      lines.addAll(together.stream().sorted().toList());
      together.clear();
      lines.add(line);
    }
    lines.addAll(together.stream().sorted().toList());
    return String.join("", lines);
  }

  /** The parts of what wait(2) gives. */
  private static String ending(int status) {
    int signal = status & 0x7f;
    if (signal == 0) return "exit " + (status >> 8);
    return "signal " + signal + ((status & 0x80) == 0 ? "" : ", core dumped");
  }

  /** Each name below the folder and what it stands for. */
  static Map<String, String> files(Path place) throws IOException {
    var files = new TreeMap<String, String>();
    var firstNames = new HashMap<Object, String>();
    try (var names = Files.walk(place)) {
      for (Path name : names.sorted().toList()) {
        // What mold leaves when it crashes, and LLD when it may not rename, has a name by chance.
        String called =
            place
                .relativize(name)
                .toString()
                .replaceAll("mold-\\w{6}$", "mold-######")
                .replaceAll("\\.tmp[0-9a-f]{7}$", ".tmp#######");
        files.put(called, describe(name, called, firstNames));
      }
    }
    return files;
  }

  private static String describe(Path name, String called, Map<Object, String> firstNames)
      throws IOException {
    PosixFileAttributes seen;
    try {
      seen = Files.readAttributes(name, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException gone) {
      return "vanished while it was looked at";
    }
    String mode = PosixFilePermissions.toString(seen.permissions());
    String owner = " " + Files.getAttribute(name, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    owner += ":" + Files.getAttribute(name, "unix:gid", LinkOption.NOFOLLOW_LINKS);
    if (seen.isSymbolicLink()) return "link to " + Files.readSymbolicLink(name) + owner;
    if (seen.isDirectory()) return "folder " + mode + owner;
    if (!seen.isRegularFile()) return "special " + mode + owner;
    String first = firstNames.putIfAbsent(seen.fileKey(), called);
    if (first != null) return "the same file as " + first;
    byte[] bytes = withoutProcesses(Files.readAllBytes(name));
    return "file " + mode + owner + " " + bytes.length + " bytes " + digest(bytes);
  }

  /** What a debugger said, in a log of it, has the number of its process. */
  private static byte[] withoutProcesses(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (text.startsWith("\177ELF")) return bytes;
    return text.replaceAll("\\bprocess \\d+", "process #").getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String digest(byte[] bytes) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
