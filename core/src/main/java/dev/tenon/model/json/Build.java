package dev.tenon.model.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts one JSON object together; what is absent, false or empty takes no field. */
final class Build {
  private final Map<String, Json> fields = new LinkedHashMap<>();

  Build text(String name, @Nullable String value) {
    if (value != null) {
      fields.put(name, new Json.Str(value));
    }
    return this;
  }

  Build flag(String name, boolean value) {
    if (value) {
      fields.put(name, new Json.Bool(true));
    }
    return this;
  }

  Build number(String name, long value) {
    fields.put(name, new Json.Num(Long.toString(value)));
    return this;
  }

  Build json(String name, @Nullable Json value) {
    if (value != null) {
      fields.put(name, value);
    }
    return this;
  }

  <T> Build list(String name, List<T> values, Function<T, Json> write) {
    if (!values.isEmpty()) {
      fields.put(name, new Json.Arr(values.stream().map(write).toList()));
    }
    return this;
  }

  Build strings(String name, List<String> values) {
    return list(name, values, Json.Str::new);
  }

  /** Sorted by key: maps have no order of their own and documents must be equal when they are. */
  Build strings(String name, Map<String, String> values) {
    if (!values.isEmpty()) {
      var sorted = new LinkedHashMap<String, Json>();
      values.entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(e -> sorted.put(e.getKey(), new Json.Str(e.getValue())));
      fields.put(name, new Json.Obj(sorted));
    }
    return this;
  }

  Json.Obj done() {
    return new Json.Obj(fields);
  }
}
