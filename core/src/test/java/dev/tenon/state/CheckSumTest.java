package dev.tenon.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CheckSumTest {
  private static final String OBJECT = "{\n  \"a\" : 1,\n  \"b\" : [ ]\n}\n";

  @Test
  void aLineIsReadBack() {
    assertThat(CheckSum.fields(CheckSum.line("a\tb").strip())).isEqualTo("a\tb");
  }

  @Test
  void aLineWithAnotherCharacterIsNotRead() {
    String line = CheckSum.line("a\tb").strip();
    for (int i = 0; i < line.length(); i++) {
      String other = line.substring(0, i) + (char) (line.charAt(i) ^ 1) + line.substring(i + 1);
      assertThat(CheckSum.fields(other)).as(other).isNull();
      assertThat(CheckSum.fields(line.substring(0, i))).isNull();
    }
  }

  @Test
  void anObjectIsReadBack() {
    String sealed = CheckSum.sealed(OBJECT);
    assertThat(sealed).startsWith("{\n  \"a\" : 1,\n  \"b\" : [ ],\n  \"check\" : \"");
    assertThat(CheckSum.opened(sealed)).isEqualTo(OBJECT);
  }

  @Test
  void anObjectWithAnotherCharacterIsNotRead() {
    String sealed = CheckSum.sealed(OBJECT);
    assertThat(CheckSum.opened(OBJECT)).isNull();
    for (int i = 0; i < sealed.length(); i++) {
      String other =
          sealed.substring(0, i) + (char) (sealed.charAt(i) ^ 1) + sealed.substring(i + 1);
      assertThat(CheckSum.opened(other)).as(other).isNull();
      assertThat(CheckSum.opened(sealed.substring(0, i))).isNull();
    }
  }
}
