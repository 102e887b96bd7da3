package dev.tenon.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts made by chance, cut into words as the linkers cut them: they complain of each word. */
class QuotingTest {
  private static final String LETTERS = "aabb  \"\"''\\\\\\\t\r\n\u000b\f";

  @TempDir Path folder = Path.of(".");

  @Test
  void gnuLdReadsTheSameWords() throws Exception {
    compare(Quoting.GNU, "cannot find ", List.of("ld.bfd", "@words"));
  }

  @Test
  void lldReadsTheSameWords() throws Exception {
    var words = List.of("ld.lld-19", "--error-limit=0", "@words");
    compare(Quoting.LLVM, "cannot open ", words);
  }

  @Test
  void lldReadsTheSameWordsWhereItIsToldToReadThemAsOnWindows() throws Exception {
    var words = List.of("ld.lld-19", "--error-limit=0", "--rsp-quoting=windows", "@words");
    compare(Quoting.WINDOWS, "cannot open ", words);
  }

  @Test
  void moldReadsTheSameFirstWord() throws Exception {
    compare(Quoting.MOLD, "cannot open ", List.of("mold", "-m", "elf_x86_64", "@words"));
  }

  private void compare(Quoting quoting, String complaint, List<String> command) throws Exception {
    Tools.need(command.getFirst());
    var random = new Random(quoting.name().hashCode());
    int compared = 0;
    for (int i = 0; i < 150; i++) {
      var text = new StringBuilder();
      for (int n = random.nextInt(14); n >= 0; n--) {
        char c = LETTERS.charAt(random.nextInt(LETTERS.length()));
        // LLD sets messages of several lines apart from each other.
        text.append(c == '\n' && complaint.startsWith("cannot open") ? ' ' : c);
      }
      Files.writeString(folder.resolve("words"), text.toString());
      var said = Tools.run(folder, command).output();
      if (said.contains("premature end of input")) {
        continue;
      }
      var expected = new StringBuilder();
      var words = quoting.split(text.toString());
      for (var word : quoting == Quoting.MOLD && !words.isEmpty() ? words.subList(0, 1) : words) {
        expected.append(complaint).append(word).append(": No such file or directory\n");
      }
      var told = new ArrayList<String>();
      for (var part :
          said.split("(?m)^[^ \\n]*(ld.bfd|ld.lld[^:\\n]*|mold): (error: |fatal: )?(?=cannot)")) {
        if (part.startsWith(complaint)) {
          told.add(part);
        }
      }
      assertThat(String.join("", told)).as("%s", (Object) text).isEqualTo(expected.toString());
      compared++;
    }
    assertThat(compared).isGreaterThan(50);
  }
}
