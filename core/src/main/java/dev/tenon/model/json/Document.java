package dev.tenon.model.json;

import dev.tenon.model.BadRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * A record read from a file, with what the file says beyond it.
 *
 * @param source the whole document as it was
 * @param unknown JSON pointers of the fields that the record has no place for
 */
public record Document<T>(T value, Json source, List<String> unknown) {

  /** Reads a document of the given kind, {@code plan/1}. */
  static <T> Document<T> read(
      String text, String kind, java.util.function.Function<Fields, T> read) {
    Json source = Json.parse(text);
    var unknown = new ArrayList<String>();
    var fields = new Fields(source, "", unknown);
    String found = fields.string("tenon");
    if (!found.equals(kind)) {
      throw new BadRecord("/tenon", "expected `" + kind + "`, not `" + found + "`");
    }
    T value = read.apply(fields);
    fields.done();
    return new Document<>(value, source, List.copyOf(unknown));
  }

  /**
   * The record, if it may be performed: a field that we do not know could change what is meant.
   * Fields whose name begins with {@code x-} promise not to.
   *
   * @throws BadRecord naming the first unknown field
   */
  public T toRun() {
    for (String pointer : unknown) {
      if (!pointer.substring(pointer.lastIndexOf('/') + 1).startsWith("x-")) {
        throw new BadRecord(
            pointer, "is not known to this version; a plan with unknown fields is not run");
      }
    }
    return value;
  }

  /**
   * The document with the fields of {@code changed} and, beside them, every unknown one of ours.
   */
  public Json rewrite(Json changed) {
    return merge(source, changed, "", unknown);
  }

  private static Json merge(Json old, Json changed, String at, List<String> unknown) {
    if (old instanceof Json.Obj was && changed instanceof Json.Obj is) {
      var fields = new LinkedHashMap<String, Json>(is.fields());
      was.fields()
          .forEach((name, value) -> {
            String pointer = at + "/" + name;
            Json now = fields.get(name);
            if (now != null) {
              fields.put(name, merge(value, now, pointer, unknown));
            } else if (unknown.contains(pointer)) {
              fields.put(name, value);
            }
          });
      return new Json.Obj(fields);
    }
    if (old instanceof Json.Arr was
        && changed instanceof Json.Arr is
        && was.values().size() == is.values().size()) {
      var values = new ArrayList<Json>();
      for (int i = 0; i < is.values().size(); i++) {
        values.add(merge(was.values().get(i), is.values().get(i), at + "/" + i, unknown));
      }
      return new Json.Arr(values);
    }
    return changed;
  }
}
