package dev.tenon.model.json;

import dev.tenon.model.BadRecord;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** A JSON value as a tree. Objects keep the order of their fields. */
public sealed interface Json {
  record Obj(Map<String, Json> fields) implements Json {}

  record Arr(List<Json> values) implements Json {}

  record Str(String text) implements Json {}

  /** A number by its text, so that none loses digits. */
  record Num(String text) implements Json {}

  record Bool(boolean value) implements Json {}

  record Null() implements Json {}

  JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /**
   * @throws BadRecord with line and column if the text is not one JSON value
   */
  static Json parse(String text) {
    try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      JsonToken first = in.nextToken();
      if (first == null) {
        throw new BadRecord("line 1", "the document is empty");
      }
      Json value = value(in, first);
      if (in.nextToken() != null) {
        throw new BadRecord(place(in), "text after the end of the document");
      }
      return value;
    } catch (JacksonException e) {
      var at = e.getLocation();
      throw new BadRecord(
          at == null ? "document" : "line " + at.getLineNr() + ", column " + at.getColumnNr(),
          "not JSON: " + reason(e.getOriginalMessage()));
    }
  }

  /** Without what the parser says of its own settings. */
  private static String reason(String message) {
    return message.replaceAll("\\s*\\(?(start marker at )?\\[Source.*", "");
  }

  /** Indented text with a line feed at its end. */
  default String print() {
    var out = new StringWriter();
    var context =
        new ObjectWriteContext.Base() {
          @Override
          public tools.jackson.core.PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter();
          }

          @Override
          public boolean hasPrettyPrinter() {
            return true;
          }
        };
    try (JsonGenerator to = FACTORY.createGenerator(context, out)) {
      write(to);
    }
    return out.append('\n').toString();
  }

  private void write(JsonGenerator to) {
    switch (this) {
      case Obj object -> {
        to.writeStartObject();
        object.fields.forEach((name, value) -> {
          to.writeName(name);
          value.write(to);
        });
        to.writeEndObject();
      }
      case Arr array -> {
        to.writeStartArray();
        array.values.forEach(value -> value.write(to));
        to.writeEndArray();
      }
      case Str string -> to.writeString(string.text);
      case Num number -> to.writeRawValue(number.text);
      case Bool bool -> to.writeBoolean(bool.value);
      case Null _ -> to.writeNull();
    }
  }

  private static Json value(JsonParser in, JsonToken token) {
    return switch (token) {
      case START_OBJECT -> {
        var fields = new LinkedHashMap<String, Json>();
        for (JsonToken t = in.nextToken(); t != JsonToken.END_OBJECT; t = in.nextToken()) {
          String name = text(in, in.currentName());
          fields.put(name, value(in, in.nextToken()));
        }
        yield new Obj(fields);
      }
      case START_ARRAY -> {
        var values = new ArrayList<Json>();
        for (JsonToken t = in.nextToken(); t != JsonToken.END_ARRAY; t = in.nextToken()) {
          values.add(value(in, t));
        }
        yield new Arr(values);
      }
      case VALUE_STRING -> new Str(text(in, in.getString()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Num(in.getString());
      case VALUE_TRUE -> new Bool(true);
      case VALUE_FALSE -> new Bool(false);
      case VALUE_NULL -> new Null();
      default -> throw new BadRecord(place(in), "unexpected " + token);
    };
  }

  /** Half of a pair of surrogates is no character, and no file name can have it. */
  private static String text(JsonParser in, String text) {
    if (text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF)) {
      throw new BadRecord(place(in), "a lone surrogate, which is not text");
    }
    return text;
  }

  private static String place(JsonParser in) {
    var at = in.currentTokenLocation();
    return "line " + at.getLineNr() + ", column " + at.getColumnNr();
  }
}
