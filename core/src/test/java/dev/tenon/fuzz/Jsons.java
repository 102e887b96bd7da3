package dev.tenon.fuzz;

import dev.tenon.model.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Changes of JSON documents: of values by their places, and of the text. */
public final class Jsons {
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "-1",
          "1.5",
          "1e999999999",
          "-1e-999999999",
          "2147483648",
          "4294967296",
          "9223372036854775807",
          "9223372036854775808",
          "1".repeat(900),
          "1".repeat(2_000));

  private static final List<String> TEXTS =
      List.of(
          "\\u0000",
          "\\ud800",
          "\\udc00x",
          "\\ud83d\\ude00",
          "\\n",
          "\\u001b[2J",
          "\\ufffd",
          "\\u202e",
          "<cwd>",
          "<cwd>/",
          "<>",
          "<host>/",
          "<host>",
          "<sysroot>/../x",
          "<x>/../..",
          "a/../../b",
          "=",
          "=/x");

  private final SplittableRandom random;
  private int target;
  private Json other = new Json.Null();

  private Jsons(SplittableRandom random) {
    this.random = random;
  }

  /**
   * The document with a few changes.
   *
   * @param others from which values may be taken
   */
  public static byte[] change(SplittableRandom random, String document, List<String> others) {
    String text = document;
    if (random.nextInt(8) > 0) {
      Json json = Json.parse(text);
      Json donor = Json.parse(Bytes.pick(random, others));
      for (int i = random.nextInt(1, 5); i > 0; i--) {
        json = new Jsons(random).once(json, donor);
      }
      text = json.print();
    }
    if (random.nextInt(3) == 0) {
      text = ofText(random, text);
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return random.nextInt(8) == 0 ? Bytes.change(random, bytes, List.of(bytes)) : bytes;
  }

  private Json once(Json json, Json donor) {
    other = part(donor, random.nextInt(size(donor)));
    target = random.nextInt(size(json));
    return changed(json);
  }

  private static int size(Json json) {
    return 1
        + switch (json) {
          case Json.Obj object -> object.fields().values().stream().mapToInt(Jsons::size).sum();
          case Json.Arr array -> array.values().stream().mapToInt(Jsons::size).sum();
          default -> 0;
        };
  }

  private static Json part(Json json, int number) {
    List<Json> inner =
        switch (json) {
          case Json.Obj object -> List.copyOf(object.fields().values());
          case Json.Arr array -> array.values();
          default -> List.of();
        };
    int left = number - 1;
    for (Json one : inner) {
      int size = size(one);
      if (left >= 0 && left < size) {
        return part(one, left);
      }
      left -= size;
    }
    return json;
  }

  /** A copy in which the value with the number is another one. */
  private Json changed(Json json) {
    if (target-- == 0) {
      return another(json);
    }
    return switch (json) {
      case Json.Obj(Map<String, Json> fields) -> {
        var copy = new LinkedHashMap<String, Json>();
        fields.forEach((name, value) -> copy.put(name, changed(value)));
        yield new Json.Obj(copy);
      }
      case Json.Arr(List<Json> values) -> new Json.Arr(values.stream().map(this::changed).toList());
      default -> json;
    };
  }

  private Json another(Json json) {
    return switch (random.nextInt(9)) {
      case 0 -> new Json.Null();
      case 1 -> new Json.Bool(random.nextBoolean());
      case 2 -> new Json.Num(Bytes.pick(random, NUMBERS));
      case 3 -> new Json.Str(Bytes.pick(random, Bytes.TEXTS));
      case 4 -> new Json.Arr(List.of(json, json));
      case 5 -> new Json.Obj(Map.of(Bytes.pick(random, "x", "x-y", "", "file", "input"), json));
      case 6 -> other;
      default -> inside(json);
    };
  }

  /** A change that leaves the type. */
  private Json inside(Json json) {
    return switch (json) {
      case Json.Obj(Map<String, Json> fields) when !fields.isEmpty() -> fields(fields);
      case Json.Arr(List<Json> values) when !values.isEmpty() -> values(values);
      case Json.Str(String text) -> {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        bytes = Bytes.change(random, bytes, List.of(bytes));
        yield new Json.Str(new String(bytes, StandardCharsets.UTF_8));
      }
      default -> json;
    };
  }

  private Json fields(Map<String, Json> fields) {
    var copy = new LinkedHashMap<>(fields);
    List<String> names = List.copyOf(fields.keySet());
    String name = Bytes.pick(random, names);
    Json value = copy.remove(name);
    String other =
        switch (random.nextInt(3)) {
          case 0 -> name + "x";
          case 1 -> Bytes.pick(random, names);
          default -> null;
        };
    if (other != null && value != null) {
      copy.put(other, value);
    }
    return new Json.Obj(copy);
  }

  private Json values(List<Json> values) {
    var copy = new ArrayList<>(values);
    Json value = copy.remove(random.nextInt(copy.size()));
    int count = random.nextInt(3) == 0 ? random.nextInt(1, 200) : random.nextInt(2);
    for (int i = 0; i < count; i++) {
      copy.add(random.nextInt(copy.size() + 1), value);
    }
    return new Json.Arr(copy);
  }

  /** What no tree of values can say. */
  private static String ofText(SplittableRandom random, String text) {
    int at = random.nextInt(text.length() + 1);
    String rest = text.substring(at);
    int quote = text.indexOf('"', at);
    return switch (random.nextInt(5)) {
      case 0 -> text.substring(0, at) + "[".repeat(1 << random.nextInt(16)) + rest;
      case 1 -> text.substring(0, at) + "{\"x\":".repeat(1 << random.nextInt(16)) + rest;
      case 2 -> {
        int field = text.indexOf("\n", at);
        int end = field < 0 ? -1 : text.indexOf("\n", field + 1);
        yield end < 0
            ? text
            : text.substring(0, end) + "," + text.substring(field, end) + text.substring(end);
      }
      default ->
          quote < 0
              ? text + text
              : text.substring(0, quote + 1)
                  + Bytes.pick(random, TEXTS)
                  + text.substring(quote + 1);
    };
  }
}
