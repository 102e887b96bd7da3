package dev.tenon.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tenon.model.BadRecord;
import dev.tenon.model.Binding;
import dev.tenon.model.Content;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.LinkUnit;
import dev.tenon.model.Read;
import dev.tenon.model.Receipt;
import dev.tenon.model.Recipe;
import dev.tenon.model.RootedPath;
import dev.tenon.model.Tool;
import dev.tenon.model.Toolchain;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The public JSON: every record comes back equal, and what is written fits its schema. */
class RecordsJsonTest {
  private static final Toolchain TOOLS =
      new Toolchain(
          List.of(new Tool("linker", "lld", "19.1.7", "/usr/bin/ld.lld-19", "ab12")),
          Set.of("no-pie"),
          "asked for",
          Map.of("PATH", "/usr/bin"));

  @Test
  void plansOfEveryShapeComeBackEqualAndFitTheSchema() throws Exception {
    Schema schema = schema("plan-1");
    for (int seed = 0; seed < 400; seed++) {
      LinkPlan plan = new RandomPlans(seed).plan();
      String text = PlanJson.write(plan).print();
      assertThat(PlanJson.read(text).toRun()).as("seed %d", seed).isEqualTo(plan);
      assertThat(schema.validate(text, InputFormat.JSON)).as("seed %d: %s", seed, text).isEmpty();
    }
  }

  @Test
  void receiptsBindingsRecipesAndUnitsComeBackEqualAndFitTheirSchemas() throws Exception {
    LinkPlan plan = new RandomPlans(7).plan();
    var read = new Read("/usr/lib/libz.so", Read.Aspect.ABSENCE, Read.How.BOTH, "-lz");
    var binding =
        new Binding(
            plan,
            TOOLS,
            Map.of("cwd", "/home/u"),
            List.of(read),
            List.of(new Binding.Trouble("T0202", "-lz", "", List.of("/usr/lib"))));
    var recipe =
        new Recipe(
            List.of(
                new Recipe.Step(
                    "link",
                    List.of("/usr/bin/ld", "-o", "x"),
                    List.of(new Recipe.Slot(2, 0, "primary")),
                    Map.of("LC_ALL", "C"),
                    Set.of("LANG"),
                    plan.outputs(),
                    Map.of("list", new Content(new byte[] {1, 2, (byte) 0xff})),
                    Set.of("repro"))));
    var receipt =
        new Receipt(
            "ld",
            "/home/u",
            1,
            plan,
            TOOLS,
            recipe,
            List.of(read),
            List.of(new Receipt.Made("primary", "/home/u/x", 10, 3)),
            List.of("warning: w"),
            List.of(
                new Receipt.Run("link", 0, null, 1_000, 5, 4, 100, 7),
                new Receipt.Run("link", 139, 11, 1_000, 5, -1, -1, 0)),
            0,
            null);
    var unit =
        new LinkUnit(
            "a",
            "x86_64-unknown-linux-gnu",
            List.of(new LinkUnit.CompiledFile("ir", RootedPath.of("a.bc"), "llvm", "19")),
            List.of(new LinkUnit.NativeLibrary("z", "static", List.of("+whole-archive"))),
            List.of(new LinkUnit.Edge("b", true, List.of("archive"))),
            List.of("f"),
            List.of("-Wl,-x"),
            Map.of("rustc", Json.parse("{\"edition\": 2021, \"list\": [1.50, null, true]}")));

    assertThat(BindingJson.read(fitting("binding-1", BindingJson.write(binding))).toRun())
        .isEqualTo(binding);
    assertThat(RecipeJson.read(fitting("recipe-1", RecipeJson.write(recipe))).toRun())
        .isEqualTo(recipe);
    assertThat(ReceiptJson.read(fitting("receipt-1", ReceiptJson.write(receipt))).toRun())
        .isEqualTo(receipt);
    assertThat(UnitJson.read(fitting("unit-1", UnitJson.write(unit))).toRun()).isEqualTo(unit);
  }

  @Test
  void anUnknownFieldIsKeptWhenRewrittenAndRefusedWhenRun() {
    String text =
        """
        {"tenon":"plan/1","kind":"pie","layout":"dense","outputs":[],
         "items":[{"raw":"-q","new":{"deep":[1]}}],"x-note":"fine"}
        """;
    Document<LinkPlan> document = PlanJson.read(text);
    assertThat(document.unknown()).containsExactly("/items/0/new", "/x-note");
    assertThatThrownBy(document::toRun)
        .isInstanceOf(BadRecord.class)
        .hasMessageContaining("/items/0/new");
    String rewritten =
        document.rewrite(PlanJson.write(document.value().withLinker("mold"))).print();
    Document<LinkPlan> again = PlanJson.read(rewritten);
    assertThat(again.unknown()).containsExactlyInAnyOrder("/items/0/new", "/x-note");
    assertThat(again.value().linker()).isEqualTo("mold");
  }

  @Test
  void fieldsThatBeginWithXAreIgnoredWhenRun() {
    String text = "{\"tenon\":\"plan/1\",\"kind\":\"pie\",\"x-a\":1,\"outputs\":[],\"items\":[]}";
    assertThat(PlanJson.read(text).toRun().items()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{}",
        "{\"tenon\":\"plan/2\"}",
        "{\"tenon\":\"plan/1\"}",
        "{\"tenon\":\"plan/1\",\"kind\":\"pi\"}",
        "{\"tenon\":\"plan/1\",\"kind\":\"pie\",\"items\":{}}",
        "{\"tenon\":\"plan/1\",\"kind\":\"pie\",\"items\":[3]}",
        "{\"tenon\":\"plan/1\",\"kind\":\"pie\",\"items\":[{}]}",
        "{\"tenon\":\"plan/1\",\"kind\":\"pie\",\"items\":[{\"input\":\"/etc/passwd\"}]}",
        "{\"tenon\":\"plan/1\",\"kind\":\"pie\",\"items\":[{\"input\":\"<host>//etc\"}]}",
        "{\"tenon\":\"plan/1\",\"kind\":\"pie\",\"kind\":\"pie\"}",
        "{\"tenon\":\"plan/1\",\"kind\":\"pie\"} x",
      })
  void aBadDocumentIsRefusedWithItsPlace(String text) {
    assertThatThrownBy(() -> PlanJson.read(text)).isInstanceOf(BadRecord.class);
  }

  private static String fitting(String schema, Json json) throws Exception {
    String text = json.print();
    assertThat(schema(schema).validate(text, InputFormat.JSON)).isEmpty();
    return text;
  }

  private static Schema schema(String name) throws Exception {
    try (InputStream in =
        PlanJson.class.getResourceAsStream("/dev/tenon/schema/" + name + ".json")) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(in);
    }
  }
}
