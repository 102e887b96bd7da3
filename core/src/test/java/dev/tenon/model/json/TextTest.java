package dev.tenon.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.model.BadRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strings in documents that cannot be words or file names. */
class TextTest {
  private static String plan(String item) {
    return "{\"tenon\":\"plan/1\",\"kind\":\"default\",\"items\":[" + item + "]}";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"input\":\"<cwd>/\\ud800.o\"}",
        "{\"library\":\"x\\udc00\"}",
        "{\"option\":\"entry\",\"value\":\"\\udfff\\ud800\"}",
        "{\"raw\":\"\\ud800\"}",
        "{\"\\ud800\":1}",
      })
  void aLoneSurrogateIsRefusedWithItsPlace(String item) {
    assertThatThrownBy(() -> PlanJson.read(plan(item)))
        .isInstanceOf(BadRecord.class)
        .hasMessageMatching("line 1, column \\d+.*surrogate.*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"input\":\"<cwd>/a\\u0000.o\"}",
        "{\"library\":\"x\\u0000\"}",
        "{\"option\":\"entry\",\"value\":\"x\\u0000y\"}",
        "{\"generated\":\"a\\u0000b\",\"text\":\"x\"}",
        "{\"raw\":\"\\u0000\"}",
      })
  void aNulIsRefusedWithItsPlace(String item) {
    assertThatThrownBy(() -> PlanJson.read(plan(item)).toRun())
        .isInstanceOf(BadRecord.class)
        .hasMessageContaining("/items/0/");
  }

  @Test
  void aPairOfSurrogatesIsACharacter() {
    var plan = PlanJson.read(plan("{\"library\":\"\\ud83d\\ude00\"}")).toRun();
    assertThat(plan.items()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[1,", "{\"a\":\"", "{\"a\" 1}", "nul", "{\"a\":1,\"a\":2}", "1 2"})
  void whatIsNoJsonIsRefusedWithoutNamesOfJavaClasses(String text) {
    assertThatThrownBy(() -> Json.parse(text))
        .isInstanceOf(BadRecord.class)
        .hasMessageMatching("(?s)(line|document).*")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("Source", "java.", "tools."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "99999999999", "1e30"})
  void aGroupThatIsNoSmallNumberIsRefused(String number) {
    assertThatThrownBy(() -> PlanJson.read(plan("{\"library\":\"c\",\"group\":" + number + "}")))
        .isInstanceOf(BadRecord.class)
        .hasMessageContaining("/items/0/group");
  }
}
