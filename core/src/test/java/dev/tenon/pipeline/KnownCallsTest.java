package dev.tenon.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.real.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A call that came before is understood from memory. Whatever else decides what it means is looked
 * at again: each link gives what the bare linker gives.
 */
class KnownCallsTest {
  @TempDir Path folder;
  private Lab lab;
  private Links links;

  @BeforeEach
  void objects() {
    Lab.needs("gcc");
    lab = new Lab(folder);
    links = Links.resident(lab);
    lab.write("a.c", "int main(void) { return 1; }\n")
        .write("b.c", "int main(void) { return 2; }\n")
        .ok("gcc -c a.c b.c");
  }

  private void linkEquals(Map<String, String> variables, String engine, String output, String words)
      throws IOException {
    var all = List.of(words.split(" "));
    var environment = new HashMap<>(variables);
    environment.put("TENON_ENGINE", engine);
    assertThat(links.tenon(environment, all).exit()).isZero();
    byte[] ours = Files.readAllBytes(folder.resolve(output));
    Files.delete(folder.resolve(output));
    var line = new ArrayList<>(List.of(Links.program(engine)));
    line.addAll(all);
    assertThat(lab.run(variables, line).exit()).isZero();
    assertThat(ours).as(words).isEqualTo(Files.readAllBytes(folder.resolve(output)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void aResponseFileThatChangesIsReadAgain(String engine) throws IOException {
    Links.needs(engine);
    lab.write("rsp", "a.o -e main");
    linkEquals(Map.of(), engine, "out", "-o out @rsp");
    linkEquals(Map.of(), engine, "out", "-o out @rsp");
    lab.write("rsp", "b.o -e main");
    linkEquals(Map.of(), engine, "out", "-o out @rsp");
  }

  @Test
  void aScriptThatNamesTheOutputIsReadAgain() throws IOException {
    Links.needs("bfd");
    lab.write("script", "OUTPUT(one) INPUT(a.o) ENTRY(main)\n");
    linkEquals(Map.of(), "bfd", "one", "-T script");
    linkEquals(Map.of(), "bfd", "one", "-T script");
    lab.write("script", "OUTPUT(two) INPUT(b.o) ENTRY(main)\n");
    linkEquals(Map.of(), "bfd", "two", "-T script");
  }

  @Test
  void aVariableThatDecidesIsLookedAtAgain() throws IOException {
    Links.needs("bfd");
    lab.ok("gcc -shared -o libb.so b.o");
    String words = "-o out a.o -e main -L. -lb --no-as-needed";
    linkEquals(Map.of("LD_RUN_PATH", "/one"), "bfd", "out", words);
    linkEquals(Map.of("LD_RUN_PATH", "/one"), "bfd", "out", words);
    linkEquals(Map.of("LD_RUN_PATH", "/other"), "bfd", "out", words);
    linkEquals(Map.of(), "bfd", "out", words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void theNameOfTheResolutionFileMakesNoOtherCall(String engine) throws IOException {
    Links.needs(engine);
    String plugin = lab.run(Map.of(), List.of("gcc", "-print-file-name=liblto_plugin.so")).out();
    String words = "-o out -plugin " + plugin.strip() + " -plugin-opt=-fresolution=";
    linkEquals(Map.of(), engine, "out", words + folder + "/x.res a.o -e main");
    linkEquals(Map.of(), engine, "out", words + folder + "/y.res a.o -e main");
    linkEquals(Map.of(), engine, "out", words + folder + "/z.res b.o -e main");
  }
}
