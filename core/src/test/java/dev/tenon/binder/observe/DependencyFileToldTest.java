package dev.tenon.binder.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DependencyFileToldTest {
  @Test
  void namesThatNoFileCanHaveTellNothing() {
    assertThat(DependencyFile.told("out: a.o\n\na.o:\n")).isNotNull();
    assertThat(DependencyFile.told("out: a.o\n\na\0.o:\n")).isNull();
    assertThat(DependencyFile.told(null)).isNull();
  }
}
