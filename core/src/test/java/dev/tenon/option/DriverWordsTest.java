package dev.tenon.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DriverWordsTest {
  private static final OptionTable TABLE = OptionTable.driver();

  @TempDir Path folder = Path.of(".");

  @Test
  void aLinkLine() {
    assertThat(
            read(
                Family.GCC,
                "-O2 -g3 -o prog main.o -Wl,-rpath,/x,--as-needed -Xlinker -Map=m -Llib -L lib2"
                    + " -lfoo -l bar -fuse-ld=lld -no-pie -pthread -flto=4 -fsanitize=address"
                    + " -fno-sanitize=leak -static-libgcc -static-libstdc++ -nostdlib++ -m32"
                    + " -march=native -B dir -specs=s -T script -z now -x c++ - -rdynamic"
                    + " -shared-libgcc -fplugin=p.so"))
        .isEqualTo(
            "optimize=2 debug=3 output=prog 'main.o' linker-words=-rpath,/x,--as-needed"
                + " linker-word=-Map=m library-path=lib library-path=lib2 library=foo"
                + " library=bar fuse-ld=lld !pie pthread flto=4 sanitize=address"
                + " !sanitize=leak static-libgcc static-libstdcxx nostdlibxx machine=32"
                + " march=native prefix=dir specs=s script=script z=now language=c++ '-'"
                + " export-dynamic !static-libgcc plugin=p.so");
  }

  @Test
  void aCompileLine() {
    assertThat(
            read(
                Family.CLANG,
                "-c -MD -MF dep -MTx -I inc -Iinc2 -isystem sys -DX=1 -D Y -include pre.h"
                    + " -Xclang -load -mllvm -x=y -target x86_64-linux-gnu --target=t -std=c++20"
                    + " -Wall -Werror=foo -fno-common -mavx2 -arch_not a.c"))
        .isEqualTo(
            "compile -MD dependency-file=dep -MT=x include-path=inc include-path=inc2"
                + " -isystem=sys define=X=1 define=Y include=pre.h -Xclang=-load mllvm=-x=y"
                + " target=x86_64-linux-gnu target=t std=c++20 -W=all -W=error=foo"
                + " -f=no-common -m=avx2 ?-arch_not 'a.c'");
  }

  @Test
  void whatStopsBeforeTheLinkIsKnown() {
    for (var word : List.of("-c", "-S", "-E", "-fsyntax-only", "-M", "-MM", "-###", "--analyze")) {
      assertThat(role(Family.CLANG, word)).as(word).isEqualTo(Role.NO_LINK);
    }
    for (var word : List.of("--version", "-dumpmachine", "-print-search-dirs", "--help")) {
      assertThat(role(Family.GCC, word)).as(word).isEqualTo(Role.QUERY);
    }
    for (var word : List.of("-MD", "-MMD", "-v", "-Wall", "-g", "-DX")) {
      assertThat(role(Family.GCC, word)).as(word).isIn(Role.COMPILE, Role.SETTING);
    }
    for (var word : List.of("-flto", "-pg", "-m32", "-fopenmp", "--coverage", "-fprofile-arcs")) {
      assertThat(role(Family.GCC, word)).as(word).isEqualTo(Role.BOTH);
    }
  }

  /** An option that takes the next word must be known, or that word would be taken for an input. */
  @Test
  void everyOptionOfGccThatTakesTheNextWordIsKnown() {
    Tools.need("gcc");
    var help = Tools.run(folder, List.of("gcc", "--help=separate")).output();
    // The first four take a word in the preprocessor, not in the driver; -gnatO is for Ada alone.
    var words = wordsOf(help, Pattern.compile("^  (-[^ <\\[]*[^ <\\[=])"));
    words.removeAll(
        Set.of("-MD", "-MMD", "--write-dependencies", "--write-user-dependencies", "-gnatO"));
    words.addAll(
        List.of(
            "-Xlinker",
            "-Xassembler",
            "-Xpreprocessor",
            "-l",
            "-u",
            "-z",
            "-e",
            "-T",
            "-B",
            "-Tbss",
            "-Tdata",
            "-Ttext",
            "-wrapper",
            "--param",
            "-specs",
            "--sysroot",
            "-A",
            "-h"));
    assertThat(words).hasSizeGreaterThan(30);
    assertThat(notTakingTheNextWord(words, Family.GCC)).isEmpty();
  }

  @Test
  void everyOptionOfClangThatTakesTheNextWordIsKnown() {
    Tools.need("clang-19");
    var help = Tools.run(folder, List.of("clang-19", "--help-hidden")).output();
    var words = wordsOf(help, Pattern.compile("^  (-[^ <=]*) <"));
    words.addAll(List.of("-Xlinker", "-l", "-u", "-e", "-rpath", "--param", "-framework", "-A"));
    assertThat(words).hasSizeGreaterThan(60);
    assertThat(notTakingTheNextWord(words, Family.CLANG)).isEmpty();
  }

  /** The other way round: the real driver takes the next word wherever the table says so. */
  @ParameterizedTest
  @EnumSource(
      value = Family.class,
      names = {"GCC", "CLANG"})
  void theDriverTakesTheNextWordWhereTheTableSaysSo(Family family) {
    Tools.need(Tools.command(family));
    var wrong = new ArrayList<String>();
    int tried = 0;
    for (var option : TABLE.options()) {
      for (var s : option.spellings()) {
        if (!s.separate() || !s.families().contains(family)) {
          continue;
        }
        tried++;
        // With -### clang looks at its inputs all the same; gcc does not.
        var words = List.of(Tools.command(family), s.word(), "value");
        var said = Tools.run(folder, family == Family.CLANG ? dry(words) : words).output();
        if (said.matches("(?s).*(value: No such file|no such file or directory: 'value').*")) {
          // Some name the value because they use it, as -T and -specs do.
          var used = Set.of(Role.LIBRARY, Role.LINKER_WORDS, Role.INPUT, Role.DRIVER, Role.QUERY);
          if (!used.contains(option.role())) {
            wrong.add(s.word() + ": " + said.strip());
          }
        }
      }
    }
    assertThat(tried).isGreaterThan(40);
    assertThat(wrong).isEmpty();
  }

  private static List<String> dry(List<String> words) {
    var dry = new ArrayList<>(words);
    dry.add("-###");
    return dry;
  }

  private static Set<String> wordsOf(String help, Pattern pattern) {
    var words = new TreeSet<String>();
    for (var line : help.split("\n", -1)) {
      var matcher = pattern.matcher(line);
      if (matcher.find()) {
        words.add(matcher.group(1));
      }
    }
    return words;
  }

  private static Set<String> notTakingTheNextWord(Set<String> words, Family family) {
    var wrong = new TreeSet<String>();
    for (var word : words) {
      var read = TABLE.read(List.of(word, "next.c"), family);
      if (read.size() != 1) {
        wrong.add(word);
      }
    }
    return wrong;
  }

  private static Role role(Family family, String word) {
    var read = TABLE.read(List.of(word), family).getFirst();
    assertThat(read).isInstanceOf(Word.Known.class);
    return ((Word.Known) read).option().role();
  }

  private static String read(Family family, String words) {
    return TABLE.read(List.of(words.split(" ")), family).stream()
        .map(DriverWordsTest::show)
        .collect(Collectors.joining(" "));
  }

  private static String show(Word word) {
    return switch (word) {
      case Word.Positional p -> "'" + p.text() + "'";
      case Word.Known k ->
          (k.on() ? "" : "!") + k.option().id() + (k.value() == null ? "" : "=" + k.value());
      case Word.Unknown u -> "?" + u.word();
      case Word.MissingValue m -> m.option().id() + "=??";
    };
  }
}
