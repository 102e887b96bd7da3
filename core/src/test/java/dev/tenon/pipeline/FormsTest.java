package dev.tenon.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.format.Bytes;
import dev.tenon.model.Read;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FormsTest {
  private static final int DEPTH = 50_000;
  private static final int HEADER = 60;

  /** Each is the only member of the one around it. */
  @Test
  void archivesInArchivesAreNotFollowedUntilTheStackEnds() {
    var all = new ByteArrayOutputStream();
    for (int left = DEPTH; left > 0; left--) {
      long size = (left - 1L) * (HEADER + 8);
      String header =
          "!<arch>\n%-16s%-12d%-6d%-6d%-8o%-10d`\n".formatted("x/", 0, 0, 0, 0644, size);
      all.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
    }
    assertThat(Forms.of(Bytes.of(all.toByteArray()), "x.a")).isEqualTo(Read.Form.OTHER);
  }
}
