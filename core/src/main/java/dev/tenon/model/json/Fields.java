package dev.tenon.model.json;

import dev.tenon.model.BadRecord;
import dev.tenon.model.RootedPath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes the fields of one JSON object, by name and type, and lists those that nobody took. */
final class Fields {
  private final Map<String, Json> fields;
  private final String place;
  private final List<String> unknown;
  private final Set<String> taken = new HashSet<>();

  Fields(Json json, String place, List<String> unknown) {
    if (!(json instanceof Json.Obj object)) {
      throw new BadRecord(place, "expected an object");
    }
    this.fields = object.fields();
    this.place = place;
    this.unknown = unknown;
  }

  private @Nullable Json take(String name) {
    taken.add(name);
    Json value = fields.get(name);
    return value instanceof Json.Null ? null : value;
  }

  boolean has(String name) {
    return fields.containsKey(name);
  }

  String at(String name) {
    return place + "/" + name;
  }

  String string(String name) {
    String value = optional(name);
    if (value == null) {
      throw new BadRecord(at(name), "is missing");
    }
    if (value.indexOf('\0') >= 0) {
      throw new BadRecord(at(name), "has a NUL, which no word and no file name can have");
    }
    return value;
  }

  @Nullable String optional(String name) {
    return switch (take(name)) {
      case null -> null;
      case Json.Str text -> text.text();
      default -> throw new BadRecord(at(name), "expected a string");
    };
  }

  boolean bool(String name) {
    return switch (take(name)) {
      case null -> false;
      case Json.Bool bool -> bool.value();
      default -> throw new BadRecord(at(name), "expected true or false");
    };
  }

  long number(String name, long absent) {
    return switch (take(name)) {
      case null -> absent;
      case Json.Num number -> {
        try {
          yield Long.parseLong(number.text());
        } catch (NumberFormatException e) {
          throw new BadRecord(at(name), "expected a whole number, not " + number.text(), e);
        }
      }
      default -> throw new BadRecord(at(name), "expected a number");
    };
  }

  RootedPath path(String name) {
    String text = string(name);
    try {
      return RootedPath.parse(text);
    } catch (BadRecord e) {
      throw new BadRecord(at(name), e.expectation(), e);
    }
  }

  @Nullable Json any(String name) {
    return take(name);
  }

  <T> List<T> list(String name, Element<T> element) {
    Json value = take(name);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof Json.Arr array)) {
      throw new BadRecord(at(name), "expected an array");
    }
    var result = new ArrayList<T>(array.values().size());
    for (int i = 0; i < array.values().size(); i++) {
      result.add(element.read(array.values().get(i), at(name) + "/" + i));
    }
    return result;
  }

  List<String> strings(String name) {
    return list(name, Fields::text);
  }

  <T> Map<String, T> map(String name, Element<T> element) {
    Json value = take(name);
    if (value == null) {
      return Map.of();
    }
    if (!(value instanceof Json.Obj object)) {
      throw new BadRecord(at(name), "expected an object");
    }
    var result = new LinkedHashMap<String, T>();
    object
        .fields()
        .forEach((key, json) -> result.put(key, element.read(json, at(name) + "/" + key)));
    return result;
  }

  <T> List<T> objects(String name, Function<Fields, T> read) {
    return list(
        name,
        (json, at) -> {
          var inner = new Fields(json, at, unknown);
          T result = read.apply(inner);
          inner.done();
          return result;
        });
  }

  <T> T object(String name, Function<Fields, T> read) {
    Json json = take(name);
    if (json == null) {
      throw new BadRecord(at(name), "is missing");
    }
    var inner = new Fields(json, at(name), unknown);
    T result = read.apply(inner);
    inner.done();
    return result;
  }

  /** Every field that nobody took is unknown. */
  void done() {
    for (String name : fields.keySet()) {
      if (!taken.contains(name)) {
        unknown.add(at(name));
      }
    }
  }

  interface Element<T> {
    T read(Json json, String at);
  }

  static String text(Json json, String at) {
    if (json instanceof Json.Str string) {
      return string.text();
    }
    throw new BadRecord(at, "expected a string");
  }
}
