package dev.tenon.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class FrameTest {
  @Test
  void aNumberBehindTheEndOfAMessageIsRefused() throws IOException {
    var frame = new Frame(Frame.ENDED, new byte[] {1, 0, 0, 0, 2});
    assertThat(frame.number(0)).isEqualTo(1);
    assertThatThrownBy(() -> frame.number(4))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("too short");
    assertThatThrownBy(() -> frame.big(0)).isInstanceOf(IOException.class);
  }
}
