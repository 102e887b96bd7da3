package dev.tenon.cli;

import dev.tenon.advise.Report;
import dev.tenon.explain.Code;
import dev.tenon.explain.Message;
import dev.tenon.explain.Refused;
import dev.tenon.pipeline.Advice;
import dev.tenon.pipeline.Request;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code tenon advise PLAN|OUTPUT [--rounds N] [--root NAME=FOLDER] [--json]}. */
final class AdviseVerb {
  private final Map<String, String> roots = new HashMap<>();
  private int rounds = 3;
  private boolean json;
  private String operand = "";

  private AdviseVerb() {}

  static int run(Request request) throws IOException {
    var verb = new AdviseVerb();
    if (!verb.options(request.words(), request.folder())) {
      return Verbs.usage(
          request,
          "tenon advise takes a plan or an output, --rounds=N, --root=NAME=FOLDER and --json");
    }
    try {
      Report report = verb.report(request);
      return Verbs.print(request, verb.json ? report.json() : report.print());
    } catch (Refused e) {
      return Verbs.fail(request, e.exit(), e.reason());
    } catch (NoSuchFileException e) {
      return Verbs.fail(
          request, 3, Message.of(Code.T0201, "the file `" + e.getFile() + "` does not exist"));
    }
  }

  private boolean options(List<String> words, Path folder) {
    for (String word : words) {
      if (word.equals("--json")) {
        json = true;
      } else if (word.matches("--rounds=[1-9][0-9]{0,3}")) {
        rounds = Integer.parseInt(word.substring("--rounds=".length()));
      } else if (word.matches("--root=[A-Za-z0-9_-]+=.*")) {
        String[] parts = word.split("=", 3);
        roots.put(parts[1], folder.resolve(parts[2]).normalize().toString());
      } else if (word.startsWith("-") || !operand.isEmpty()) {
        return false;
      } else {
        operand = word;
      }
    }
    return !operand.isEmpty();
  }

  private Report report(Request request) throws IOException {
    Path file = request.folder().resolve(operand).normalize();
    if (isText(file)) {
      return Advice.ofPlan(request, operand, PlanFile.read(file), roots, rounds);
    }
    return Advice.ofOutput(request, file, rounds);
  }

  /** A plan is JSON; no output of a linker begins like that. */
  private static boolean isText(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      int first = in.read();
      return first == '{' || first == ' ' || first == '\n';
    }
  }
}
