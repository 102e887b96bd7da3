package dev.tenon.frontend.ld;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.OutputKind;
import dev.tenon.model.State;
import dev.tenon.option.Family;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a plan says, and when none is made; SameMeaningTest holds the rules against the linkers. */
class LdFrontendTest {
  private static LdFrontend.Parsed read(Family family, String line) {
    return LdFrontend.read(List.of(line.split(" ")), family, null);
  }

  @ParameterizedTest
  @CsvSource({
    "BFD, -shared -no-pie, EXECUTABLE",
    "LLD, -shared -no-pie, SHARED",
    "MOLD, -shared -no-pie, SHARED",
    "BFD, -pie -shared, SHARED",
    "LLD, -r -no-pie, RELOCATABLE",
    "MOLD, -r -shared, RELOCATABLE",
    "BFD, -Ur, RELOCATABLE",
  })
  void theKindIsTheOneThatTheLinkerMakes(Family family, String words, OutputKind kind) {
    var parsed = read(family, words + " a.o");
    assertThat(parsed.incomplete()).isNull();
    assertThat(parsed.plan().kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "BFD, -r -shared a.o",
    "BFD, -r -no-pie a.o",
    "LLD, -shared -pie a.o",
    "MOLD, -shared -pie a.o",
    "BFD, --start-group a.o",
    "LLD, --end-lib a.o",
    "MOLD, --pop-state a.o",
    "BFD, -sx a.o",
    "BFD, -heap 2 a.o",
    "BFD, --threads=2 a.o",
    "LLD, a.o -o",
  })
  void wordsThatNoPlanCanStandForHaveAReason(Family family, String words) {
    assertThat(read(family, words).incomplete()).isNotBlank();
  }

  @Test
  void theLastWordOfMoldsHoldsForLibrariesInFrontOfIt() {
    LinkPlan plan = read(Family.MOLD, "-lm -static").plan();
    assertThat(plan.isStatic()).isTrue();
    assertThat(plan.items()).containsExactly(library(State.PLAIN.withStatic(true)));
    plan = read(Family.MOLD, "-static -lm -Bdynamic").plan();
    assertThat(plan.isStatic()).isFalse();
    assertThat(plan.items())
        .containsExactly(library(State.PLAIN.withStatic(true)), new Item.Implicit(State.PLAIN));
  }

  @Test
  void gnuLdLinksStaticallyOnlyIfThatIsSaidBeforeTheFirstInput() {
    assertThat(read(Family.BFD, "-lm -static").plan().isStatic()).isFalse();
    assertThat(read(Family.BFD, "-Bstatic -Bdynamic -lm").plan().isStatic()).isTrue();
    assertThat(read(Family.BFD, "-N -lm").plan().items())
        .contains(library(State.PLAIN.withStatic(true)));
    assertThat(read(Family.BFD, "-N -Bdynamic -lm").plan().items()).contains(library(State.PLAIN));
  }

  @Test
  void outputsHaveTheNamesThatTheLinkerGivesThem() {
    assertThat(outputs(Family.LLD, "a.o --time-trace"))
        .containsExactly("time-trace=<cwd>/a.out.time-trace", "primary=<cwd>/a.out");
    assertThat(outputs(Family.LLD, "a.o -o x --time-trace --time-trace=t"))
        .containsExactly("time-trace=<cwd>/t", "primary=<cwd>/x");
    assertThat(outputs(Family.LLD, "a.o -o x --save-temps=preopt"))
        .containsExactly("primary=<cwd>/x");
    assertThat(outputs(Family.BFD, "-m i386pep a.o")).containsExactly("primary=<cwd>/a.exe");
    assertThat(outputs(Family.BFD, "a.o -o x -Map=m -Map=-")).containsExactly("primary=<cwd>/x");
    var mingw = LdFrontend.read(List.of("a.o", "--heap", "2"), Family.BFD, null, true);
    assertThat(mingw.incomplete()).isNull();
    assertThat(mingw.plan().primary().name()).isEqualTo("a.exe");
  }

  private static List<String> outputs(Family family, String line) {
    return read(family, line).plan().outputs().stream()
        .map(o -> o.role() + "=" + o.file())
        .toList();
  }

  private static Item library(State state) {
    return new Item.Library("m", false, state);
  }
}
