package dev.tenon.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.keep.LinkLog;
import dev.tenon.keep.Receipts;
import dev.tenon.model.Receipt;
import dev.tenon.real.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A link is left undone when it would make what is there, and only then. After every step the output
 * is what the linker makes without Tenon.
 */
class SkippingTest {
  @TempDir Path folder;
  private Lab lab;
  private Links links;

  @BeforeEach
  void program() {
    Lab.needs("gcc");
    lab = new Lab(folder);
    links = Links.resident(lab);
    lab.write("m.c", "int f(void);\nint main(void){return f();}\n")
        .write("f.c", "int f(void){return 3;}\n")
        .write("g.c", "int f(void){return 4;}\n")
        .write("big.c", "int f(void){return 5;}\nchar space[5000] = {1};\n")
        .ok("gcc -c m.c f.c g.c big.c")
        .ok("mkdir L1 L2 L3")
        .ok("gcc -shared -o L2/libf.so f.o")
        .ok("gcc -shared -o L3/libf.so g.o")
        .ok("ar rcs L1.a f.o");
  }

  /** Links and says whether the linker was run; what is there is what it would have made. */
  private boolean runs(String engine, Map<String, String> variables, List<String> words) {
    settle();
    long before = lines().stream().filter(LinkLog.Line::isSkipped).count();
    var environment = new java.util.HashMap<>(variables);
    environment.put("TENON_ENGINE", engine);
    var result = links.tenon(environment, words);
    assertThat(result.exit()).as(result.err()).isZero();
    long after = lines().stream().filter(LinkLog.Line::isSkipped).count();
    sameAsAlone(engine, variables, words);
    return before == after;
  }

  private boolean runs(String engine, String words) {
    return runs(engine, Map.of(), List.of(words.split(" ")));
  }

  private void sameAsAlone(String engine, Map<String, String> variables, List<String> words) {
    int at = words.indexOf("-o") + 1;
    Path output = folder.resolve(words.get(at));
    var line = new ArrayList<>(List.of(Links.program(engine)));
    line.addAll(words);
    try {
      Path kept = folder.resolve("kept");
      // The same name, because linkers may write it into the output.
      Files.move(output, kept, StandardCopyOption.REPLACE_EXISTING);
      assertThat(lab.run(variables, line).exit()).isZero();
      assertThat(kept).hasSameBinaryContentAs(output);
      Files.delete(output);
      Files.move(kept, output);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private List<LinkLog.Line> lines() {
    try {
      return new LinkLog(links.state()).lines();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Until the clock of the file system has ticked, so that what is there now is not of this tick. */
  private void settle() {
    try {
      Path mark = Files.createTempFile(folder, "tick", "");
      long first = Files.getLastModifiedTime(mark).to(java.util.concurrent.TimeUnit.NANOSECONDS);
      long now = first;
      while (now - first < 12_000_000) {
        Files.delete(mark);
        Files.createFile(mark);
        now = Files.getLastModifiedTime(mark).to(java.util.concurrent.TimeUnit.NANOSECONDS);
      }
      Files.delete(mark);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Receipt receipt() {
    return Objects.requireNonNull(new Receipts(links.state()).last(folder.resolve("out")));
  }

  private List<String> because() {
    return Objects.requireNonNull(receipt().standing()).because();
  }

  private List<String> unskippable() {
    return Objects.requireNonNull(receipt().standing()).unskippable();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void theSameLinkIsDoneOnce(String engine) throws Exception {
    Links.needs(engine);
    String words = "m.o -L L1 -L L2 -lf -o out --entry=main";
    assertThat(runs(engine, words)).isTrue();
    assertThat(unskippable()).isEmpty();
    assertThat(runs(engine, words)).as("%s", because()).isFalse();
    assertThat(runs(engine, words)).isFalse();
    assertThat(Objects.requireNonNull(receipt().standing()).skips()).isEqualTo(2);
  }
}
