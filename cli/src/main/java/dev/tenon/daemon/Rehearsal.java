package dev.tenon.daemon;

import dev.tenon.driver.Question;
import dev.tenon.keep.Identities;
import dev.tenon.model.FileIdentity;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Links that a young head does for itself, in a folder and with a state of their own, because a JVM
 * is slow at what it has not done often: some hundred calls by a front of our own that runs the
 * linker once and afterwards copies what it made.
 */
final class Rehearsal {
  private static final int MOST_ROUNDS = 300;
  private static final long ENOUGH_NANOS = TimeUnit.SECONDS.toNanos(3);

  /** A head that has done fewer is slow for as long as it lives; a busy machine takes its time. */
  private static final int LEAST_ROUNDS = 200;

  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(15);
  private static final String OUTPUT = "a";

  private final Path socket;
  private final String build;
  private final Path folder;
  private final Map<String, String> environment;
  private final Runnable settle;
  private final Map<String, Played> played = new HashMap<>();
  private volatile boolean stopped;
  private int rounds;

  /** What a program made the first time. */
  private static final class Played {
    private final byte[] output;
    private final byte @Nullable [] dependencies;
    private final byte[] said;

    private Played(Path output, @Nullable Path dependencies, String said) throws IOException {
      this.output = Files.readAllBytes(output);
      this.dependencies = dependencies == null ? null : Files.readAllBytes(dependencies);
      this.said = said.getBytes(StandardCharsets.UTF_8);
    }
  }

  /**
   * @param folder to be made and removed again
   * @param path where tools are looked for
   * @param settle waits until all is written that the head has put off
   */
  Rehearsal(Path socket, String build, Path folder, String path, Runnable settle) {
    this.settle = settle;
    this.socket = socket;
    this.build = build;
    this.folder = folder;
    this.environment =
        Map.of("PATH", path, "TENON_STATE", folder.resolve("state").toString(), "LC_ALL", "C");
  }

  /** Links that were done; none if there is no compiler. */
  int run() {
    long began = System.nanoTime();
    try {
      remove();
      Files.createDirectory(folder);
      List<String> words = words();
      byte[] object = Files.readAllBytes(folder.resolve("a.o"));
      boolean able = !words.isEmpty();
      while (able && !stopped && !isEnough(System.nanoTime() - began)) {
        Files.write(folder.resolve("a.o"), another(object));
        round(words);
      }
    } catch (IOException | RuntimeException e) {
      // Then the head learns from its callers.
    } finally {
      settle.run();
      remove();
    }
    return rounds;
  }

  private boolean isEnough(long nanos) {
    return nanos > MOST_NANOS
        || rounds >= LEAST_ROUNDS && nanos > ENOUGH_NANOS
        || rounds >= MOST_ROUNDS;
  }

  /** It need not go on. */
  void stop() {
    stopped = true;
  }

  /** What callers do: most links are of something new, some builds delete first, some are idle. */
  private void round(List<String> words) throws IOException {
    if (rounds % 2 == 0) {
      Files.deleteIfExists(folder.resolve(OUTPUT));
    }
    call("ld", words);
    if (rounds % 4 == 1) {
      call("tenon-cc", List.of("a.o", "-o", OUTPUT));
    }
    if (rounds % 4 == 3) {
      settle.run();
      call("ld", words);
    }
  }

  /** An object of another content: linkers do not mind what stands at the end. */
  private byte[] another(byte[] object) {
    return ByteBuffer.allocate(object.length + 4).put(object).putInt(++rounds).array();
  }

  /** What the compiler would tell its linker. */
  private List<String> words() throws IOException {
    Files.writeString(folder.resolve("a.c"), "int main(void) { return 0; }\n");
    if (Question.ask(List.of("cc", "-c", "a.c"), folder, environment, Map.of()).exit() != 0) {
      return List.of();
    }
    var asked = List.of("cc", "-###", "a.o", "-o", OUTPUT);
    var words = new ArrayList<String>();
    for (String line : Question.ask(asked, folder, environment, Map.of()).err().lines().toList()) {
      if (line.startsWith(" ")) {
        words.clear();
        for (String word : line.strip().split(" ")) {
          words.add(word.replace("\"", ""));
        }
      }
    }
    return words.isEmpty() ? words : words.subList(1, words.size());
  }

  private void call(String name, List<String> words) throws IOException {
    var texts = new ArrayList<>(List.of(build, "", name, folder.toString()));
    texts.addAll(words);
    environment.forEach((variable, value) -> texts.add(variable + "=" + value));
    long pid = ProcessHandle.current().pid();
    int[] numbers = {Frame.PROTOCOL, 022, (int) pid, words.size(), environment.size()};
    try (var head = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      Frame.of(Frame.REQUEST, numbers, texts).write(head);
      for (; ; ) {
        Frame frame = Frame.read(head);
        switch (frame.type()) {
          case Frame.ACKNOWLEDGED, Frame.HEARTBEAT, Frame.PRINT -> {}
          case Frame.RUN -> {
            if (perform(frame, head)) {
              awaitEnd(head);
              return;
            }
          }
          case Frame.TAKE_TOKENS -> Frame.of(Frame.TOKENS, -1).write(head);
          default -> {
            return;
          }
        }
      }
    }
  }

  /** Where a front would leave: the head has the books to write. */
  private static void awaitEnd(SocketChannel head) throws IOException {
    while (head.read(ByteBuffer.allocate(1)) >= 0) {}
  }

  /** Whether that was all. */
  private boolean perform(Frame run, SocketChannel head) throws IOException {
    Frame.of(Frame.STARTED, 0).write(head);
    List<String> texts = run.texts(16);
    List<String> command = texts.subList(0, run.number(0));
    Path output = folder.resolve(command.get(command.indexOf("-o") + 1));
    Path dependencies = dependencies(command);
    Played made = played.get(command.getFirst());
    if (made == null) {
      String said = Question.ask(command, folder, environment, Map.of()).out();
      made = new Played(output, dependencies, said);
      played.put(command.getFirst(), made);
    } else {
      Files.write(output, made.output);
      if (dependencies != null && made.dependencies != null) {
        Files.write(dependencies, made.dependencies);
      }
    }
    boolean moves = run.number(12) > 0 && made.said.length == 0;
    if (made.said.length > 0) {
      new Frame(Frame.OUT, made.said).write(head);
    }
    var ended = ByteBuffer.allocate(moves ? 76 : 20).order(ByteOrder.LITTLE_ENDIAN);
    ended.putInt(0).putLong(0).putLong(-1);
    if (moves) {
      move(output, folder.resolve(texts.getLast()), ended);
    }
    new Frame(Frame.ENDED, ended.array()).write(head);
    return moves;
  }

  private static void move(Path from, Path to, ByteBuffer told) throws IOException {
    var time = FileTime.from(Identities.now() - 20_000_000, TimeUnit.NANOSECONDS);
    Files.setLastModifiedTime(from, time);
    Files.move(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    FileIdentity placed = Objects.requireNonNull(Identities.of(to));
    told.putLong(placed.dev()).putLong(placed.ino()).putLong(placed.size());
    told.putLong(placed.mtime()).putLong(placed.ctime());
    told.putLong(placed.mode()).putLong(placed.links());
  }

  private @Nullable Path dependencies(List<String> command) {
    for (String word : command) {
      int at = word.indexOf("--dependency-file=");
      if (at >= 0) {
        return folder.resolve(word.substring(word.indexOf('=', at) + 1));
      }
    }
    return null;
  }

  /** What was made here, or by a head that was killed while it rehearsed. */
  private void remove() {
    if (Files.exists(folder)) {
      try (var files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      } catch (IOException e) {
        // The next head of this build removes it.
      }
    }
  }
}
