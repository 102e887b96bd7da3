package dev.tenon.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunningLinksTest {
  private static final Path OUTPUT = Path.of("/w/out");
  private static final Path MAP = Path.of("/w/map");
  private final RunningLinks links = new RunningLinks();

  @Test
  void linksOfOneOutputOverlapWhenOneBeginsBeforeTheOtherEnds() {
    var first = links.begin(Set.of(OUTPUT));
    var other = links.begin(Set.of(Path.of("/w/other")));
    assertThat(first.overlaps()).isFalse();
    var second = links.begin(Set.of(OUTPUT));
    first.end();
    assertThat(first.overlaps()).isTrue();
    assertThat(second.overlaps()).isTrue();
    assertThat(other.overlaps()).isFalse();
  }

  @Test
  void linksThatWriteOneMapOverlap() {
    var first = links.begin(Set.of(OUTPUT, MAP));
    var second = links.begin(Set.of(MAP, Path.of("/w/other")));
    assertThat(first.overlaps()).isTrue();
    assertThat(second.overlaps()).isTrue();
  }

  @Test
  void linksOfOneOutputThatFollowEachOtherDoNotOverlap() {
    var first = links.begin(Set.of(OUTPUT));
    first.end();
    first.end();
    assertThat(links.begin(Set.of(OUTPUT)).overlaps()).isFalse();
  }
}
