package dev.tenon.daemon;

import dev.tenon.driver.Question;
import dev.tenon.keep.Identities;
import dev.tenon.model.FileIdentity;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Links that a young daemon does for itself, in a folder and with a state of their own, because a
 * JVM is slow at what it has not done often: some hundred calls by a client of our own that runs
 * the linker once and afterwards copies what it made.
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
    private final byte[] dependencies;

    private Played(Path output, Path dependencies) throws IOException {
      this.output = Files.readAllBytes(output);
      this.dependencies =
          Files.exists(dependencies) ? Files.readAllBytes(dependencies) : new byte[0];
    }
  }

  /**
   * @param folder to be made and removed again
   * @param path where tools are looked for; empty for no links
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

  /** Links that were done; none if there is no compiler, or nothing to rehearse. */
  int run() {
    if (environment.getOrDefault("PATH", "").isEmpty()) {
      return 0;
    }
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
    String tool = tool();
    var texts = new ArrayList<>(List.of(build, "", name, folder.toString(), "", "", tool));
    texts.addAll(words);
    environment.forEach((variable, value) -> texts.add(variable + "=" + value));
    int pid = (int) ProcessHandle.current().pid();
    long mark = Identities.now();
    int[] numbers = {
      Frame.PROTOCOL, 022, pid, words.size(), environment.size(), 0, (int) mark, (int) (mark >>> 32)
    };
    try (var daemon = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      Frame.of(Frame.REQUEST, numbers, texts).write(daemon);
      for (; ; ) {
        Frame frame = Frame.read(daemon);
        switch (frame.type()) {
          case Frame.ACKNOWLEDGED, Frame.HEARTBEAT, Frame.PRINT, Frame.RELEASE -> {}
          case Frame.LINK -> {
            perform(tool, words, daemon);
            awaitEnd(daemon);
            return;
          }
          case Frame.TAKE_TOKENS -> Frame.of(Frame.TOKENS, -1).write(daemon);
          default -> {
            return;
          }
        }
      }
    }
  }

  /** What the compiler would run. */
  private String tool() {
    for (String place : environment.getOrDefault("PATH", "").split(":")) {
      Path path = Path.of(place, "ld");
      if (Files.isExecutable(path)) {
        return path.toString();
      }
    }
    return "ld";
  }

  /** Where a client would leave: the daemon has its receipt to write. */
  private static void awaitEnd(SocketChannel daemon) throws IOException {
    while (daemon.read(ByteBuffer.allocate(64)) >= 0) {
      // What is still said is for nobody.
    }
  }

  private void perform(String tool, List<String> words, SocketChannel daemon) throws IOException {
    Frame.of(Frame.STARTED, 0).write(daemon);
    Path output = folder.resolve(OUTPUT);
    Path dependencies = folder.resolve("d");
    Played made = played.get(tool);
    if (made == null) {
      var command = new ArrayList<>(List.of(tool, "--dependency-file=" + dependencies));
      command.addAll(words);
      Question.ask(command, folder, environment, Map.of());
      made = new Played(output, dependencies);
      played.put(tool, made);
    } else {
      Files.deleteIfExists(output);
      Files.write(output, made.output);
      Files.setPosixFilePermissions(output, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    new Frame(Frame.DEPENDENCIES, made.dependencies).write(daemon);
    FileIdentity found = Objects.requireNonNull(Identities.of(output));
    var ended = ByteBuffer.allocate(24 + 1 + 9 * 8 + 32).order(ByteOrder.LITTLE_ENDIAN);
    ended.putInt(0).putLong(0).putLong(-1).putInt(1).put((byte) 1);
    ended.putLong(found.dev()).putLong(found.ino()).putLong(found.size());
    ended.putLong(found.mtime()).putLong(found.ctime()).putLong(found.mode());
    ended.putLong(found.links()).putLong(found.owner()).putLong(found.group());
    new Frame(Frame.ENDED, ended.array()).write(daemon);
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
