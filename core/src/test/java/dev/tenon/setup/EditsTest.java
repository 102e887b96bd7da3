package dev.tenon.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EditsTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a\n", "a\r\n", "\n\n", "a\nb"})
  void whatIsAddedGoesToTheByte(String text) {
    var done = Edits.append(text, List.of("one", "two"), "\n");
    assertThat(done.text().lines()).contains("one", "two");
    assertThat(Edits.remove(done.text(), done.put(), done.was()))
        .isEqualTo(new Edits.Taken.Out(text));
  }

  @Test
  void whatSomebodyWroteBehindUsStaysALineOfItsOwn() {
    var done = Edits.append("a", List.of("ours"), "\n");
    assertThat(Edits.remove(done.text() + "b\n", done.put(), done.was()))
        .isEqualTo(new Edits.Taken.Out("a\nb\n"));
  }

  @Test
  void twoCopiesOfOursAreSomebodysWork() {
    var done = Edits.append("a\n", List.of("ours"), "\n");
    assertThat(Edits.remove(done.text() + done.put(), done.put(), ""))
        .isEqualTo(new Edits.Taken.Changed());
  }
}
