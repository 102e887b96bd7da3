package dev.tenon.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Messages, maps and dependency files lose the staging folder's name and nothing else. */
class TokenFilterTest {
  @Test
  void theTokenVanishesHoweverTheBytesAreCut() throws IOException {
    var random = new SplittableRandom(1);
    for (int i = 0; i < 2000; i++) {
      String token = ".a" + letters(random, 4) + "/";
      var text = new StringBuilder();
      for (int parts = random.nextInt(6); parts >= 0; parts--) {
        String part = letters(random, random.nextInt(8));
        text.append(part);
        if (random.nextBoolean()) {
          text.append(token);
        }
      }
      String plain = text.toString().replace(token, "");
      assertThat(filtered(text.toString(), token, random)).isEqualTo(plain);
    }
  }

  private static String filtered(String text, String token, SplittableRandom random)
      throws IOException {
    var out = new ByteArrayOutputStream();
    var recorded = new RecordedStream(out, 10);
    var filter = new TokenFilter(recorded, token.getBytes(StandardCharsets.UTF_8));
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < bytes.length; ) {
      int n = random.nextInt(1, bytes.length - at + 1);
      filter.write(bytes, at, n);
      at += n;
    }
    filter.finish();
    byte[] all = out.toByteArray();
    assertThat(recorded.content().bytes())
        .isEqualTo(java.util.Arrays.copyOf(all, Math.min(10, all.length)));
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String letters(SplittableRandom random, int count) {
    var out = new StringBuilder();
    for (int i = 0; i < count; i++) {
      out.append(".a/b".charAt(random.nextInt(4)));
    }
    return out.toString();
  }
}
