package dev.tenon.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table against the linkers that are installed. */
class RealLinkersTest {
  private static final OptionTable TABLE = OptionTable.linker();
  private static final String MINGW = "x86_64-w64-mingw32-ld";
  private static final Pattern WORD =
      Pattern.compile("(?<=^|[ ,/])(-z [\\w-]+|--?[A-Za-z]\\w*(?:-\\w+)*|-\\(|-\\))");
  private static final Pattern REFUSED =
      Pattern.compile(
          "unrecogni[sz]ed option|unknown argument|unknown command line option|unknown -z value"
              + "|unable to disambiguate|doesn't allow|missing argument|argument missing"
              + "|warning: -z .* ignored");

  /** Words of a help text that the linker itself does not take. */
  private static final Map<String, String> MISPRINTS =
      Map.of(
          "--base_file", "GNU ld takes --base-file",
          "--architecture", "GNU ld takes -A",
          "-z x86-64-", "short for several keywords");

  @TempDir Path folder = Path.of(".");

  @ParameterizedTest
  @EnumSource(
      value = Family.class,
      names = {"BFD", "LLD", "MOLD"})
  void everyWordOfHelpIsKnown(Family family) {
    Tools.need(Tools.command(family));
    assertThat(unknownWordsOfHelp(Tools.command(family), family)).isEmpty();
  }

  @Test
  void everyWordOfTheHelpOfMingwsLinkerIsKnown() {
    Tools.need(MINGW);
    assertThat(unknownWordsOfHelp(MINGW, Family.BFD)).isEmpty();
  }

  private Set<String> unknownWordsOfHelp(String command, Family family) {
    var help = Tools.run(folder, List.of(command, "--help")).output();
    var unknown = new TreeSet<String>();
    int words = 0;
    for (var line : help.split("\n", -1)) {
      for (var word : wordsOfHelp(line)) {
        words++;
        var read = TABLE.read(List.of(word.split(" ")), family).getFirst();
        boolean known =
            switch (read) {
              case Word.Known k ->
                  TABLE.support(k.option(), family).accepted()
                      && !k.option().id().equals("z-other");
              case Word.MissingValue m -> TABLE.support(m.option(), family).accepted();
              case Word.Positional p -> false;
              case Word.Unknown u -> false;
            };
        boolean keywordWithValue =
            word.startsWith("-z ") && !known && keywordWithValue(word, family);
        if (!known && !keywordWithValue && !MISPRINTS.containsKey(word)) {
          unknown.add(word);
        }
      }
    }
    assertThat(words).as("words found in the help").isGreaterThan(150);
    return unknown;
  }

  private static boolean keywordWithValue(String word, Family family) {
    var read = TABLE.read(List.of("-z", word.substring(3) + "=1"), family).getFirst();
    return read instanceof Word.Known k && !k.option().id().equals("z-other");
  }

  /** The words before the description, {@code --[no-]x} counting as two. */
  private static List<String> wordsOfHelp(String line) {
    var indent = line.length() - line.stripLeading().length();
    if (indent == 0 || indent > 4 || line.stripLeading().charAt(0) != '-') {
      return List.of();
    }
    var head = line.strip().split(" {2,}| (?=[A-Z][a-z])", 2)[0];
    var result = new ArrayList<String>();
    var toggles = head.replaceAll("\\[(?:no|disable)-\\]", "");
    if (!toggles.equals(head)) {
      result.addAll(wordsOfHelp("  " + head.replace("[", "").replace("]", "")));
    }
    var matcher = WORD.matcher(toggles.replaceAll("[=\\[<{][^ ,]*", ""));
    while (matcher.find()) {
      result.add(matcher.group());
    }
    return result;
  }

  @ParameterizedTest
  @EnumSource(
      value = Family.class,
      names = {"BFD", "LLD", "MOLD"})
  void everyWordThatWeWriteIsTaken(Family family) throws Exception {
    Tools.need(Tools.command(family));
    Files.writeString(folder.resolve("file"), "");
    var version = version(Tools.command(family));
    var refused = new ArrayList<String>();
    int tried = 0;
    for (var option : TABLE.options()) {
      if (Set.of("run", "chroot", "directory", "z-other").contains(option.id())
          || (family == Family.BFD && (option.is(Mark.OTHER) || option.is(Mark.PE)))) {
        continue;
      }
      for (var words : spelt(option, family, version)) {
        tried++;
        if (!taken(Tools.words(Tools.command(family), words), option)) {
          refused.add(String.join(" ", words));
        }
      }
    }
    assertThat(tried).isGreaterThan(200);
    assertThat(refused).isEmpty();
  }

  @Test
  void everyWordForWindowsThatWeWriteIsTakenByMingwsLinker() throws Exception {
    Tools.need(MINGW);
    Files.writeString(folder.resolve("file"), "");
    var version = version(MINGW);
    var refused = new ArrayList<String>();
    for (var option : TABLE.options()) {
      if (!option.is(Mark.PE)) {
        continue;
      }
      for (var words : spelt(option, Family.BFD, version)) {
        // Some exist for one of the two machines only.
        if (!taken(Tools.words(MINGW, join(List.of("-m", "i386pep"), words)), option)
            && !taken(Tools.words(MINGW, join(List.of("-m", "i386pe"), words)), option)) {
          refused.add(String.join(" ", words));
        }
      }
    }
    assertThat(refused).isEmpty();
  }

  /** What the help texts do not say: where one dash means something else. */
  @ParameterizedTest
  @EnumSource(
      value = Family.class,
      names = {"BFD", "LLD", "MOLD"})
  void omagicWithOneDashIsAnOutputFile(Family family) {
    Tools.need(Tools.command(family));
    var object = Tools.emptyObject(folder);
    var linked =
        Tools.run(folder, List.of(Tools.command(family), "-shared", object.toString(), "-omagic"));
    assertThat(linked.status()).as(linked.output()).isZero();
    assertThat(folder.resolve("magic")).exists();
    var read = TABLE.read(List.of("-omagic"), family).getFirst();
    assertThat(read).isInstanceOf(Word.Known.class);
    assertThat(((Word.Known) read).value()).isEqualTo("magic");
  }

  /** Single dashes are read as the linker reads them, for every long word that takes a value. */
  @ParameterizedTest
  @EnumSource(
      value = Family.class,
      names = {"BFD", "LLD", "MOLD"})
  void oneDashIsReadAsTheLinkerReadsIt(Family family) {
    Tools.need(Tools.command(family));
    var version = version(Tools.command(family));
    var wrong = new ArrayList<String>();
    int tried = 0;
    for (var option : TABLE.options()) {
      boolean skipped =
          option.is(Mark.PE)
              || option.is(Mark.OTHER)
              || Set.of("run", "chroot", "directory", "architecture").contains(option.id());
      for (var s : option.spellings()) {
        var name = s.word().replaceFirst("^-+", "");
        if (skipped
            || s.keyword()
            || name.length() < 2
            || s.bare()
            || !s.equals()
            || !s.families().contains(family)
            || option.content() == Content.READ
            || OptionTable.older(version, s.since())
            || !TABLE.support(option, family).accepted()
            || OptionTable.older(version, TABLE.support(option, family).since())) {
          continue;
        }
        tried++;
        // Without its value the word is refused, unless its beginning is a letter with a value.
        var said = Tools.run(folder, List.of(Tools.command(family), "-" + name)).output();
        boolean refused = REFUSED.matcher(said).find() || said.contains("requires an argument");
        var read = TABLE.read(List.of("-" + name), family).getFirst();
        boolean complete =
            read instanceof Word.Known k && TABLE.support(k.option(), family).accepted();
        if (refused == complete) {
          wrong.add("-" + name + ": " + read + ", but: " + said.lines().findFirst().orElse(""));
        }
      }
    }
    assertThat(tried).isGreaterThan(20);
    assertThat(wrong).isEmpty();
  }

  /**
   * A flag with one dash is the flag, or the table says so: mold takes {@code -end-group} for
   * {@code -e nd-group}, which shows in what it makes.
   */
  @ParameterizedTest
  @EnumSource(
      value = Family.class,
      names = {"BFD", "LLD", "MOLD"})
  void aFlagWithOneDashIsReadAsTheLinkerReadsIt(Family family) throws Exception {
    Tools.need(Tools.command(family), "gcc");
    var program = "int f(void){return 1;}\nvoid _start(void){f();}\n";
    Tools.run(folder, List.of("gcc", "-xc", "-c", "-O0", "-o", "p.o", "-"), program);
    var version = version(Tools.command(family));
    var wrong = new ArrayList<String>();
    int tried = 0;
    for (var option : TABLE.options()) {
      for (var s : option.spellings()) {
        var name = s.word().replaceFirst("^-+", "");
        if (s.keyword()
            || !s.flag()
            || name.length() < 2
            || !Character.isLetter(name.charAt(0))
            || option.role() == Role.QUERY
            || option.is(Mark.PRINTS)
            || option.is(Mark.PE)
            || option.is(Mark.OTHER)
            || !s.families().contains(family)
            || OptionTable.older(version, s.since())
            || !TABLE.support(option, family).accepted()
            || OptionTable.older(version, TABLE.support(option, family).since())) {
          continue;
        }
        tried++;
        boolean same = made(family, "-" + name).equals(made(family, "--" + name));
        var read = TABLE.read(List.of("-" + name), family).getFirst();
        boolean readSo = read instanceof Word.Known known && known.option().equals(option);
        if (readSo && !same) {
          wrong.add("-" + name + " is not --" + name + " but read as it");
        }
      }
    }
    assertThat(tried).isGreaterThan(50);
    assertThat(wrong).isEmpty();
  }

  private String made(Family family, String word) throws Exception {
    Path out = folder.resolve("out");
    Files.deleteIfExists(out);
    Tools.run(folder, List.of(Tools.command(family), word, "p.o", "-o", "out"));
    return Files.exists(out) ? java.util.Arrays.toString(Files.readAllBytes(out)) : "";
  }

  private static List<List<String>> spelt(Option option, Family family, String version) {
    var values = new ArrayList<@Nullable String>();
    values.add(null);
    values.add(sample(option));
    values.addAll(option.choices());
    var result = new ArrayList<List<String>>();
    for (boolean on : new boolean[] {true, false}) {
      for (var value : values) {
        Optional<List<String>> words = TABLE.spell(option, on, value, family, version);
        if (words.isPresent() && !result.contains(words.get())) {
          result.add(words.get());
        }
      }
    }
    if (!option.choices().isEmpty() && result.size() > 1) {
      // Which values a linker knows is its own affair; that it knows the option is the table's.
      return List.of(result.get(result.size() > 2 ? 1 : 0));
    }
    return result;
  }

  private static @Nullable String sample(Option option) {
    return switch (option.content()) {
      case NONE -> null;
      case NUMBER -> "2";
      case ADDRESS -> "0x10000";
      case CHOICE -> option.choices().getFirst();
      case DEFINE -> "a=1";
      case READ -> "file";
      case FOLDER, SEARCH_FOLDER, WRITE_FOLDER, WRITE, RUNTIME_PATH, COMMAND, LIBRARY -> "there";
      case TEXT, SYMBOL, WORDS -> "text";
    };
  }

  private boolean taken(List<String> words, Option option) {
    var output = Tools.run(folder, words).output();
    boolean valueIsInput =
        option.content() != Content.LIBRARY
            && output
                .lines()
                .anyMatch(l -> l.matches(".*cannot (find|open) (text|2|a=1|there): .*"));
    return !REFUSED.matcher(output).find() && !valueIsInput;
  }

  private String version(String command) {
    var said = Tools.run(folder, List.of(command, "--version")).output();
    var matcher = Pattern.compile("\\d+\\.\\d+(\\.\\d+)?").matcher(said);
    assertThat(matcher.find()).as(said).isTrue();
    return matcher.group();
  }

  private static List<String> join(List<String> a, List<String> b) {
    var all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }
}
