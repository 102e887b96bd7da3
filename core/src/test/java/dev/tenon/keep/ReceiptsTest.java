package dev.tenon.keep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.model.LinkPlan;
import dev.tenon.model.OutputKind;
import dev.tenon.model.Receipt;
import dev.tenon.model.Recipe;
import dev.tenon.model.RootedPath;
import dev.tenon.model.Tool;
import dev.tenon.model.Toolchain;
import dev.tenon.state.CheckSum;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptsTest {
  private static final Path OUTPUT = Path.of("/w/out");

  @TempDir Path folder;

  private static Receipt receipt() {
    var output = new LinkPlan.Output(LinkPlan.Output.PRIMARY, RootedPath.of("out"));
    var plan =
        new LinkPlan(
            OutputKind.EXECUTABLE,
            false,
            null,
            null,
            null,
            LinkPlan.Layout.DENSE,
            List.of(output),
            List.of(),
            null);
    var tool = new Tool("linker", "bfd", "2.40", "/usr/bin/ld", "0".repeat(64));
    var tools = new Toolchain(List.of(tool), Set.of(), "", Map.of());
    return new Receipt(
        "ld",
        "/w",
        7,
        plan,
        tools,
        new Recipe(List.of()),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        0,
        null);
  }

  @Test
  void aReceiptOfAnotherProcessIsRead() throws Exception {
    assertThat(new Receipts(folder).put(OUTPUT, receipt())).isTrue();
    assertThat(new Receipts(folder).last(OUTPUT)).isEqualTo(receipt());
    assertThat(new Receipts(folder).all()).containsExactly(receipt());
  }

  /** The number is still one, and says something else. */
  @Test
  void aReceiptThatWasDamagedIsNone() throws Exception {
    var receipts = new Receipts(folder);
    receipts.put(OUTPUT, receipt());
    Path file = receipts.file(OUTPUT);
    Files.writeString(file, Files.readString(file).replace("\"exit\" : 0", "\"exit\" : 4"));
    assertThat(new Receipts(folder).last(OUTPUT)).isNull();
    assertThat(new Receipts(folder).all()).isEmpty();
  }

  /** Its sum is right, but nobody can have written it. */
  @Test
  void aReceiptOfNoOutputIsNone() throws Exception {
    var receipts = new Receipts(folder);
    receipts.put(OUTPUT, receipt());
    Path file = receipts.file(OUTPUT);
    String text = String.valueOf(CheckSum.opened(Files.readString(file)));
    Files.writeString(file, CheckSum.sealed(text.replace("\"primary\"", "\"other\"")));
    assertThat(new Receipts(folder).last(OUTPUT)).isNull();
    assertThat(new Receipts(folder).all()).isEmpty();
  }
}
