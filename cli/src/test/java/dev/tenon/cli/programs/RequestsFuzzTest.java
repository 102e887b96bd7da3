package dev.tenon.cli.programs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.daemon.OddClient;
import dev.tenon.fuzz.Bytes;
import dev.tenon.fuzz.Fuzzer;
import dev.tenon.fuzz.Objects;
import dev.tenon.fuzz.Words;
import dev.tenon.real.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A daemon that is told anything, by clients that end at any time, and ordinary links between. */
class RequestsFuzzTest extends OwnHead {
  private static final int BETWEEN = 500;

  /** Errors that say that a client did not keep to the protocol, or is gone. */
  private static final Pattern CLIENTS =
      Pattern.compile("java\\.io\\.(IOException|EOFException)|dev\\.tenon\\.daemon\\.Line\\$Gone");

  private static final Pattern FAULT =
      Pattern.compile("(?s).*(internal error|the head failed): (?!CLIENT).*");

  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final List<String> words = new ArrayList<>();
  private final List<String> tools = new ArrayList<>();
  private Path here;
  private int count;

  @BeforeEach
  void inputs() throws IOException {
    Lab.needs("gcc", "ar", "ld.bfd");
    here = Files.createDirectories(folder.resolve("here"));
    files.putAll(Objects.in(new Lab(here)));
    Objects.texts().forEach((name, text) -> files.put(name, text.getBytes(UTF_8)));
    for (var file : files.entrySet()) {
      Files.write(here.resolve(file.getKey()), file.getValue());
    }
    new Lab(here).ok("mkfifo pipe");
    Files.copy(here.resolve("libs.so"), here.resolve("out"));
    words.addAll(Objects.words(files.keySet()));
    words.addAll(List.of("pipe", "@pipe", "-Tpipe", "--version-script=pipe", "/dev/zero"));
    for (String name : List.of("ld.bfd", "ld.lld-19", "mold")) {
      Path tool = Lab.find(name);
      if (tool != null) {
        tools.add(tool.toString());
      }
    }
    shop.write("a.c", "int main(void) { return 7; }\n");
    shop.run("gcc", "-c", "a.c").ok();
  }

  @Test
  void requestsOfAnyKindHarmNoOtherAndTheDaemonStays() throws IOException {
    link();
    String pid = status("pid");
    Path socket;
    try (var names = Files.list(runtime)) {
      socket = names.filter(name -> name.toString().endsWith(".sock")).findFirst().orElseThrow();
    }
    Fuzzer.run(
        "requests",
        random -> Long.toString(random.nextLong()).getBytes(UTF_8),
        input -> {
          request(socket, new SplittableRandom(Long.parseLong(new String(input, UTF_8))));
          if (++count % BETWEEN == 0) {
            link();
            assertThat(status("pid")).isEqualTo(pid);
          }
        },
        List.of());
    link();
    assertThat(status("pid")).isEqualTo(pid);
    assertThat(awaited("running", "running 0")).isEqualTo("running 0");
    assertThat(troubles()).isEmpty();
  }

  private void link() {
    shop.run("rm", "-f", "a").ok();
    shop.run("gcc", "-B" + Workshop.BIN, "a.o", "-o", "a").ok();
    assertThat(shop.run("./a").status()).isEqualTo(7);
  }

  private void request(Path socket, SplittableRandom random) throws IOException {
    String name = Bytes.pick(random, List.copyOf(files.keySet()));
    Path changed = here.resolve(name);
    byte[] original = java.util.Objects.requireNonNull(files.get(name));
    Files.write(changed, Bytes.change(random, original, List.copyOf(files.values())));
    try {
      List<String> line = Bytes.pick(random, Objects.lines());
      line = random.nextInt(3) == 0 ? line : Words.change(random, line, words);
      String called = Bytes.pick(random, List.of("ld", "ld", "ld.bfd", "ld.lld", "mold"));
      var asked =
          new OddClient.Asked(called, Bytes.pick(random, tools), here, line, variables(random));
      String said = new OddClient(socket, random).call(asked);
      String fault = CLIENTS.matcher(said).replaceAll("CLIENT");
      assertThat(fault).doesNotMatch(FAULT);
    } finally {
      Files.write(changed, original);
    }
  }

  private Map<String, String> variables(SplittableRandom random) {
    var all = new HashMap<>(Map.of("PATH", System.getenv("PATH")));
    all.put("TENON_STATE", folder.resolve("state").toString());
    switch (random.nextInt(8)) {
      case 0 -> all.put("TENON_ENGINE", Bytes.pick(random, List.of("fast", "bfd", "lld", "x")));
      case 1 -> all.put("TENON_ROUNDTRIP", "1");
      case 2 -> all.put("LD_RUN_PATH", "/x:.:");
      case 3 -> all.put("LD_LIBRARY_PATH", ":/x::..");
      case 4 -> all.put("MAKEFLAGS", " -j --jobserver-auth=3,4");
      default -> {}
    }
    return all;
  }

  /** What the daemon wrote down of errors of its own. */
  private List<String> troubles() throws IOException {
    Path log = folder.resolve("state/troubles.log");
    return Files.exists(log) ? Files.readAllLines(log).stream().limit(20).toList() : List.of();
  }
}
