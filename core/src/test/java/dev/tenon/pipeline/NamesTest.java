package dev.tenon.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.option.ResponseFiles;
import dev.tenon.real.Lab;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of any name are linked, on the command line and through response files. */
class NamesTest {
  private static final String LETTERS = "ab -@'\"\\\n\t=,:;$*?#%&!(){}[]<>|~`^+äß語🙂";

  @TempDir Path folder;
  private Lab lab;
  private Links links;

  @BeforeEach
  void objects() {
    Lab.needs("gcc");
    lab = new Lab(folder);
    links = new Links(lab);
    lab.write("s.c", "int _start(){return 0;}\n").ok("gcc -c -O1 s.c");
  }

  /**
   * GNU ld takes a percent sign in the name of a map for the output's name, and LLD writes its
   * output through a name in which it replaces percent signs by digits: neither can do otherwise.
   */
  private static String name(SplittableRandom random, String engine) {
    var name = new StringBuilder();
    int[] letters = LETTERS.codePoints().toArray();
    for (int i = random.nextInt(1, 9); i > 0; i--) {
      name.appendCodePoint(letters[random.nextInt(letters.length)]);
    }
    return engine.equals("mold") ? name.toString() : name.toString().replace("%", "_");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void anyNameOfInputOutputFolderAndMapIsTakenAsItIs(String engine) throws Exception {
    Links.needs(engine);
    var random = new SplittableRandom(engine.hashCode());
    int rounds = Boolean.getBoolean("tenon.all") ? 300 : 40;
    for (int i = 0; i < rounds; i++) {
      Path place =
          Files.createDirectories(folder.resolve("d" + i).resolve("p" + name(random, engine)));
      String prefix = folder.relativize(place) + "/";
      boolean bare = random.nextBoolean();
      String input = (bare ? "" : prefix) + name(random, engine) + ".o";
      String output = prefix + name(random, engine) + ".out";
      String map = prefix + name(random, engine) + ".map";
      Files.copy(folder.resolve("s.o"), folder.resolve(input));
      String spelt = ResponseFiles.fileWord(input);
      var words = new ArrayList<>(List.of(spelt, "-o", output, "-Map=" + map));
      if (random.nextBoolean()) {
        Files.writeString(folder.resolve("words.rsp"), ResponseFiles.quote(words));
        words = new ArrayList<>(List.of("@words.rsp"));
      }
      Lab.Result result = links.tenon(engine, words);
      assertThat(result.exit()).as("%s: %s: %s", engine, words, result.err()).isZero();
      assertThat(folder.resolve(output)).isRegularFile();
      assertThat(Files.size(folder.resolve(map))).isPositive();
      Files.delete(folder.resolve(input));
    }
  }

  @Test
  void aResponseFileThatIsNotUtf8GoesToTheRealLinkerUntouched() throws Exception {
    Links.needs("bfd");
    byte[] text = "s.o -o n\u00e4me".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    Files.write(folder.resolve("latin1.rsp"), text);
    Lab.Result result = links.tenon("bfd", List.of("@latin1.rsp"));
    assertThat(result.exit()).as(result.err()).isZero();
    Lab.Result listed = lab.run(java.util.Map.of(), List.of("sh", "-c", "ls | grep -c '^n.*me$'"));
    assertThat(listed.out().strip()).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void manyInputsPassByAResponseFileOfOurs(String engine) throws Exception {
    Links.needs(engine);
    int count = Boolean.getBoolean("tenon.all") ? 60_000 : 6_000;
    lab.write("e.c", "int x;\n").ok("gcc -c -O1 -fno-common e.c");
    Files.createDirectory(folder.resolve("many"));
    lab.write("t.s", "").ok("as -o t.o t.s");
    var words = new ArrayList<String>(List.of("-o", "many.out", "s.o"));
    String longName = "n".repeat(count > 6_000 ? 40 : 200);
    for (int i = 0; i < count; i++) {
      String name = "many/" + longName + i + ".o";
      Files.createLink(folder.resolve(name), folder.resolve("t.o"));
      words.add(name);
    }
    Lab.Result result = links.tenon(engine, words);
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(folder.resolve("many.out")).isRegularFile();
  }
}
