package dev.tenon.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RSP: response files are read and written as the real tools do. */
class ResponseFilesTest {
  @TempDir Path folder = Path.of(".");

  @Test
  void whiteSpaceSeparatesAndQuotesAndBackslashesHold() {
    assertThat(ResponseFiles.split("a b\tc\nd\r\ne\u000bf\fg  "))
        .containsExactly("a", "b", "c", "d", "e", "f", "g");
    assertThat(ResponseFiles.split("\"a b\" 'c d' e\\ f")).containsExactly("a b", "c d", "e f");
    assertThat(ResponseFiles.split("'a\\'b' \"a\\\"b\" 'a\\nb'"))
        .containsExactly("a'b", "a\"b", "anb");
    assertThat(ResponseFiles.split("a\"b c\"d'e f'")).containsExactly("ab cde f");
    assertThat(ResponseFiles.split("a \"\" ''")).containsExactly("a", "", "");
    assertThat(ResponseFiles.split("\"ab c")).containsExactly("ab c");
    assertThat(ResponseFiles.split("ab\\")).containsExactly("ab");
    assertThat(ResponseFiles.split("a\\\nb")).containsExactly("a\nb");
    assertThat(ResponseFiles.split(" \n")).isEmpty();
    assertThat(ResponseFiles.split("a\0b")).containsExactly("a");
    assertThat(ResponseFiles.split("a #b $c")).containsExactly("a", "#b", "$c");
  }

  @Test
  void filesMayNameFilesAndWhatCannotBeReadStaysAWord() {
    var files = Map.of("one", "b @two '@no such' e", "two", "c d");
    assertThat(ResponseFiles.expand(List.of("a", "@one", "@", "@missing"), files::get))
        .containsExactly("a", "b", "c", "d", "@no such", "e", "@", "@missing");
  }

  @Test
  void theSameFileMayBeNamedTwiceButNotByItself() {
    var files = Map.of("one", "x", "loop", "@pool", "pool", "@loop");
    assertThat(ResponseFiles.expand(List.of("@one", "@one"), files::get)).containsExactly("x", "x");
    assertThatThrownBy(() -> ResponseFiles.expand(List.of("@loop"), files::get))
        .isInstanceOf(ResponseFiles.RefusedException.class)
        .hasMessageContaining("loop");
  }

  @Test
  void whatIsQuotedIsReadBack() {
    var random = new Random(17);
    for (int i = 0; i < 2000; i++) {
      var words = new ArrayList<String>();
      for (int n = random.nextInt(6); n > 0; n--) {
        words.add(word(random, random.nextInt(12)));
      }
      assertThat(ResponseFiles.split(ResponseFiles.quote(words))).isEqualTo(words);
    }
  }

  /** Files of any name, given in a response file, are found by every tool and linked. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void everyToolReadsBackWhatIsQuoted(Family family) throws Exception {
    Tools.need(Tools.command(family));
    var object = Tools.emptyObject(folder);
    var names = names(new Random(family.name().hashCode()), family);
    var copies = new StringBuilder();
    for (var name : names) {
      copies.append("cp empty.o ").append(shell("./" + name)).append('\n');
    }
    assertThat(Tools.run(folder, List.of("sh", "-e"), copies.toString()).output()).isEmpty();
    assertThat(Files.exists(object)).isTrue();

    var words = new ArrayList<String>();
    boolean driver = family == Family.GCC || family == Family.CLANG;
    words.addAll(List.of("-r", "-o", "out \"put'\\", driver ? "-nostdlib" : "--trace"));
    names.forEach(n -> words.add(ResponseFiles.fileWord(n)));
    write("words", ResponseFiles.quote(words));
    var linked = Tools.run(folder, List.of(Tools.command(family), "@words"));
    assertThat(linked.status()).as(linked.output()).isZero();
    assertThat(folder.resolve("out \"put'\\")).exists();
    // mold 1.10 does not trace under -r; that all files were found must do.
    if (family == Family.BFD || family == Family.LLD) {
      var expected = new StringBuilder();
      names.forEach(n -> expected.append(ResponseFiles.fileWord(n)).append('\n'));
      assertThat(linked.output()).isEqualTo(expected.toString());
    }
  }

  /** mold 1.10 does not look into nested files at all. */
  @ParameterizedTest
  @EnumSource(
      value = Family.class,
      names = {"BFD", "LLD", "GCC", "CLANG"})
  void aNestedFileIsRelativeToTheWorkingFolderForEveryTool(Family family) throws Exception {
    Tools.need(Tools.command(family));
    var object = Tools.emptyObject(folder);
    Files.createDirectory(folder.resolve("sub"));
    write("sub/outer", "@inner");
    boolean driver = family == Family.GCC || family == Family.CLANG;
    write("inner", "-r '" + object + "' -o done " + (driver ? "-nostdlib" : ""));
    var linked = Tools.run(folder, List.of(Tools.command(family), "@sub/outer"));
    assertThat(linked.status()).as(linked.output()).isZero();
    assertThat(folder.resolve("done")).exists();
  }

  /** An empty word reaches GNU ld as an empty file name; LLD and clang drop it. */
  @Test
  void gnuLdSeesEmptyWords() throws IOException {
    Tools.need("ld.bfd");
    write("words", ResponseFiles.quote(List.of("", "a")));
    assertThat(Tools.run(folder, List.of("ld.bfd", "@words")).output())
        .contains("cannot find : No such file")
        .contains("cannot find a: No such file");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private static String shell(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  private static Set<String> names(Random random, Family family) {
    var names =
        new TreeSet<>(
            List.of("@at", "-dash", "=root", "a b", "a\nb", "a\\", "\\\\", "'", "\"", "\t"));
    while (names.size() < 60) {
      var name = word(random, 1 + random.nextInt(10)).replace("/", "_");
      // A driver goes by what stands after the last dot.
      name = family == Family.GCC || family == Family.CLANG ? name.replace('.', ',') : name;
      if (!name.matches("[.]{1,2}") && !name.equals("empty,o")) {
        names.add(name);
      }
    }
    return names;
  }

  private static String word(Random random, int length) {
    var letters = "ab=,-@#$%&*()[]{}|;<>?!~`^+.:/ \t\n\r\u000b\f\"'\\\"'\\\u00e4\u20ac\ud83d\ude00";
    var points = letters.codePoints().toArray();
    var word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return word.toString();
  }
}
