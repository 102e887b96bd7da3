package dev.tenon.cli.programs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A command that links, to be run without and with Tenon.
 *
 * @param name what a report calls it; no two of a comparison share one
 * @param words the command; {@link #DRIVER} at its head stands for gcc, or for Tenon's driver
 * @param umask as the shell writes it
 * @param preparation puts into the working folder what is there beforehand
 */
record ComparedLink(
    String name,
    List<String> words,
    Map<String, String> environment,
    Streams streams,
    String umask,
    Preparation preparation) {
  static final String DRIVER = "{driver}";

  /** Writes the same files each time. */
  interface Preparation {
    void in(Path place) throws IOException;
  }

  ComparedLink(String name, List<String> words, Map<String, String> environment) {
    this(name, words, environment, Streams.APART, "022", _ -> {});
  }

  String commandLine() {
    var line = new StringBuilder();
    environment.forEach((key, value) -> {
      String shown = key.equals("PATH") ? value.substring(0, value.indexOf(':')) + ":$PATH" : value;
      line.append(key).append('=').append(shown).append(' ');
    });
    for (var word : words) {
      line.append(word.matches("[\\w./=,:+@%{}-]+") ? word : "'" + word + "'").append(' ');
    }
    return line + "# streams " + streams.word() + ", umask " + umask;
  }
}
