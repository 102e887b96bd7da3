package dev.tenon.model.json;

import dev.tenon.model.BadRecord;
import dev.tenon.model.Content;
import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.OutputKind;
import dev.tenon.model.State;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@link LinkPlan} as JSON, {@code plan/1}; its schema is {@code schema/plan-1.json}. */
public final class PlanJson {
  static final String KIND = "plan/1";

  private PlanJson() {}

  /**
   * @throws BadRecord naming line and column, or the JSON pointer of what is wrong
   */
  public static Document<LinkPlan> read(String text) {
    return Document.read(text, KIND, PlanJson::fields);
  }

  static LinkPlan fields(Fields in) {
    return new LinkPlan(
        OutputKind.parse(in.string("kind")),
        in.bool("static"),
        in.optional("target"),
        in.optional("driver"),
        in.optional("linker"),
        layout(in),
        in.objects("outputs", o -> new LinkPlan.Output(o.string("role"), o.path("file"))),
        in.objects("items", PlanJson::item),
        in.has("provenance") ? in.object("provenance", PlanJson::provenance) : null);
  }

  private static LinkPlan.Layout layout(Fields in) {
    String text = in.optional("layout");
    return switch (text) {
      case null -> LinkPlan.Layout.DENSE;
      case "dense" -> LinkPlan.Layout.DENSE;
      case "stable" -> LinkPlan.Layout.STABLE;
      default -> throw new BadRecord(in.at("layout"), "expected `dense` or `stable`");
    };
  }

  private static LinkPlan.Provenance provenance(Fields in) {
    return new LinkPlan.Provenance(in.string("frontend"), in.strings("words"));
  }

  private static Item item(Fields in) {
    if (in.has("input")) {
      return new Item.Input(in.path("input"), state(in));
    }
    if (in.has("library")) {
      return new Item.Library(in.string("library"), in.bool("exact"), state(in));
    }
    if (in.has("generated")) {
      return new Item.Generated(
          in.string("generated"), content(in), in.optional("option"), state(in));
    }
    if (in.has("option")) {
      return new Item.Setting(in.string("option"), value(in));
    }
    if (in.has("implicit")) {
      in.bool("implicit");
      return new Item.Implicit(state(in));
    }
    if (in.has("raw")) {
      return new Item.Raw(in.string("raw"));
    }
    throw new BadRecord(
        in.at(""), "expected one of input, library, option, generated, implicit, raw");
  }

  private static Item.Value value(Fields in) {
    if (in.has("file")) {
      return new Item.Value.File(in.path("file"));
    }
    if (in.has("value")) {
      return new Item.Value.Text(in.string("value"));
    }
    return new Item.Value.Flag(!in.bool("off"));
  }

  private static Content content(Fields in) {
    String text = in.optional("text");
    if (text != null) {
      return new Content(text.getBytes(StandardCharsets.UTF_8));
    }
    try {
      return new Content(Base64.getDecoder().decode(in.string("base64")));
    } catch (IllegalArgumentException e) {
      throw new BadRecord(in.at("base64"), "is not base64", e);
    }
  }

  private static int group(Fields in, String field) {
    long number = in.number(field, 0);
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw new BadRecord(in.at(field), "expected a number from 0 to " + Integer.MAX_VALUE);
    }
    return (int) number;
  }

  private static State state(Fields in) {
    return new State(
        in.bool("static"),
        in.bool("whole"),
        in.bool("asNeeded"),
        in.bool("copyNeeded"),
        group(in, "group"),
        group(in, "lazy"),
        in.optional("format"));
  }

  public static Json.Obj write(LinkPlan plan) {
    return fields(new Build().text("tenon", KIND), plan).done();
  }

  static Build fields(Build out, LinkPlan plan) {
    return out.text("kind", plan.kind().text())
        .flag("static", plan.isStatic())
        .text("target", plan.target())
        .text("driver", plan.driver())
        .text("linker", plan.linker())
        .text("layout", plan.layout().name().toLowerCase(Locale.ROOT))
        .list("outputs", plan.outputs(), PlanJson::output)
        .list("items", plan.items(), PlanJson::item)
        .json("provenance", provenance(plan.provenance()));
  }

  static Json output(LinkPlan.Output output) {
    return new Build().text("role", output.role()).text("file", output.file().toString()).done();
  }

  private static @Nullable Json provenance(LinkPlan.@Nullable Provenance provenance) {
    return provenance == null
        ? null
        : new Build()
            .text("frontend", provenance.frontend())
            .strings("words", provenance.words())
            .done();
  }

  private static Json item(Item item) {
    var out = new Build();
    switch (item) {
      case Item.Input input -> state(out.text("input", input.file().toString()), input.state());
      case Item.Library library ->
          state(
              out.text("library", library.name()).flag("exact", library.exact()), library.state());
      case Item.Setting setting -> {
        out.text("option", setting.option());
        switch (setting.value()) {
          case Item.Value.Flag flag -> out.flag("off", !flag.on());
          case Item.Value.Text text -> out.text("value", text.text());
          case Item.Value.File file -> out.text("file", file.file().toString());
        }
      }
      case Item.Generated generated -> {
        content(out.text("generated", generated.name()), generated.content().bytes());
        state(out.text("option", generated.option()), generated.state());
      }
      case Item.Implicit implicit -> state(out.flag("implicit", true), implicit.state());
      case Item.Raw raw -> out.text("raw", raw.word());
    }
    return out.done();
  }

  static void content(Build out, byte[] bytes) {
    try {
      out.text(
          "text", StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      out.text("base64", Base64.getEncoder().encodeToString(bytes));
    }
  }

  private static void state(Build out, State state) {
    out.flag("static", state.isStatic())
        .flag("whole", state.whole())
        .flag("asNeeded", state.asNeeded())
        .flag("copyNeeded", state.copyNeeded())
        .text("format", state.format());
    if (state.group() != 0) {
      out.number("group", state.group());
    }
    if (state.lazy() != 0) {
      out.number("lazy", state.lazy());
    }
  }
}
