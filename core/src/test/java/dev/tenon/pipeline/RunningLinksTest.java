package dev.tenon.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RunningLinksTest {
  private static final Path OUTPUT = Path.of("/w/out");
  private final RunningLinks links = new RunningLinks();

  @Test
  void linksOfOneOutputOverlapWhenOneBeginsBeforeTheOtherEnds() {
    var first = links.begin(OUTPUT);
    var other = links.begin(Path.of("/w/other"));
    assertThat(first.overlaps()).isFalse();
    var second = links.begin(OUTPUT);
    links.end(OUTPUT, first);
    assertThat(first.overlaps()).isTrue();
    assertThat(second.overlaps()).isTrue();
    assertThat(other.overlaps()).isFalse();
  }

  @Test
  void linksOfOneOutputThatFollowEachOtherDoNotOverlap() {
    var first = links.begin(OUTPUT);
    links.end(OUTPUT, first);
    links.end(OUTPUT, first);
    assertThat(links.begin(OUTPUT).overlaps()).isFalse();
  }
}
