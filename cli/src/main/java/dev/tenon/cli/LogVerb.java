package dev.tenon.cli;

import dev.tenon.keep.LinkLog;
import dev.tenon.pipeline.Request;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.TreeMap;

/** {@code tenon log}: a line per link, then totals per working folder and day. */
final class LogVerb {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private LogVerb() {}

  private static final class Total {
    int links;
    int skips;
    long saved;
    long millis;
    long in;
    long out;
  }

  static int run(Request request, LinkLog log) throws IOException {
    ZoneId zone = ZoneId.systemDefault();
    var text = new StringBuilder();
    var totals = new TreeMap<String, Total>();
    for (LinkLog.Line line : log.lines()) {
      String time = TIME.format(Instant.ofEpochMilli(line.started()).atZone(zone));
      text.append(time)
          .append(String.format(Locale.ROOT, "  %8.3f s  ", line.wallMillis() / 1000.0))
          .append(String.format(Locale.ROOT, "%-14s  ", line.linker()))
          .append(megabytes(line.bytesIn()))
          .append(" in ")
          .append(megabytes(line.bytesOut()))
          .append(" out ")
          .append(debug(line))
          .append(line.exit() == 0 ? "  " : "  failed (" + line.exit() + ")  ")
          .append(line.isSkipped() ? "skipped  " : "")
          .append(line.output())
          .append('\n');
      String day = time.substring(0, 10) + "  " + line.folder();
      Total total = totals.computeIfAbsent(day, _ -> new Total());
      total.links++;
      if (line.isSkipped()) {
        total.skips++;
        total.saved += Math.max(0, line.savedMillis() - line.wallMillis());
      }
      total.millis += line.wallMillis();
      total.in += line.bytesIn();
      total.out += line.bytesOut();
    }
    totals.forEach((day, total) ->
        text.append(
            String.format(
                Locale.ROOT,
                "total %s: %d links, %d skipped (%.3f s saved), %.3f s, %s in, %s out%n",
                day,
                total.links,
                total.skips,
                total.saved / 1000.0,
                total.millis / 1000.0,
                megabytes(total.in).strip(),
                megabytes(total.out).strip())));
    return Verbs.print(request, text.toString());
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%9.2f MB", bytes / 1e6);
  }

  private static String debug(LinkLog.Line line) {
    return line.debugBytes() < 0 || line.bytesOut() == 0
        ? "             "
        : String.format(Locale.ROOT, "(%3d %% debug)", 100 * line.debugBytes() / line.bytesOut());
  }
}
