package dev.tenon.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.pipeline.Request;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A request in which the JVM itself fails is declined and named; others are served. */
class HeadErrorsTest {
  private static final String BUILD = "7";

  @TempDir Path folder;

  private Place place = new Place(Path.of("/"));
  private CompletableFuture<String> end = new CompletableFuture<>();

  @BeforeEach
  void aHead() throws IOException {
    Path runtime = folder.resolve("run");
    Files.createDirectory(
        runtime,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    place = new Place(runtime);
    var settings =
        new Head.Settings(
            BUILD,
            place,
            folder,
            List.of(),
            "",
            Duration.ofHours(1),
            (_, _) -> folder.resolve("state"),
            HeadErrorsTest::perform);
    end =
        CompletableFuture.supplyAsync(() -> {
          try {
            return String.valueOf(Head.serve(settings));
          } catch (IOException e) {
            return "it failed: " + e;
          }
        });
  }

  private static int perform(Request request) {
    return switch (request.words().getFirst()) {
      case "memory" -> throw new OutOfMemoryError("Java heap space");
      case "stack" -> perform(request) + 1; // without an end
      default -> 9;
    };
  }

  @AfterEach
  void itEnds() throws IOException, InterruptedException, ExecutionException {
    var _ = new Caller(place).tell("stop");
    assertThat(end.thenApply(why -> why.contains("fail")).get()).isFalse();
  }

  /** The last frame that it sends for a link of this word. */
  private Frame ask(String word) throws IOException {
    var texts = new ArrayList<>(List.of(BUILD, "", "ld", folder.toString(), "", "", "ld", word));
    int[] numbers = {Frame.PROTOCOL, 022, 1, 1, 0, 0, 0, 0};
    try (var head = connect()) {
      Frame.of(Frame.REQUEST, numbers, texts).write(head);
      Frame frame = Frame.read(head);
      while (frame.type() != Frame.DECLINE && frame.type() != Frame.EXIT) frame = Frame.read(head);
      return frame;
    }
  }

  private SocketChannel connect() throws IOException {
    long last = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    for (; ; ) {
      var head = SocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        head.connect(UnixDomainSocketAddress.of(place.socket(BUILD)));
        return head;
      } catch (IOException notYet) {
        head.close();
        if (System.nanoTime() > last || end.isDone()) throw notYet;
      }
    }
  }

  @Test
  void outOfMemoryDeclinesOneRequestAndNamesItInTheLog() throws IOException {
    isServed();
    assertThat(ask("memory").type()).isEqualTo(Frame.DECLINE);
    isServed();
    assertThat(new Caller(place).events())
        .anyMatch(line -> line.endsWith("Java heap space in `ld` in " + folder));
  }

  @Test
  void anEndlessRecursionDeclinesOneRequestAndNamesItInTheLog() throws IOException {
    assertThat(ask("stack").type()).isEqualTo(Frame.DECLINE);
    isServed();
    assertThat(new Caller(place).events())
        .anyMatch(line -> line.contains("StackOverflowError in `ld` in " + folder));
  }

  private void isServed() throws IOException {
    Frame answer = ask("other");
    assertThat(answer.type()).isEqualTo(Frame.EXIT);
    assertThat(answer.number(0)).isEqualTo(9);
    assertThat(end.isDone()).isFalse();
  }
}
