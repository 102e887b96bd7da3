package dev.tenon.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.driver.Cancellation;
import dev.tenon.driver.Hands;
import dev.tenon.driver.OwnHands;
import dev.tenon.keep.LinkLog;
import dev.tenon.keep.Receipts;
import dev.tenon.real.Lab;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A small link of a known plan starts before it is searched for what it reads. Whatever changes
 * after the start, the next link is what the linker makes by itself.
 */
class LateSearchTest {
  private static final String WORDS = "m.o L1.a -LL1 -LL2 -lf -o out --entry=main";

  @TempDir Path folder;
  private Lab lab;
  private final Disturbed hands = new Disturbed();
  private Links links;

  /** Does something when a process has just been started, before anybody else hears of it. */
  private static final class Disturbed implements Hands {
    private final Hands own = new OwnHands();
    private Runnable disturbance = () -> {};
    private Runnable whenReleased = () -> {};

    @Override
    public Ended run(
        Errand errand, OutputStream out, OutputStream err, LongConsumer started, Cancellation end)
        throws IOException {
      return own.run(errand, out, err, started, end);
    }

    @Override
    public Running link(
        Transparent link,
        OutputStream out,
        OutputStream err,
        LongConsumer started,
        Cancellation end)
        throws IOException {
      LongConsumer disturbed =
          pid -> {
            disturbance.run();
            started.accept(pid);
          };
      Running running = own.link(link, out, err, disturbed, end);
      return new Running() {
        @Override
        public Finished await() throws IOException {
          return running.await();
        }

        @Override
        public void release() {
          whenReleased.run();
        }
      };
    }

    @Override
    public int become(Errand errand, Cancellation cancellation) throws IOException {
      return own.become(errand, cancellation);
    }

    @Override
    public int umask() {
      return own.umask();
    }

    @Override
    public long caller() {
      return own.caller();
    }

    @Override
    public int takeSlots(int most) throws IOException {
      return own.takeSlots(most);
    }

    @Override
    public void waiting() throws IOException {
      own.waiting();
    }
  }

  @BeforeEach
  void program() {
    Lab.needs("gcc");
    lab = new Lab(folder);
    links = new Links(lab, new Memory(Runnable::run, Runnable::run, Long.MAX_VALUE), hands);
    lab.write("m.c", "int f(void);\nint h(void);\nint main(void){return f()+h();}\n")
        .write("f.c", "int f(void){return 3;}\n")
        .write("g.c", "int f(void){return 4;}\nint more(void){return 1;}\n")
        .write("h.c", "int h(void){return 5;}\n")
        .write("i.c", "int h(void){return 6;}\nchar more[500] = {1};\n")
        .write("n.c", "int f(void);\nint h(void);\nint main(void){return f()-h();}\n")
        .ok("gcc -c m.c n.c f.c g.c h.c i.c")
        .ok("mkdir L1 L2")
        .ok("gcc -shared -o L2/libf.so f.o")
        .ok("gcc -shared -o other.so g.o")
        .ok("ar rcs L1.a h.o")
        .ok("ar rcs other.a i.o");
  }

  private void link(String engine) {
    assertThat(links.tenon(engine, List.of(WORDS.split(" "))).exit()).isZero();
  }

  /** A first link, and a second one of which all is known but what was edited. */
  private void relinked(String engine, Runnable disturbance) throws IOException {
    Links.needs(engine);
    link(engine);
    Files.write(folder.resolve("m.o"), new byte[] {0, 1, 2, 3}, StandardOpenOption.APPEND);
    hands.disturbance = disturbance;
    links.tenon(engine, List.of(WORDS.split(" "))); // a linker may stumble over it
    assertThat(lines()).noneMatch(LinkLog.Line::isSkipped);
    hands.disturbance = () -> {};
  }

  private List<LinkLog.Line> lines() throws IOException {
    return new LinkLog(links.state()).lines();
  }

  private List<String> unskippable() {
    var receipt = Objects.requireNonNull(new Receipts(links.state()).last(folder.resolve("out")));
    return Objects.requireNonNull(receipt.standing()).unskippable();
  }

  private void nextIsDoneAndRight(String engine) throws IOException {
    link(engine);
    assertThat(lines()).noneMatch(LinkLog.Line::isSkipped);
    byte[] ours = Files.readAllBytes(folder.resolve("out"));
    assertThat(links.direct(engine, List.of(WORDS.split(" "))).exit()).isZero();
    assertThat(ours).isEqualTo(Files.readAllBytes(folder.resolve("out")));
  }

  /** At once, so that no linker sees half of it. */
  private Runnable replaced(String name, String by) {
    return () -> {
      try {
        Files.copy(folder.resolve(by), folder.resolve("new"));
        Files.move(
            folder.resolve("new"), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void whatIsFoundWhileTheLinkerRunsIsProvedAsWell(String engine) throws IOException {
    relinked(engine, () -> {});
    assertThat(unskippable()).isEmpty();
    link(engine);
    assertThat(lines().getLast().isSkipped()).isTrue();
  }

  /** As rustc and GCC do it with the objects that they made for one link. */
  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void whatTheCallerDeletesAsSoonAsItMayIsProved(String engine) throws IOException {
    Links.needs(engine);
    String words = WORDS.replace("m.o", "m.rcgu.o");
    var released = new ArrayList<Path>();
    hands.whenReleased =
        () -> {
          try {
            released.add(Files.move(folder.resolve("m.rcgu.o"), folder.resolve("gone")));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    for (int i = 0; i < 2; i++) {
      Files.copy(folder.resolve("m.o"), folder.resolve("m.rcgu.o"));
      assertThat(links.tenon(engine, List.of(words.split(" "))).exit()).isZero();
      assertThat(released).as("the linker ran, the caller waited").hasSize(1);
    }
    assertThat(lines().getLast().isSkipped()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void anArchiveThatChangesWhileTheLinkerRuns(String engine) throws IOException {
    relinked(engine, replaced("L1.a", "other.a"));
    nextIsDoneAndRight(engine);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void aLibraryThatIsReplacedWhileTheLinkerRuns(String engine) throws IOException {
    relinked(engine, replaced("L2/libf.so", "other.so"));
    nextIsDoneAndRight(engine);
  }

  /**
   * The library in the other folder was there before the link, and nothing happened to it since.
   */
  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void aFolderThatIsReplacedWhileTheLinkerRuns(String engine) throws IOException {
    lab.ok("mkdir L3").ok("cp other.so L3/libf.so");
    relinked(
        engine,
        () -> {
          try {
            Files.move(folder.resolve("L2"), folder.resolve("L4"));
            Files.move(folder.resolve("L3"), folder.resolve("L2"));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    nextIsDoneAndRight(engine);
  }

  /** Whether the linker still finds it is a matter of chance. */
  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void aLibraryThatAppearsWhileTheLinkerRuns(String engine) throws IOException {
    relinked(engine, replaced("L1/libf.so", "other.so"));
    nextIsDoneAndRight(engine);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void anObjectThatChangesWhileTheLinkerRuns(String engine) throws IOException {
    relinked(engine, replaced("m.o", "n.o"));
    nextIsDoneAndRight(engine);
  }
}
