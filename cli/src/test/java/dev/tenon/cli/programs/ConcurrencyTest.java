package dev.tenon.cli.programs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.model.json.ReceiptJson;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many links at once, and the job slots of who started them. */
class ConcurrencyTest {
  private static final String CC = Workshop.BIN.resolve("tenon-cc").toString();

  @TempDir Path folder;

  private Workshop shop;

  @BeforeEach
  void objects() {
    shop = new Workshop(folder);
    Tools.want("make");
    shop.write("a.c", "int f(void);\nint main(void) { return f(); }\n");
    shop.write("f.c", "int f(void) { return 0; }\n");
    shop.run("gcc", "-c", "a.c", "f.c").ok();
  }

  @Test
  void sixtyFourLinksAtOnceAreAllRight() {
    shop.write(
        "all.sh",
        """
        for i in $(seq 64); do
          gcc -B%s a.o f.o -o out$i & pids="$pids $!"
        done
        for pid in $pids; do wait $pid || exit 1; done
        """
            .formatted(Workshop.BIN));
    shop.run("sh", "all.sh").ok();
    byte[] one = shop.read("out1");
    assertThat(IntStream.rangeClosed(1, 64))
        .allSatisfy(i -> assertThat(shop.read("out" + i)).isEqualTo(one));
    assertThat(shop.links()).hasSize(64);
  }

  @Test
  void theSameOutputFromManyLinksAtOnceIsOneOfThem() throws IOException {
    shop.write(
        "all.sh",
        """
        for i in $(seq 16); do gcc -B%s a.o f.o -o out & pids="$pids $!"; done
        for pid in $pids; do wait $pid || exit 1; done
        """
            .formatted(Workshop.BIN));
    shop.run("sh", "all.sh").ok();
    shop.run("./out").ok();
    try (var names = Files.list(folder)) {
      assertThat(names.map(name -> name.getFileName().toString()))
          .noneMatch(name -> name.startsWith(".tenon"));
    }
  }

  @Test
  void makeWithSixteenJobsBuildsAndThenFindsNothingToDo() {
    var text = new StringBuilder("all: $(patsubst %,p%,$(shell seq 40))\n");
    text.append("p%: a.o f.o\n\tgcc -B").append(Workshop.BIN).append(" a.o f.o -o $@\n");
    shop.write("Makefile", text.toString());
    shop.run("make", "-j16").ok();
    assertThat(shop.links()).hasSize(40);
    assertThat(shop.run("make", "-q").status()).isZero();
  }

  /** The bare linker, behind a script that writes down what it was given. */
  private Path witness() throws IOException {
    Path script =
        shop.write(
            "witness",
            """
            #!/bin/sh
            { echo "flags $MAKEFLAGS"; ls -l /proc/$$/fd; umask; ulimit -n; } >>%s
            exec %s "$@"
            """
                .formatted(folder.resolve("seen"), Engine.BFD.real()));
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }

  @Test
  void theLinkerHasTheCallersUmaskAndLimitsAndJobserver() throws IOException {
    shop.write(
        "Makefile",
        "p: a.o f.o\n\t+umask 027; ulimit -n 333; gcc -B%s a.o f.o -o p\n".formatted(Workshop.BIN));
    var watched = shop.with(Map.of("TENON_ENGINE", witness().toString()));
    watched.run("make", "-j3").ok();
    var seen = new String(shop.read("seen"), UTF_8);
    assertThat(seen).containsPattern("flags .*-j3 --jobserver-(auth|fds)=");
    var pipe = java.util.regex.Pattern.compile("--jobserver-auth=(\\d+),(\\d+)").matcher(seen);
    if (pipe.find()) { // make 4.4 uses a named pipe, which needs no descriptor
      assertThat(seen)
          .containsPattern(" " + pipe.group(1) + " -> pipe:")
          .containsPattern(" " + pipe.group(2) + " -> pipe:");
    }
    assertThat(seen).contains("\n0027\n333\n");
    assertThat(Files.getPosixFilePermissions(folder.resolve("p"))).as("rwxr-x---").hasSize(5);
  }

  @Test
  void theCompilerThatALinkStartsSharesTheJobserver() {
    shop.run("gcc", "-c", "-flto", "a.c", "f.c").ok();
    for (var cc : List.of("gcc -B" + Workshop.BIN, CC)) {
      shop.write(
          "Makefile",
          "p:\n\t+%s -flto=jobserver -flto-partition=max a.o f.o -o p\nq:\n\t%s -flto=jobserver -flto-partition=max a.o f.o -o q\n"
              .formatted(cc, cc));
      var bfd = shop.with(Engine.BFD);
      assertThat(bfd.run("make", "-j3", "p").ok().err()).doesNotContain("jobserver is not");
      // A recipe without + has no jobserver: what would be said then.
      assertThat(bfd.run("make", "-j3", "q").ok().err()).contains("jobserver is not");
      shop.run("rm", "-f", "p", "q").ok();
    }
  }

  /** Slots are bytes in a named pipe, which the test holds as make does. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void slotsOfAJobserverBecomeThreadsAndAreGivenBack(int slots) throws IOException {
    Tools.want("mkfifo");
    Engine.LLD.real();
    shop.write("big.s", ".data\n.fill 5000000,1,7\n");
    shop.run("as", "-o", "big.o", "big.s").ok();
    shop.run("mkfifo", "slots").ok();
    Path pipe = folder.resolve("slots");
    try (var server = new RandomAccessFile(pipe.toFile(), "rw")) {
      server.write("+".repeat(slots).getBytes(UTF_8));
      var jobs = " -j4 --jobserver-auth=fifo:" + pipe;
      shop.with(Engine.LLD)
          .with(Map.of("MAKEFLAGS", jobs))
          .run(Workshop.BIN.resolve("ld").toString(), "-shared", "-o", "p", "big.o")
          .ok();
      shop.links(); // the head catches up
      Path receipt;
      try (var names = Files.list(shop.stateHome().resolve("tenon/receipts"))) {
        receipt = names.findFirst().orElseThrow();
      }
      var recipe = ReceiptJson.read(Files.readString(receipt)).value().recipe();
      int cores = Runtime.getRuntime().availableProcessors();
      int threads = Math.min(1 + slots, cores);
      assertThat(recipe.steps().getLast().argv().stream().filter(w -> w.startsWith("--threads=")))
          .containsExactlyElementsOf(threads < cores ? List.of("--threads=" + threads) : List.of());
      server.write('.');
      byte[] back = new byte[slots + 1];
      server.readFully(back);
      assertThat(new String(back, UTF_8)).isEqualTo("+".repeat(slots) + ".");
    }
  }
}
