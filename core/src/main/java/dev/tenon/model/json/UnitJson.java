package dev.tenon.model.json;

import dev.tenon.model.LinkUnit;
import java.util.LinkedHashMap;
import java.util.TreeMap;

/** {@link LinkUnit} as JSON, {@code unit/1}; its schema is {@code schema/unit-1.json}. */
public final class UnitJson {
  static final String KIND = "unit/1";

  private UnitJson() {}

  public static Document<LinkUnit> read(String text) {
    return Document.read(
        text,
        KIND,
        in ->
            new LinkUnit(
                in.string("name"),
                in.string("target"),
                in.objects(
                    "files",
                    f ->
                        new LinkUnit.CompiledFile(
                            f.string("kind"),
                            f.path("file"),
                            f.optional("producer"),
                            f.optional("version"))),
                in.objects(
                    "libraries",
                    l ->
                        new LinkUnit.NativeLibrary(
                            l.string("name"), l.string("kind"), l.strings("modifiers"))),
                in.objects(
                    "edges",
                    e ->
                        new LinkUnit.Edge(
                            e.string("unit"), e.bool("interface"), e.strings("formats"))),
                in.strings("exports"),
                in.strings("linkArguments"),
                in.map("extensions", (json, _) -> json)));
  }

  public static Json.Obj write(LinkUnit unit) {
    return new Build()
        .text("tenon", KIND)
        .text("name", unit.name())
        .text("target", unit.target())
        .list(
            "files",
            unit.files(),
            file ->
                new Build()
                    .text("kind", file.kind())
                    .text("file", file.file().toString())
                    .text("producer", file.producer())
                    .text("version", file.version())
                    .done())
        .list(
            "libraries",
            unit.libraries(),
            library ->
                new Build()
                    .text("name", library.name())
                    .text("kind", library.kind())
                    .strings("modifiers", library.modifiers())
                    .done())
        .list(
            "edges",
            unit.edges(),
            edge ->
                new Build()
                    .text("unit", edge.unit())
                    .flag("interface", edge.isInterface())
                    .strings("formats", edge.formats())
                    .done())
        .strings("exports", unit.exports())
        .strings("linkArguments", unit.linkArguments())
        .json(
            "extensions",
            unit.extensions().isEmpty()
                ? null
                : new Json.Obj(new LinkedHashMap<>(new TreeMap<>(unit.extensions()))))
        .done();
  }
}
