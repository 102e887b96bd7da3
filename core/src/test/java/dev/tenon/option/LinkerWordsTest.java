package dev.tenon.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LinkerWordsTest {
  private static final OptionTable TABLE = OptionTable.linker();

  @Test
  void whatGccHandsToGnuLd() {
    assertThat(
            read(
                Family.BFD,
                "-plugin /usr/lib/liblto_plugin.so -plugin-opt=/usr/lib/lto-wrapper"
                    + " -plugin-opt=-fresolution=/tmp/x.res -plugin-opt=-pass-through=-lgcc"
                    + " --build-id --eh-frame-hdr -m elf_x86_64 --hash-style=gnu --as-needed"
                    + " -dynamic-linker /lib64/ld-linux-x86-64.so.2 -pie -o hello Scrt1.o"
                    + " -L/usr/lib -L.. hello.o -lgcc --push-state --as-needed -lgcc_s"
                    + " --pop-state -lc crtn.o"))
        .isEqualTo(
            "plugin=/usr/lib/liblto_plugin.so plugin-opt=/usr/lib/lto-wrapper"
                + " plugin-opt=-fresolution=/tmp/x.res plugin-opt=-pass-through=-lgcc"
                + " build-id eh-frame-hdr emulation=elf_x86_64 hash-style=gnu as-needed"
                + " dynamic-linker=/lib64/ld-linux-x86-64.so.2 pie output=hello 'Scrt1.o'"
                + " library-path=/usr/lib library-path=.. 'hello.o' library=gcc push-state"
                + " as-needed library=gcc_s pop-state library=c 'crtn.o'");
  }

  @Test
  void whatRustcAndMuslGccHandToLld() {
    assertThat(
            read(
                Family.LLD,
                "-static -pie --no-dynamic-linker -z text -znorelro --start-group a.rlib -Bstatic"
                    + " -Bdynamic --end-group --gc-sections -O1 --strip-debug -shared"
                    + " --version-script=/tmp/list --no-undefined-version -soname libx.so"
                    + " --threads=2 -nostdlib -no-pie --wrap=malloc -e main"))
        .isEqualTo(
            "static pie !dynamic-linker z-text !z-relro start-group 'a.rlib' static-libraries"
                + " !static-libraries end-group gc-sections merge-tail=1 strip-debug shared"
                + " version-script=/tmp/list !undefined-version soname=libx.so threads=2 nostdlib"
                + " !pie wrap=malloc entry=main");
  }

  @Test
  void gnuLdTakesBeginningsOfLongOptionsThatOnlyOneOptionHas() {
    assertThat(read(Family.BFD, "--whole-ar a.a -no-whole -sonam x -bu -dynamic-link=y"))
        .isEqualTo("whole-archive 'a.a' !whole-archive soname=x build-id dynamic-linker=y");
    assertThat(read(Family.BFD, "-so -en --strip --hash=gnu -pi"))
        .isEqualTo("?-so ?-en ?--strip ?--hash=gnu ?-pi");
    assertThat(read(Family.LLD, "--whole-ar")).isEqualTo("?--whole-ar");
  }

  @Test
  void aDashMeansWhatTheLinkerTakesItFor() {
    assertThat(read(Family.BFD, "-omagic")).isEqualTo("output=magic");
    assertThat(read(Family.BFD, "--omagic")).isEqualTo("omagic");
    assertThat(read(Family.BFD, "-library=c")).isEqualTo("library=ibrary=c");
    assertThat(read(Family.LLD, "-library=c")).isEqualTo("library=c");
    assertThat(read(Family.LLD, "-execute-only")).isEqualTo("entry=xecute-only");
    assertThat(read(Family.MOLD, "-entry=x")).isEqualTo("entry=ntry=x");
    assertThat(read(Family.BFD, "-entry=x")).isEqualTo("entry=x");
    assertThat(read(Family.BFD, "-Ttext=0x1000 -Ttext0x1000 -Tx -T y"))
        .isEqualTo("text-address=0x1000 script=text0x1000 script=x script=y");
  }

  @Test
  void theSameLetterCanMeanDifferentThings() {
    assertThat(read(Family.BFD, "-R x")).isEqualTo("just-symbols=x");
    assertThat(read(Family.LLD, "-R x")).isEqualTo("rpath=x");
    assertThat(read(Family.LLD, "--threads 4")).isEqualTo("threads=4");
    assertThat(read(Family.MOLD, "--threads 4")).isEqualTo("threads '4'");
    assertThat(read(Family.MOLD, "--no-threads")).isEqualTo("!threads");
  }

  @Test
  void gnuLdTakesSeveralLettersInOneWord() {
    assertThat(read(Family.BFD, "-sx")).isEqualTo("strip-all discard=all");
    assertThat(read(Family.BFD, "-Nxo out")).isEqualTo("omagic discard=all output=out");
    assertThat(read(Family.BFD, "-sQ")).isEqualTo("?-sQ");
    assertThat(read(Family.LLD, "-sx")).isEqualTo("?-sx");
  }

  @Test
  void keywordsOfZ() {
    assertThat(read(Family.MOLD, "-z now -zlazy -z max-page-size=65536 -zdefs --no-undefined"))
        .isEqualTo("z-now !z-now z-max-page-size=65536 no-undefined no-undefined");
    assertThat(read(Family.BFD, "-z nonsense -z rodynamic"))
        .isEqualTo("z-other=nonsense z-rodynamic");
  }

  @Test
  void anOptionOfAnotherLinkerIsKnownButNotSupported() {
    assertThat(read(Family.BFD, "--start-lib --icf=all")).isEqualTo("start-lib icf=all");
    var icf = option("icf");
    assertThat(TABLE.support(icf, Family.BFD).accepted()).isFalse();
    assertThat(TABLE.spell(icf, true, "all", Family.BFD)).isEmpty();
  }

  @Test
  void aMissingValueIsSaid() {
    assertThat(TABLE.read(List.of("-o"), Family.LLD).getFirst())
        .isEqualTo(new Word.MissingValue(option("output"), "-o"));
    assertThat(TABLE.read(List.of("--lto"), Family.LLD).getFirst())
        .isEqualTo(new Word.MissingValue(option("lto"), "--lto"));
  }

  @Test
  void spellingsCarryAnyValue() {
    assertThat(TABLE.spell(option("output"), true, "-x y", Family.BFD))
        .contains(List.of("-o", "-x y"));
    assertThat(TABLE.spell(option("soname"), true, "", Family.MOLD)).contains(List.of("--soname="));
    assertThat(TABLE.spell(option("library"), true, "m", Family.LLD)).contains(List.of("-lm"));
    assertThat(TABLE.spell(option("library"), true, "ibrary=c", Family.LLD))
        .contains(List.of("-l", "ibrary=c"));
    assertThat(TABLE.spell(option("z-max-page-size"), true, "4096", Family.LLD))
        .contains(List.of("-z", "max-page-size=4096"));
  }

  @Test
  void spellingsKnowVersions() {
    var none = option("discard");
    assertThat(TABLE.spell(none, true, "none", Family.MOLD, "1.10.1")).isEmpty();
    assertThat(TABLE.spell(none, true, "none", Family.MOLD, "2.42.0"))
        .contains(List.of("--discard-none"));
    assertThat(TABLE.spell(option("rosegment"), true, null, Family.BFD, "2.40")).isEmpty();
    assertThat(TABLE.spell(option("rosegment"), true, null, Family.BFD, "2.43.1"))
        .contains(List.of("--rosegment"));
  }

  private static Option option(String id) {
    var option = TABLE.byId(id);
    assertThat(option).as(id).isNotNull();
    return java.util.Objects.requireNonNull(option);
  }

  private static String read(Family family, String words) {
    return TABLE.read(List.of(words.split(" ")), family).stream()
        .map(LinkerWordsTest::show)
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
