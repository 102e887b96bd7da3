package dev.tenon.setup;

import dev.tenon.model.BadRecord;
import dev.tenon.model.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The record of everything that was changed: {@code setup.json} in the state folder.
 *
 * @param ways that are set up
 * @param entries one for each changed file; two for one file while it is being changed
 */
record Log(Set<Way> ways, List<Entry> entries) {
  private static final String KIND = "setup/1";
  static final Log EMPTY = new Log(Set.of(), List.of());

  Log {
    ways = Set.copyOf(ways);
    entries = List.copyOf(entries);
  }

  String print() {
    var fields = new LinkedHashMap<String, Json>();
    fields.put("tenon", new Json.Str(KIND));
    fields.put("ways", new Json.Arr(ways.stream().sorted().map(way -> text(way.word())).toList()));
    fields.put("changes", new Json.Arr(entries.stream().map(Log::write).toList()));
    return new Json.Obj(fields).print();
  }

  private static Json text(String text) {
    return new Json.Str(text);
  }

  private static Json write(Entry entry) {
    var fields = new LinkedHashMap<String, Json>();
    fields.put("kind", text(entry.kind().name().toLowerCase(Locale.ROOT)));
    fields.put("file", text(entry.file().toString()));
    fields.put("was", text(entry.was()));
    fields.put("put", text(entry.put()));
    fields.put(
        "made", new Json.Arr(entry.made().stream().map(made -> text(made.toString())).toList()));
    fields.put("at", new Json.Num(Long.toString(entry.atMillis())));
    return new Json.Obj(fields);
  }

  /**
   * @throws BadRecord if it is not what {@link #print} writes
   */
  static Log read(String text) {
    if (!(Json.parse(text) instanceof Json.Obj object)
        || !new Json.Str(KIND).equals(object.fields().get("tenon"))) {
      throw new BadRecord("/tenon", "expected `" + KIND + "`");
    }
    var ways = new LinkedHashSet<Way>();
    for (String word : strings(object, "ways")) {
      Way way = Way.parse(word);
      if (way == null) {
        throw new BadRecord("/ways", "`" + word + "` is not known to this version");
      }
      ways.add(way);
    }
    var entries = new ArrayList<Entry>();
    for (Json change : array(object, "changes")) {
      entries.add(entry(change));
    }
    return new Log(ways, entries);
  }

  private static Entry entry(Json json) {
    if (!(json instanceof Json.Obj change)
        || !(change.fields().get("at") instanceof Json.Num(String at))) {
      throw new BadRecord("/changes", "expected objects with a time");
    }
    try {
      return new Entry(
          Entry.Kind.valueOf(string(change, "kind").toUpperCase(Locale.ROOT)),
          Path.of(string(change, "file")),
          string(change, "was"),
          string(change, "put"),
          strings(change, "made").stream().map(Path::of).toList(),
          Long.parseLong(at));
    } catch (IllegalArgumentException e) {
      throw new BadRecord("/changes", "not known to this version: " + e.getMessage(), e);
    }
  }

  private static String string(Json.Obj object, String name) {
    if (object.fields().get(name) instanceof Json.Str(String text)) {
      return text;
    }
    throw new BadRecord("/changes", "expected a string `" + name + "`");
  }

  private static List<Json> array(Json.Obj object, String name) {
    if (object.fields().get(name) instanceof Json.Arr(List<Json> values)) {
      return values;
    }
    throw new BadRecord("/" + name, "expected an array");
  }

  private static List<String> strings(Json.Obj object, String name) {
    var strings = new ArrayList<String>();
    for (Json value : array(object, name)) {
      if (!(value instanceof Json.Str(String text))) {
        throw new BadRecord("/" + name, "expected strings");
      }
      strings.add(text);
    }
    return strings;
  }
}
