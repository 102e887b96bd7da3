package dev.tenon.cli;

import dev.tenon.keep.Reason;
import dev.tenon.model.Receipt;
import dev.tenon.model.Tool;
import dev.tenon.model.json.Json;
import dev.tenon.pipeline.Inquiry;
import dev.tenon.pipeline.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code tenon why OUTPUT} and {@code tenon status [FOLDER]}. */
final class StandingVerbs {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private static final int SHOWN = 20;

  private StandingVerbs() {}

  static int why(Request request) throws IOException {
    boolean json = request.words().contains("--json");
    List<String> names = names(request);
    if (names.size() != 1) {
      return Verbs.usage(request, "tenon why takes one output");
    }
    Inquiry.Answer answer = Inquiry.why(request, names.getFirst());
    Verbs.print(
        request, json ? new Json.Obj(document("why/1", fields(answer))).print() : text(answer));
    return answer.receipt() == null ? 1 : 0;
  }

  static int status(Request request) throws IOException {
    boolean json = request.words().contains("--json");
    List<String> names = names(request);
    if (names.size() > 1) {
      return Verbs.usage(request, "tenon status takes one folder");
    }
    Path below = request.folder().resolve(names.isEmpty() ? "" : names.getFirst()).normalize();
    List<Inquiry.Answer> answers = Inquiry.status(request, below);
    if (json) {
      List<Json> all = new ArrayList<>();
      answers.forEach(answer -> all.add(new Json.Obj(fields(answer))));
      Map<String, Json> outputs = Map.of("outputs", new Json.Arr(all));
      return Verbs.print(request, new Json.Obj(document("status/1", outputs)).print());
    }
    var text = new StringBuilder();
    for (Inquiry.Answer answer : answers) {
      text.append(String.format(Locale.ROOT, "%-12s", word(answer.state())))
          .append(below.relativize(answer.output()));
      if (!answer.reasons().isEmpty()) {
        int more = answer.reasons().size() - 1;
        text.append(": ").append(answer.reasons().getFirst().text());
        text.append(more == 0 ? "" : " (and " + more + " more)");
      }
      text.append('\n');
    }
    return Verbs.print(request, text.toString());
  }

  private static List<String> names(Request request) {
    return request.words().stream().filter(word -> !word.equals("--json")).toList();
  }

  private static String word(Inquiry.State state) {
    return switch (state) {
      case UP_TO_DATE -> "up to date";
      case NEEDED -> "would link";
      case UNKNOWN -> "unknown";
    };
  }

  private static String text(Inquiry.Answer answer) {
    var text = new StringBuilder();
    text.append(answer.output()).append(": ").append(word(answer.state())).append('\n');
    for (Reason reason : answer.reasons().stream().limit(SHOWN).toList()) {
      text.append("  ").append(reason.text()).append('\n');
    }
    if (answer.reasons().size() > SHOWN) {
      text.append("  and ").append(answer.reasons().size() - SHOWN).append(" more\n");
    }
    if (answer.temporary() > 0) {
      text.append("  ")
          .append(answer.temporary())
          .append(
              answer.temporary() == 1
                  ? " of its inputs was temporary; what takes its place is seen when it comes\n"
                  : " of its inputs were temporary; what takes their place is seen when it"
                      + " comes\n");
    }
    Receipt receipt = answer.receipt();
    if (receipt != null) {
      Tool linker = receipt.toolchain().linker();
      text.append("linked ")
          .append(TIME.format(Instant.ofEpochMilli(receipt.startedMillis()).atZone(zone())))
          .append(" by ")
          .append(linker.family())
          .append(' ')
          .append(linker.version());
      Receipt.Standing standing = receipt.standing();
      if (standing == null) {
        return text.append('\n').toString();
      }
      text.append(String.format(Locale.ROOT, " in %.3f s", standing.wallMillis() / 1000.0))
          .append(skips(standing.skips()))
          .append('\n');
      standing.because().forEach(why -> text.append("  because ").append(why).append('\n'));
    }
    return text.toString();
  }

  private static String skips(long count) {
    return count == 0 ? "" : ", left undone " + (count == 1 ? "once" : count + " times") + " since";
  }

  private static ZoneId zone() {
    return ZoneId.systemDefault();
  }

  private static Map<String, Json> document(String kind, Map<String, Json> fields) {
    var all = new LinkedHashMap<String, Json>();
    all.put("tenon", new Json.Str(kind));
    all.putAll(fields);
    return all;
  }

  private static Map<String, Json> fields(Inquiry.Answer answer) {
    var fields = new LinkedHashMap<String, Json>();
    fields.put("output", new Json.Str(answer.output().toString()));
    fields.put("state", new Json.Str(answer.state().name().toLowerCase(Locale.ROOT)));
    List<Json> reasons = new ArrayList<>();
    for (Reason reason : answer.reasons()) {
      var one = new LinkedHashMap<String, Json>();
      one.put("kind", new Json.Str(reason.kind()));
      one.put("text", new Json.Str(reason.text()));
      reasons.add(new Json.Obj(one));
    }
    fields.put("reasons", new Json.Arr(reasons));
    fields.put("temporary", number(answer.temporary()));
    Receipt receipt = answer.receipt();
    Receipt.@Nullable Standing standing = receipt == null ? null : receipt.standing();
    if (receipt != null) {
      fields.put("started", number(receipt.startedMillis()));
    }
    if (standing != null) {
      fields.put("wallMillis", number(standing.wallMillis()));
      fields.put("skips", number(standing.skips()));
      List<Json> because = new ArrayList<>();
      standing.because().forEach(why -> because.add(new Json.Str(why)));
      fields.put("because", new Json.Arr(because));
    }
    return fields;
  }

  private static Json number(long value) {
    return new Json.Num(Long.toString(value));
  }
}
