package dev.tenon.model.json;

import dev.tenon.model.BadRecord;
import dev.tenon.model.Content;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.Recipe;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.TreeSet;

/** {@link Recipe} as JSON, {@code recipe/1}. */
public final class RecipeJson {
  static final String KIND = "recipe/1";

  private RecipeJson() {}

  public static Document<Recipe> read(String text) {
    return Document.read(text, KIND, RecipeJson::fields);
  }

  public static Json.Obj write(Recipe recipe) {
    return fields(new Build().text("tenon", KIND), recipe).done();
  }

  static Recipe fields(Fields in) {
    return new Recipe(in.objects("steps", RecipeJson::step));
  }

  static Build fields(Build out, Recipe recipe) {
    return out.list("steps", recipe.steps(), RecipeJson::step);
  }

  private static Recipe.Step step(Fields in) {
    var files = new LinkedHashMap<String, Content>();
    for (NamedContent file : in.objects("files", RecipeJson::file)) {
      files.put(file.name, file.content);
    }
    return new Recipe.Step(
        in.string("name"),
        in.strings("argv"),
        in.objects(
            "slots",
            s ->
                new Recipe.Slot(
                    (int) s.number("word", 0), (int) s.number("at", 0), s.string("name"))),
        in.map("set", Fields::text),
        Set.copyOf(in.strings("unset")),
        in.objects("outputs", o -> new LinkPlan.Output(o.string("role"), o.path("file"))),
        files,
        Set.copyOf(in.strings("direct")));
  }

  private record NamedContent(String name, Content content) {}

  private static NamedContent file(Fields in) {
    try {
      byte[] bytes = Base64.getDecoder().decode(in.string("base64"));
      return new NamedContent(in.string("name"), new Content(bytes));
    } catch (IllegalArgumentException e) {
      throw new BadRecord(in.at("base64"), "is not base64", e);
    }
  }

  private static Json step(Recipe.Step step) {
    return new Build()
        .text("name", step.name())
        .strings("argv", step.argv())
        .list(
            "slots",
            step.slots(),
            slot ->
                new Build()
                    .number("word", slot.word())
                    .number("at", slot.at())
                    .text("name", slot.name())
                    .done())
        .strings("set", step.set())
        .strings("unset", new TreeSet<>(step.unset()).stream().toList())
        .list("outputs", step.outputs(), PlanJson::output)
        .list(
            "files",
            new TreeSet<>(step.files().keySet()).stream().toList(),
            name -> new Build().text("name", name).text("base64", base64(step, name)).done())
        .strings("direct", new TreeSet<>(step.direct()).stream().toList())
        .done();
  }

  private static String base64(Recipe.Step step, String name) {
    Content content = step.files().get(name);
    return content == null ? "" : Base64.getEncoder().encodeToString(content.bytes());
  }
}
