package dev.tenon.keep;

import dev.tenon.state.StateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One line per link, appended; older lines are dropped when the file grows large. */
public final class LinkLog {
  private static final long LARGE = 16 << 20;

  private final Path file;

  public LinkLog(Path state) {
    this.file = state.resolve("links.tsv");
  }

  /**
   * One link.
   *
   * @param started milliseconds since 1970
   * @param wallMillis from the request to the published output
   * @param linker family and version
   * @param bytesIn of the files that the linker read
   * @param bytesOut of the primary output
   * @param debugBytes of bytesOut in debug sections; -1 if unknown
   * @param folder working folder
   * @param output as it was named
   * @param savedMillis what the link took when it was done last, if it was left undone; else -1
   * @param because the kind of the first reason why it was done; empty if it was not
   */
  public record Line(
      long started,
      long wallMillis,
      String linker,
      long bytesIn,
      long bytesOut,
      long debugBytes,
      int exit,
      String folder,
      String output,
      long savedMillis,
      String because) {
    public boolean isSkipped() {
      return savedMillis >= 0;
    }
  }

  public void append(Line line) {
    String text =
        String.join(
            "\t",
            Long.toString(line.started),
            Long.toString(line.wallMillis),
            clean(line.linker),
            Long.toString(line.bytesIn),
            Long.toString(line.bytesOut),
            Long.toString(line.debugBytes),
            Integer.toString(line.exit),
            clean(line.folder),
            clean(line.output),
            Long.toString(line.savedMillis),
            clean(line.because) + "\n");
    try {
      StateFiles.makeFolderOf(file);
      if (Files.exists(file) && Files.size(file) > LARGE) {
        Files.move(
            file,
            file.resolveSibling("links.old.tsv"),
            java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      }
      StateFiles.append(file, text);
    } catch (IOException e) {
      // A log that cannot be written is no reason for a link to fail.
    }
  }

  /** Every line that can be read, oldest first. */
  public List<Line> lines() throws IOException {
    var lines = new ArrayList<Line>();
    try {
      for (String text : StateFiles.log(file).lines().toList()) {
        Line line = parse(text);
        if (line != null) {
          lines.add(line);
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return lines;
  }

  private static @Nullable Line parse(String text) {
    String[] f = text.split("\t", -1);
    try {
      // Lines of nine fields are from before links were left undone.
      return f.length != 9 && f.length != 11
          ? null
          : new Line(
              Long.parseLong(f[0]),
              Long.parseLong(f[1]),
              f[2],
              Long.parseLong(f[3]),
              Long.parseLong(f[4]),
              Long.parseLong(f[5]),
              Integer.parseInt(f[6]),
              f[7],
              f[8],
              f.length == 11 ? Long.parseLong(f[9]) : -1,
              f.length == 11 ? f[10] : "");
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static String clean(String text) {
    return text.replace('\t', ' ').replace('\n', ' ');
  }
}
