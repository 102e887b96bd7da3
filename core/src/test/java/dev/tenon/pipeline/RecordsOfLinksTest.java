package dev.tenon.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tenon.keep.LinkLog;
import dev.tenon.keep.Receipts;
import dev.tenon.model.Item;
import dev.tenon.model.Read;
import dev.tenon.model.Receipt;
import dev.tenon.real.Lab;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every link leaves a receipt and a line in the log; a link that cannot leave them goes on. */
class RecordsOfLinksTest {
  @TempDir Path folder;
  private Lab lab;
  private Links links;

  @BeforeEach
  void program() {
    Lab.needs("gcc");
    lab = new Lab(folder);
    links = new Links(lab);
    lab.write("m.c", "#include <stdio.h>\nint main(){puts(\"x\");}\n").ok("gcc -g -c m.c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void aReceiptTellsWhatWasReadMissedMadeAndRun(String engine) throws Exception {
    Links.needs(engine);
    var words = new ArrayList<>(links.linkerWords(List.of("gcc", "-o", "out", "m.o")));
    assertThat(links.tenon(engine, words).exit()).isZero();
    var receipts = new Receipts(links.state());
    Receipt receipt = Objects.requireNonNull(receipts.get(folder.resolve("out"))).toRun();
    try (var schema = Receipts.class.getResourceAsStream("/dev/tenon/schema/receipt-1.json")) {
      String text = Files.readString(receipts.file(folder.resolve("out")));
      assertThat(
              SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                  .getSchema(schema)
                  .validate(text, InputFormat.JSON))
          .isEmpty();
    }
    assertThat(receipt.plan().items()).noneMatch(item -> item instanceof Item.Raw);
    assertThat(receipt.toolchain().linker().family()).isEqualTo(engine);
    assertThat(receipt.toolchain().linker().digest()).hasSize(64);
    assertThat(receipt.reads())
        .anyMatch(read ->
            read.path().equals("m.o")
                && read.aspect() == Read.Aspect.CONTENT
                && read.how() == Read.How.BOTH)
        .anyMatch(read -> read.path().endsWith("/libc.so.6") && read.how() == Read.How.BOTH)
        .anyMatch(
            read -> read.aspect() == Read.Aspect.ABSENCE && read.path().endsWith("/libgcc.so"));
    assertThat(receipt.outputs()).hasSize(1);
    assertThat(receipt.outputs().getFirst().debugBytes()).isPositive();
    assertThat(receipt.runs()).hasSize(1);
    assertThat(receipt.exit()).isZero();
    List<LinkLog.Line> log = new LinkLog(links.state()).lines();
    assertThat(log).hasSize(1);
    assertThat(log.getFirst().output()).isEqualTo(folder.resolve("out").toString());
    assertThat(log.getFirst().bytesIn()).isGreaterThan(1_000_000);
    assertThat(log.getFirst().bytesOut()).isEqualTo(Files.size(folder.resolve("out")));
  }

  @Test
  void aStateFolderThatCannotBeWrittenCostsNoLink() throws Exception {
    Links.needs("bfd");
    Files.writeString(links.state(), "a file where the folder should be");
    var words = links.linkerWords(List.of("gcc", "-o", "out", "m.o"));
    assertThat(links.tenon("bfd", words).exit()).isZero();
    assertThat(lab.run(Map.of(), List.of("./out")).out()).isEqualTo("x\n");
  }

  @Test
  void aFailedLinkHasAReceiptToo() {
    Links.needs("bfd");
    assertThat(links.tenon("bfd", List.of("gone.o", "-o", "out")).exit()).isEqualTo(1);
    var document = new Receipts(links.state()).get(folder.resolve("out"));
    assertThat(Objects.requireNonNull(document).toRun().exit()).isEqualTo(1);
  }
}
