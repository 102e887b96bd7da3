package dev.tenon.binder.oracle;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tenon.binder.Toolchains;
import dev.tenon.option.ResponseFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Stands in for a linker in somebody else's build or test suite: performs each link under strace
 * and leaves a report of the comparison.
 *
 * <pre>
 * #!/bin/sh
 * exec java -cp CLASSES dev.tenon.binder.oracle.Shim /usr/bin/ld.bfd /tmp/reports "$@"
 * </pre>
 *
 * <p>Each link leaves a folder {@code reports/NUMBER} with {@code words}, {@code strace.log} and
 * {@code report}; the report's first line is {@code equal}, {@code differs} or {@code failed}.
 */
public final class Shim {
  private Shim() {}

  public static void main(String[] args) throws IOException {
    Path linker = Path.of(args[0]);
    Path notes = Files.createTempDirectory(Files.createDirectories(Path.of(args[1])), "");
    Path folder = Path.of(System.getProperty("user.dir"));
    List<String> given = List.of(args).subList(2, args.length);
    Files.writeString(notes.resolve("words"), folder + "\n" + String.join("\n", given) + "\n");
    List<String> words = new ArrayList<>();
    for (String word : given) {
      words.addAll(opened(word, folder));
    }
    var tools = new Toolchains(Path.of(args[1], "state"), System.getenv());
    var trial = Trial.of(tools, linker, folder, words, System.getenv(), notes);
    System.out.print(trial.result().out());
    System.err.print(trial.result().err());
    System.out.flush();
    String verdict =
        trial.result().exit() != 0 ? "failed" : trial.comparison().isEqual() ? "equal" : "differs";
    Files.writeString(notes.resolve("report"), verdict + "\n" + trial.comparison().report() + "\n");
    System.exit(trial.result().exit());
  }

  private static List<String> opened(String word, Path folder) throws IOException {
    if (!word.startsWith("@") || !Files.exists(folder.resolve(word.substring(1)))) {
      return List.of(word);
    }
    List<String> words = new ArrayList<>();
    String text = Files.readString(folder.resolve(word.substring(1)), UTF_8);
    for (String inner : ResponseFiles.split(text)) {
      words.addAll(opened(inner, folder));
    }
    return words;
  }
}
