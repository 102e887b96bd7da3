package dev.tenon.advise;

import dev.tenon.model.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every trial of one plan.
 *
 * @param trials linker by linker, each with the plan as it is first
 * @param split null if it was not tried
 * @param notes what the trials left out of the plan
 */
public record Report(
    Subject subject, int rounds, List<Trial> trials, @Nullable Split split, List<String> notes) {
  public Report {
    trials = List.copyOf(trials);
    notes = List.copyOf(notes);
  }

  public List<Recommendation> recommendations() {
    return Recommendation.of(subject, trials);
  }

  public String print() {
    var text = new StringBuilder();
    text.append(subject.name())
        .append(": ")
        .append(rounds)
        .append(rounds == 1 ? " round\n" : " rounds, medians\n");
    notes.forEach(note -> text.append("note: ").append(note).append('\n'));
    text.append(
        String.format(
            Locale.ROOT,
            "%n%-16s %-14s %9s %9s %11s %12s %6s%n",
            "linker",
            "debug info",
            "wall",
            "CPU",
            "peak",
            "size",
            "debug"));
    trials.forEach(trial -> text.append(row(trial)));
    Split apart = split;
    if (apart != null) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-16s %-14s %8.3fs %9s %11s %12s        and %s beside it%n",
              "objcopy",
              "split off",
              apart.millis() / 1000.0,
              "",
              "",
              Recommendation.megabytes(apart.bytes()),
              Recommendation.megabytes(apart.debugBytes())));
    }
    text.append("\nagainst the linker in use (*):\n");
    trials.stream()
        .filter(trial -> trial.variant() == Variant.AS_IS)
        .forEach(trial -> remarks(trial, text));
    text.append("\nrecommended:\n");
    for (Recommendation advice : recommendations()) {
      text.append("  ").append(advice.text()).append('\n');
      advice.lines().forEach(line -> text.append("    ").append(line).append('\n'));
    }
    return text.toString();
  }

  private static String row(Trial trial) {
    String name = trial.name() + (trial.isNow() ? " *" : "");
    String variant = trial.variant().text();
    Trial.Measured done = trial.measured();
    if (done == null) {
      return String.format(Locale.ROOT, "%-16s %-14s refused%n", name, variant);
    }
    return String.format(
        Locale.ROOT,
        "%-16s %-14s %8.3fs %8.3fs %11s %12s %4d %%%n",
        name,
        variant,
        done.wallMillis() / 1000.0,
        done.cpuMillis() / 1000.0,
        done.peakKib() < 0 ? "-" : done.peakKib() / 1024 + " MiB",
        Recommendation.megabytes(done.bytes()),
        100 * done.debugBytes() / Math.max(1, done.bytes()));
  }

  private static void remarks(Trial trial, StringBuilder text) {
    var remarks = new ArrayList<String>();
    if (trial.refusal() != null) {
      remarks.add("refuses: " + trial.refusal());
    }
    if (!trial.ignored().isEmpty()) {
      remarks.add("ignores " + String.join(" ", trial.ignored()));
    }
    for (Difference difference : trial.differences()) {
      remarks.add((difference.breaks() ? "may break: " : "differs: ") + difference.text());
    }
    if (remarks.isEmpty()) {
      remarks.add(trial.isNow() ? "in use" : "nothing would break");
    }
    remarks.forEach(
        remark -> text.append(String.format(Locale.ROOT, "  %-16s %s%n", trial.name(), remark)));
  }

  /** {@code advice/1}. */
  public String json() {
    var document = new LinkedHashMap<String, Json>();
    document.put("tenon", new Json.Str("advice/1"));
    document.put("name", new Json.Str(subject.name()));
    document.put("driver", new Json.Str(subject.driver()));
    document.put("rust", new Json.Bool(subject.isRust()));
    document.put("rounds", number(rounds));
    document.put("notes", strings(notes));
    document.put("trials", new Json.Arr(trials.stream().map(Report::json).toList()));
    Split apart = split;
    if (apart != null) {
      var fields = new LinkedHashMap<String, Json>();
      fields.put("engine", new Json.Str(apart.engine()));
      fields.put("wallMillis", number(apart.millis()));
      fields.put("bytes", number(apart.bytes()));
      fields.put("debugBytes", number(apart.debugBytes()));
      document.put("split", new Json.Obj(fields));
    }
    document.put(
        "recommended",
        new Json.Arr(
            recommendations().stream()
                .<Json>map(advice ->
                    object(
                        Map.of(
                            "text", new Json.Str(advice.text()), "lines", strings(advice.lines()))))
                .toList()));
    return new Json.Obj(document).print();
  }

  private static Json json(Trial trial) {
    var fields = new LinkedHashMap<String, Json>();
    fields.put("engine", new Json.Str(trial.engine()));
    fields.put("linker", new Json.Str(trial.name()));
    fields.put("path", new Json.Str(trial.path()));
    fields.put("inUse", new Json.Bool(trial.isNow()));
    fields.put("variant", new Json.Str(trial.variant().name().toLowerCase(Locale.ROOT)));
    Trial.Measured done = trial.measured();
    if (done != null) {
      fields.put("wallMillis", number(done.wallMillis()));
      fields.put("cpuMillis", number(done.cpuMillis()));
      fields.put("peakKib", number(done.peakKib()));
      fields.put("bytes", number(done.bytes()));
      fields.put("debugBytes", number(done.debugBytes()));
    }
    if (trial.refusal() != null) {
      fields.put("refusal", new Json.Str(trial.refusal()));
    }
    fields.put("ignored", strings(trial.ignored()));
    fields.put(
        "differences",
        new Json.Arr(
            trial.differences().stream()
                .<Json>map(difference ->
                    object(
                        Map.of(
                            "breaks", new Json.Bool(difference.breaks()),
                            "text", new Json.Str(difference.text()))))
                .toList()));
    return new Json.Obj(fields);
  }

  /** Sorted: a map of this kind has no order of its own. */
  private static Json object(Map<String, Json> fields) {
    return new Json.Obj(new java.util.TreeMap<>(fields));
  }

  private static Json number(long value) {
    return new Json.Num(Long.toString(value));
  }

  private static Json strings(List<String> texts) {
    return new Json.Arr(texts.stream().<Json>map(Json.Str::new).toList());
  }
}
