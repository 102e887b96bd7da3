package dev.tenon.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.driver.Cancellation;
import dev.tenon.driver.LeftClaims;
import dev.tenon.driver.OwnHands;
import dev.tenon.fuzz.Bytes;
import dev.tenon.fuzz.Fuzzer;
import dev.tenon.fuzz.Jsons;
import dev.tenon.fuzz.Lines;
import dev.tenon.keep.Receipts;
import dev.tenon.model.Content;
import dev.tenon.real.Lab;
import dev.tenon.state.CheckSum;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a state folder, changed at random, as a process that comes later reads them. */
class StateFuzzTest {
  @TempDir Path folder;
  private final Map<Path, byte[]> files = new LinkedHashMap<>();
  private Path state;

  /** A file of the state folder with other content. */
  private record Damage(Path file, Content content, boolean isForged) {}

  private @Nullable Damage damage;

  @BeforeEach
  void links() throws Exception {
    Links.needs("bfd");
    Path here = Files.createDirectories(folder.resolve("here"));
    var lab = new Lab(here);
    lab.write("m.c", "int _start(void) { return 0; }\n")
        .ok("gcc -c m.c")
        .write("n.c", "int g;\n")
        .ok("gcc -c n.c");
    var links = Links.resident(lab);
    for (List<String> more : List.of(List.of("n.o"), List.<String>of())) {
      var words = new ArrayList<>(List.of("m.o", "-o", "out", "-L.", "-Map=out.map"));
      words.addAll(more);
      assertThat(links.tenon("bfd", words).exit()).isZero();
    }
    state = links.state();
    assertThat(links.tenon("bfd", List.of("gone.o", "-o", "other")).exit()).isEqualTo(1);
    claims();
    try (var all = Files.walk(state)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(file, Files.readAllBytes(file));
      }
    }
    // From now on the right answer is that the link is needed.
    Files.write(here.resolve("m.o"), new byte[] {0}, java.nio.file.StandardOpenOption.APPEND);
  }

  /** Of a process that is gone, and what nobody may remove. */
  private void claims() throws IOException {
    Path place = Files.createDirectories(folder.resolve("claimed"));
    Files.createFile(place.resolve(".tenon-1-1-other-0-out"));
    Files.createFile(place.resolve("file"));
    LeftClaims.write(state.resolve("claims"), place);
  }

  @Test
  void aDamagedStateFolderGivesNoErrorAndNoWrongAnswer() throws Exception {
    var before = names();
    Fuzzer.run(
        "state files",
        random -> {
          damage = damage(random);
          return damage.content.bytes();
        },
        _ -> read(),
        List.of());
    assertThat(names()).isEqualTo(before);
  }

  private Map<String, Long> names() throws IOException {
    var names = new TreeMap<String, Long>();
    for (String inner : List.of("here", "claimed")) {
      try (var all = Files.walk(folder.resolve(inner))) {
        for (Path file : all.filter(file -> !file.startsWith(state)).toList()) {
          names.put(file.toString(), Files.isRegularFile(file) ? Files.size(file) : 0);
        }
      }
    }
    return names;
  }

  private Damage damage(SplittableRandom random) {
    Path file = Bytes.pick(random, List.copyOf(files.keySet()));
    boolean isOfTools = file.endsWith("tools.memo");
    if (isOfTools && random.nextInt(10) > 0) {
      file = Bytes.pick(random, List.copyOf(files.keySet())); // to ask the tools again takes long
    }
    byte[] content = Objects.requireNonNull(files.get(file));
    boolean isJson = file.toString().endsWith(".json");
    if (!isJson || random.nextBoolean()) {
      byte[] changed =
          random.nextInt(4) == 0
              ? Bytes.change(random, content, List.copyOf(files.values()))
              : Lines.change(random, content, "\t");
      boolean isForged = file.endsWith("files.memo") && random.nextBoolean();
      return new Damage(file, new Content(isForged ? summed(changed) : changed), isForged);
    }
    String text = CheckSum.opened(new String(content, StandardCharsets.UTF_8));
    String changed =
        new String(
            Jsons.change(random, String.valueOf(text), List.of(String.valueOf(text))),
            StandardCharsets.UTF_8);
    String sealed = changed.endsWith("\n}\n") ? CheckSum.sealed(changed) : changed;
    return new Damage(file, new Content(sealed.getBytes(StandardCharsets.UTF_8)), true);
  }

  /** With right sums, so that it is read on. */
  private static byte[] summed(byte[] content) {
    var text = new StringBuilder();
    for (String line : new String(content, StandardCharsets.ISO_8859_1).split("\n", -1)) {
      int tab = line.lastIndexOf('\t');
      text.append(tab < 0 ? line + "\n" : CheckSum.line(line.substring(0, tab)));
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private void read() throws IOException {
    Damage now = Objects.requireNonNull(damage);
    try {
      Files.write(now.file, now.content.bytes());
      var request = request();
      Past past = request.memory().past(state);
      for (String output : List.of("out", "other")) {
        Path path = request.folder().resolve(output);
        past.receipts.last(path);
        past.receipts.earlier(path);
        var answer = Inquiry.why(request, output);
        answer.reasons().forEach(reason -> Fuzzer.message(reason.text()));
        if (!now.isForged) {
          assertThat(answer.state()).isNotEqualTo(Inquiry.State.UP_TO_DATE);
        }
      }
      Inquiry.status(request, request.folder());
      past.log.lines();
      new Receipts(state).all();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      for (var file : files.entrySet()) {
        if (file.getKey().equals(now.file) || !Files.exists(file.getKey())) {
          Files.write(file.getKey(), file.getValue());
        }
      }
    }
  }

  private Request request() {
    return new Request(
        "ld",
        List.of(),
        folder.resolve("here"),
        Map.of("PATH", System.getenv("PATH")),
        OutputStream.nullOutputStream(),
        OutputStream.nullOutputStream(),
        List.of(),
        state,
        new OwnHands(),
        Memory.brief(),
        new Cancellation());
  }
}
