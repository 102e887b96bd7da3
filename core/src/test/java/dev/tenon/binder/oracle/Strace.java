package dev.tenon.binder.oracle;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a log of strace. */
public final class Strace {
  /** How the log must be made; the last word is followed by the log's name. */
  public static final List<String> WORDS =
      List.of("strace", "-f", "-s", "8192", "-e", "trace=%file,set_tid_address", "-o");

  private static final Pattern CALL =
      Pattern.compile(
          "(?:(\\d+) +)?(\\w+)\\((?:AT_FDCWD, |(\\d+), )?(?:\"((?:[^\"\\\\]|\\\\.)*)\")?(.*)");
  private static final Pattern RESULT = Pattern.compile(".*= (-?\\d+|\\?)(?: (E\\w+).*)?.*");
  private static final Pattern RESUMED =
      Pattern.compile("(?:(\\d+) +)?<\\.\\.\\. \\w+ resumed>(.*)");

  /**
   * @param path absolute, as the kernel got it but for the working folder in front
   * @param error its name, or empty
   * @param rest the other arguments and the result
   * @param program the last that this process became; empty for a thread or a fork
   * @param isLoading whether the program was still being put together from its own libraries
   */
  public record Event(
      String pid,
      String call,
      String path,
      String error,
      String rest,
      String program,
      boolean isLoading) {
    public boolean isOk() {
      return error.isEmpty();
    }
  }

  private Strace() {}

  /**
   * @param folder the working folder at the start
   */
  public static List<Event> parse(String log, String folder) {
    Map<String, String> folders = new HashMap<>();
    Map<String, Boolean> loading = new HashMap<>();
    Map<String, String> programs = new HashMap<>();
    Map<String, String> unfinished = new HashMap<>();
    List<Event> events = new ArrayList<>();
    for (String raw : log.lines().toList()) {
      String line = raw;
      Matcher resumed = RESUMED.matcher(line);
      if (resumed.matches()) {
        line = unfinished.remove(String.valueOf(resumed.group(1))) + resumed.group(2);
      }
      Matcher call = CALL.matcher(line);
      if (!call.matches()) {
        continue;
      }
      String pid = String.valueOf(call.group(1));
      if (line.endsWith("<unfinished ...>")) {
        unfinished.put(pid, line.substring(0, line.length() - "<unfinished ...>".length()));
        continue;
      }
      String name = call.group(2);
      if (name.equals("set_tid_address")) {
        loading.put(pid, false);
        continue;
      }
      Matcher result = RESULT.matcher(call.group(5));
      String error = result.matches() && result.group(2) != null ? result.group(2) : "";
      if (call.group(4) == null || call.group(4).isEmpty() || call.group(3) != null) {
        continue;
      }
      String here = folders.getOrDefault(pid, folder);
      String path = text(call.group(4));
      String absolute = path.startsWith("/") ? path : here + "/" + path;
      if (name.equals("chdir") && error.isEmpty()) {
        folders.put(pid, absolute);
      }
      if (name.equals("execve") && error.isEmpty()) {
        loading.put(pid, true);
        programs.put(pid, absolute);
      }
      events.add(
          new Event(
              pid,
              name,
              absolute,
              error,
              call.group(5),
              programs.getOrDefault(pid, ""),
              loading.getOrDefault(pid, false)));
    }
    return events;
  }

  /** A string in C's notation. */
  private static String text(String quoted) {
    var bytes = new ByteArrayOutputStream();
    byte[] in = quoted.getBytes(StandardCharsets.UTF_8);
    int i = 0;
    while (i < in.length) {
      if (in[i] != '\\') {
        bytes.write(in[i++]);
      } else if (in[i + 1] >= '0' && in[i + 1] <= '7') {
        int value = 0;
        int end = Math.min(in.length, i + 4);
        i++;
        while (i < end && in[i] >= '0' && in[i] <= '7') {
          value = value * 8 + in[i++] - '0';
        }
        bytes.write(value);
      } else {
        bytes.write(
            switch (in[i + 1]) {
              case 'n' -> '\n';
              case 't' -> '\t';
              case 'r' -> '\r';
              case 'v' -> 0x0b;
              case 'f' -> '\f';
              default -> in[i + 1];
            });
        i += 2;
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
