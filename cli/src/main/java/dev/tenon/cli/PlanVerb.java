package dev.tenon.cli;

import dev.tenon.explain.Code;
import dev.tenon.explain.Message;
import dev.tenon.explain.Refused;
import dev.tenon.frontend.repro.ReproFrontend;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.json.Document;
import dev.tenon.model.json.PlanJson;
import dev.tenon.pipeline.PlanLink;
import dev.tenon.pipeline.Request;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code tenon plan ld|show|args|run|import}. */
final class PlanVerb {
  private final Map<String, String> roots = new HashMap<>();
  private final List<String> operands = new ArrayList<>();
  private @Nullable String output;
  private boolean isTrusted;

  private PlanVerb() {}

  static int run(Request all) throws IOException {
    if (all.words().isEmpty()) {
      return Verbs.usage(all, "tenon plan takes one of ld, show, args, run, import");
    }
    String what = all.words().getFirst();
    Request request = Engine.word(all.withWords(all.words().subList(1, all.words().size())));
    if (what.equals("ld")) {
      return Verbs.print(request, PlanJson.write(PlanLink.ofWords(request.withName("ld"))).print());
    }
    var verb = new PlanVerb();
    String wrong = verb.options(request.words(), request.folder());
    int wanted = what.equals("import") ? 2 : 1;
    if (wrong == null && verb.operands.size() != wanted) {
      wrong = "tenon plan " + what + " takes " + wanted + (wanted == 1 ? " file" : " names");
    }
    if (wrong != null) {
      return Verbs.usage(request, wrong);
    }
    Path file = request.folder().resolve(verb.operands.getFirst());
    try {
      return switch (what) {
        case "show" -> Verbs.print(request, PlanFile.read(file).source().print());
        case "args" -> verb.args(request, PlanFile.read(file));
        case "run" ->
            PlanLink.run(request, PlanFile.read(file), verb.roots, verb.output, verb.isTrusted);
        case "import" -> verb.unpack(request, file);
        default -> Verbs.usage(request, "there is no verb `plan " + what + "`");
      };
    } catch (Refused e) {
      return Verbs.fail(request, e.exit(), e.reason());
    } catch (NoSuchFileException e) {
      return Verbs.fail(
          request, 3, Message.of(Code.T0201, "the file `" + e.getFile() + "` does not exist"));
    } catch (java.nio.file.FileSystemException e) {
      return Verbs.fail(
          request,
          3,
          Message.of(Code.T0205, "`" + e.getFile() + "` cannot be read or written")
              .note(String.valueOf(e.getReason())));
    }
  }

  /** What is wrong with the words, or null. */
  private @Nullable String options(List<String> words, Path folder) {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("--root") || word.equals("-o")) {
        if (++i == words.size()) {
          return word + " needs a value";
        }
        if (word.equals("-o")) {
          output = words.get(i);
          continue;
        }
        int equals = words.get(i).indexOf('=');
        if (equals <= 0) {
          return "--root takes NAME=FOLDER";
        }
        Path root = folder.resolve(words.get(i).substring(equals + 1)).normalize();
        roots.put(words.get(i).substring(0, equals), root.toString());
      } else if (word.equals("--trust")) {
        isTrusted = true;
      } else if (word.startsWith("-")) {
        return "there is no option `" + word + "` here";
      } else {
        operands.add(word);
      }
    }
    return null;
  }

  private int args(Request request, Document<LinkPlan> document) throws IOException {
    var line = new StringBuilder();
    for (String word : PlanLink.words(request, document, roots, isTrusted)) {
      line.append(line.isEmpty() ? "" : " ").append(quoted(word));
    }
    return Verbs.print(request, line.append('\n').toString());
  }

  private int unpack(Request request, Path tar) throws IOException {
    Path folder = request.folder().resolve(operands.get(1));
    return Verbs.print(request, PlanJson.write(ReproFrontend.read(tar, folder)).print());
  }

  /** A word as a POSIX shell reads it. */
  private static String quoted(String word) {
    boolean plain =
        !word.isEmpty()
            && word.chars()
                .allMatch(c -> Character.isLetterOrDigit(c) || "-_./=+:,@%".indexOf(c) >= 0);
    return plain ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
