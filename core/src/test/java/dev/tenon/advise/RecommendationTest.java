package dev.tenon.advise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecommendationTest {
  private static final Subject C = new Subject("a", "gcc", false);
  private static final long MB = 1_000_000;

  private static Trial trial(
      String engine, boolean isNow, Variant variant, long millis, long mb, long debugMb) {
    var measured = new Trial.Measured(millis, millis, 1024, mb * MB, debugMb * MB);
    return new Trial(
        engine, engine + " 1", "/" + engine, isNow, variant, measured, null, List.of(), List.of());
  }

  private static Trial plain(String engine, boolean isNow, long millis) {
    return trial(engine, isNow, Variant.AS_IS, millis, 1, 0);
  }

  private static Trial refused(String engine, boolean isNow) {
    return new Trial(
        engine,
        engine + " 1",
        "/" + engine,
        isNow,
        Variant.AS_IS,
        null,
        "no",
        List.of(),
        List.of());
  }

  @Test
  void theFastestIsTakenWithALineToPaste() {
    var advice = Recommendation.of(C, List.of(plain("bfd", true, 900), plain("mold", false, 100)));
    assertThat(advice)
        .singleElement()
        .satisfies(one -> {
          assertThat(one.text())
              .isEqualTo("mold 1 links this in 0.100 s instead of 0.900 s with bfd 1");
          assertThat(one.lines().getFirst()).startsWith("TENON_ENGINE=mold");
          assertThat(one.lines().getLast()).startsWith("-fuse-ld=mold");
        });
  }

  @Test
  void rustAndBareLinkersAreToldInTheirOwnWay() {
    var trials = List.of(plain("bfd", true, 900), plain("mold", false, 100));
    assertThat(Recommendation.of(new Subject("a", "gcc", true), trials).getFirst().lines())
        .anyMatch(line -> line.startsWith("RUSTFLAGS=\"-Clink-arg=-fuse-ld=mold\""));
    assertThat(Recommendation.of(new Subject("a", "", false), trials).getFirst().lines())
        .anyMatch(line -> line.startsWith("/mold "));
  }

  @Test
  void noiseIsNoReasonToChange() {
    var advice = Recommendation.of(C, List.of(plain("bfd", true, 100), plain("mold", false, 95)));
    assertThat(advice).singleElement().asString().contains("stay with bfd 1");
  }

  @Test
  void aLinkerThatWouldBreakSomethingIsNotRecommended() {
    var mold = plain("mold", false, 1);
    var breaking =
        new Trial(
            "mold",
            "mold 1",
            "/mold",
            false,
            Variant.AS_IS,
            mold.measured(),
            null,
            List.of(),
            List.of(new Difference(true, "x")));
    assertThat(Recommendation.of(C, List.of(plain("bfd", true, 900), breaking)))
        .singleElement()
        .asString()
        .contains("stay with bfd 1");
  }

  @Test
  void whereTheLinkerInUseRefusesAnotherTakesItsPlace() {
    assertThat(Recommendation.of(C, List.of(refused("mold", true), plain("bfd", false, 9))))
        .singleElement()
        .asString()
        .contains("bfd 1 links this");
    assertThat(Recommendation.of(C, List.of(refused("mold", true))))
        .singleElement()
        .asString()
        .contains("no installed linker takes this link");
  }

  @Test
  void compressionIsWeighedWithTheLinkerThatIsTaken() {
    var trials = new ArrayList<Trial>();
    for (String engine : List.of("bfd", "mold")) {
      boolean now = engine.equals("bfd");
      long base = now ? 900 : 100;
      trials.add(trial(engine, now, Variant.AS_IS, base, 100, 80));
      trials.add(trial(engine, now, Variant.ZLIB, base + 300, 50, 30));
      trials.add(trial(engine, now, Variant.ZSTD, base + 50, 45, 25));
      trials.add(trial(engine, now, Variant.NONE, base / 2, 20, 0));
    }
    var advice = Recommendation.of(C, trials);
    assertThat(advice).hasSize(3);
    assertThat(advice.get(1).text()).contains("zstd", "45.00 MB instead of 100.00 MB", "0.050 s");
    assertThat(advice.get(1).lines()).containsExactly("-Wl,--compress-debug-sections=zstd");
    assertThat(advice.get(2).text()).contains("80 %", "20.00 MB in 0.050 s");
  }

  @Test
  void whereThereIsLittleDebugInformationItIsNotSpokenOf() {
    var advice =
        Recommendation.of(
            C,
            List.of(
                trial("bfd", true, Variant.AS_IS, 10, 2, 0),
                trial("bfd", true, Variant.ZLIB, 10, 1, 0)));
    assertThat(advice).hasSize(1);
  }
}
