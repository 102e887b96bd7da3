package dev.tenon.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.keep.LinkLog;
import dev.tenon.keep.Receipts;
import dev.tenon.keep.UpToDate;
import dev.tenon.model.Receipt;
import dev.tenon.real.Lab;
import dev.tenon.state.CheckSum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A link is left undone when it would make what is there, and only then. After every step the
 * output is what the linker makes without Tenon.
 */
class SkippingTest {
  @TempDir Path folder;
  private Lab lab;
  private Links links;

  @BeforeEach
  void program() {
    Lab.needs("gcc");
    lab = new Lab(folder);
    links = Links.resident(lab);
    lab.write("m.c", "int f(void);\nint main(void){return f();}\n")
        .write("f.c", "int f(void){return 3;}\n")
        .write("g.c", "int f(void){return 4;}\n")
        .write("big.c", "int f(void){return 5;}\nchar space[5000] = {1};\n")
        .ok("gcc -c m.c f.c g.c big.c")
        .ok("mkdir L1 L2 L3")
        .ok("gcc -shared -o L2/libf.so f.o")
        .ok("gcc -shared -o L3/libf.so g.o")
        .ok("ar rcs L1.a f.o");
  }

  /** Links and says whether the linker was run; what is there is what it would have made. */
  private boolean runs(String engine, Map<String, String> variables, List<String> words) {
    settle();
    long before = lines().stream().filter(LinkLog.Line::isSkipped).count();
    var environment = new java.util.HashMap<>(variables);
    environment.put("TENON_ENGINE", engine);
    var result = links.tenon(environment, words);
    assertThat(result.exit()).as(result.err()).isZero();
    long after = lines().stream().filter(LinkLog.Line::isSkipped).count();
    sameAsAlone(engine, variables, words);
    return before == after;
  }

  private boolean runs(String engine, String words) {
    return runs(engine, Map.of(), List.of(words.split(" ")));
  }

  private void sameAsAlone(String engine, Map<String, String> variables, List<String> words) {
    int at = words.indexOf("-o") + 1;
    Path output = folder.resolve(words.get(at));
    var line = new ArrayList<>(List.of(Links.program(engine)));
    line.addAll(words);
    try {
      Path kept = folder.resolve("kept");
      // The same name, because linkers may write it into the output.
      Files.move(output, kept, StandardCopyOption.REPLACE_EXISTING);
      assertThat(lab.run(variables, line).exit()).isZero();
      assertThat(kept).hasSameBinaryContentAs(output);
      Files.delete(output);
      Files.move(kept, output);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private List<LinkLog.Line> lines() {
    try {
      return new LinkLog(links.state()).lines();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /**
   * Until the clock of the file system has ticked, so that what is there now is not of this tick.
   */
  private void settle() {
    try {
      Path mark = Files.createTempFile(folder, "tick", "");
      long first = Files.getLastModifiedTime(mark).to(java.util.concurrent.TimeUnit.NANOSECONDS);
      long now = first;
      while (now - first < 12_000_000) {
        Files.delete(mark);
        Files.createFile(mark);
        now = Files.getLastModifiedTime(mark).to(java.util.concurrent.TimeUnit.NANOSECONDS);
      }
      Files.delete(mark);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Receipt receipt() {
    return Objects.requireNonNull(new Receipts(links.state()).last(folder.resolve("out")));
  }

  private List<String> because() {
    return Objects.requireNonNull(receipt().standing()).because();
  }

  private List<String> unskippable() {
    return Objects.requireNonNull(receipt().standing()).unskippable();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void theSameLinkIsDoneOnce(String engine) throws Exception {
    Links.needs(engine);
    String words = "m.o -L L1 -L L2 -lf -o out --entry=main";
    assertThat(runs(engine, words)).isTrue();
    assertThat(unskippable()).isEmpty();
    assertThat(runs(engine, words)).as("%s", because()).isFalse();
    assertThat(runs(engine, words)).isFalse();
    assertThat(Objects.requireNonNull(receipt().standing()).skips()).isEqualTo(2);
  }

  /** mold tells of response files; a compiler driver writes one with another name each time. */
  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void theSameArgumentsInAnotherResponseFileAreTheSameLink(String engine) {
    Links.needs(engine);
    lab.write("first", "m.o f.o --entry=main").write("second", "m.o f.o --entry=main");
    assertThat(runs(engine, Map.of(), List.of("@first", "-o", "out"))).isTrue();
    assertThat(unskippable()).isEmpty();
    assertThat(runs(engine, Map.of(), List.of("@second", "-o", "out"))).isFalse();
    lab.write("second", "m.o f.o --entry=f");
    assertThat(runs(engine, Map.of(), List.of("@second", "-o", "out"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void scriptsThatLeadDeeperThanWeFollowAreLinkedEachTime(String engine) {
    Links.needs(engine);
    for (int i = 0; i < 300; i++) {
      lab.write("s" + i, "INPUT(s" + (i + 1) + ")\n");
    }
    lab.write("s300", "INPUT(f.o)\n");
    assertThat(runs(engine, "m.o s0 -o out --entry=main")).isTrue();
    assertThat(unskippable()).isNotEmpty();
    assertThat(runs(engine, "m.o s0 -o out --entry=main")).isTrue();
    assertThat(runs(engine, "m.o s150 -o out --entry=main")).isTrue();
    assertThat(runs(engine, "m.o s150 -o out --entry=main")).isFalse();
  }

  /** An edit and whether it makes the link needed. */
  record Edit(String name, boolean isNeeded, String words, Change change) {}

  interface Change {
    void to(Path folder) throws IOException;
  }

  private static final String LIBRARY = "m.o -L L1 -L L2 -lf -o out --entry=main";
  private static final String OBJECTS = "m.o f.o -o out --entry=main";

  private static final StandardCopyOption REPLACE = StandardCopyOption.REPLACE_EXISTING;

  private static final List<Edit> EDITS =
      List.of(
          new Edit("a touched object", false, OBJECTS, at -> touch(at.resolve("f.o"))),
          new Edit("a touched library", false, LIBRARY, at -> touch(at.resolve("L2/libf.so"))),
          new Edit("a copy in place of an object", false, OBJECTS, at -> anew(at, "f.o")),
          new Edit("another object", true, OBJECTS, at -> copy(at, "big.o", "f.o")),
          new Edit("another object of the same size", true, OBJECTS, at -> copy(at, "g.o", "f.o")),
          new Edit(
              "another object with size and time of the old one",
              true,
              OBJECTS,
              at -> {
                FileTime time = Files.getLastModifiedTime(at.resolve("f.o"));
                Files.write(at.resolve("f.o"), Files.readAllBytes(at.resolve("g.o")));
                Files.setLastModifiedTime(at.resolve("f.o"), time);
              }),
          new Edit("another library", true, LIBRARY, at -> copy(at, "L3/libf.so", "L2/libf.so")),
          new Edit(
              "a library in a folder before",
              true,
              LIBRARY,
              at -> copy(at, "L3/libf.so", "L1/libf.so")),
          new Edit("an archive before", true, LIBRARY, at -> copy(at, "L1.a", "L1/libf.a")),
          new Edit(
              "something else in a folder before", false, LIBRARY, at -> anew(at, "L1/libe.so")),
          new Edit(
              "an edit that is taken back",
              false,
              OBJECTS,
              at -> {
                byte[] old = Files.readAllBytes(at.resolve("f.o"));
                Files.write(at.resolve("f.o"), new byte[old.length]);
                Files.write(at.resolve("f.o"), old);
              }),
          new Edit("no output", false, OBJECTS, at -> Files.delete(at.resolve("out"))),
          new Edit(
              "a damaged output",
              false,
              OBJECTS,
              at -> {
                FileTime time = Files.getLastModifiedTime(at.resolve("out"));
                byte[] bytes = Files.readAllBytes(at.resolve("out"));
                bytes[bytes.length / 2] ^= 1;
                Files.write(at.resolve("out"), bytes);
                Files.setLastModifiedTime(at.resolve("out"), time);
              }),
          new Edit("an output that grew", false, OBJECTS, at -> grow(at.resolve("out"))),
          new Edit("a touched output", false, OBJECTS, at -> touch(at.resolve("out"))),
          new Edit(
              "a second name of the output",
              false,
              OBJECTS,
              at -> Files.createLink(at.resolve("second"), at.resolve("out"))),
          new Edit(
              "an output that may not be run",
              true,
              OBJECTS,
              at ->
                  Files.setPosixFilePermissions(
                      at.resolve("out"),
                      java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"))),
          new Edit(
              "a symbolic link in place of the output",
              true,
              OBJECTS,
              at -> {
                Files.move(at.resolve("out"), at.resolve("moved"));
                Files.createSymbolicLink(at.resolve("out"), Path.of("moved"));
              }),
          new Edit(
              "the output copied back",
              false,
              OBJECTS,
              at -> {
                Files.copy(
                    at.resolve("out"), at.resolve("copy"), StandardCopyOption.COPY_ATTRIBUTES);
                Files.move(at.resolve("copy"), at.resolve("out"), REPLACE);
              }));

  private static void touch(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis()));
  }

  private static void copy(Path at, String from, String to) throws IOException {
    Files.copy(at.resolve(from), at.resolve(to), REPLACE);
  }

  private static void grow(Path file) throws IOException {
    Files.write(file, new byte[] {0}, java.nio.file.StandardOpenOption.APPEND);
  }

  /** Another file of the same content. */
  private static void anew(Path at, String name) throws IOException {
    Path file = at.resolve(name);
    byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[] {1};
    Files.deleteIfExists(file);
    Files.write(file, bytes);
  }

  static Stream<Arguments> edits() {
    return Stream.of("bfd", "lld", "mold")
        .flatMap(engine -> EDITS.stream().map(edit -> Arguments.of(engine, edit.name, edit)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("edits")
  void anEditMakesALinkNeededIfAndOnlyIfItMatters(String engine, String name, Edit edit)
      throws Exception {
    Links.needs(engine);
    assertThat(runs(engine, edit.words)).isTrue();
    assertThat(runs(engine, edit.words)).as("%s %s", because(), unskippable()).isFalse();
    edit.change.to(folder);
    settle();
    // mold writes into the file that is there, and so under its other names.
    boolean isShared = engine.equals("mold") && Files.exists(folder.resolve("second"));
    assertThat(runs(engine, edit.words)).as(name).isEqualTo(edit.isNeeded || isShared);
    // mold follows the link, and what is not under its own name is not relied upon.
    boolean isFollowed = Files.isSymbolicLink(folder.resolve("out"));
    assertThat(runs(engine, edit.words)).as("%s", because()).isEqualTo(isFollowed || isShared);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void otherWordsAreAnotherLink(String engine) {
    Links.needs(engine);
    assertThat(runs(engine, OBJECTS)).isTrue();
    assertThat(runs(engine, OBJECTS + " --gc-sections")).isTrue();
    assertThat(because()).containsExactly("added: gc-sections");
    assertThat(runs(engine, OBJECTS)).isFalse();
    assertThat(runs(engine, "f.o m.o -o out --entry=main")).isTrue();
    assertThat(because()).containsExactly("the same words in another order");
  }

  @Test
  void anotherLinkerIsAnotherLink() {
    Links.needs("bfd");
    Links.needs("lld");
    assertThat(runs("bfd", OBJECTS)).isTrue();
    assertThat(runs("lld", OBJECTS)).isTrue();
    assertThat(because().getFirst()).startsWith("the linker was bfd").contains("is lld");
    assertThat(runs("lld", OBJECTS)).isFalse();
  }

  @Test
  void aLinkerThatWasReplacedIsAnotherLinker() throws Exception {
    Links.needs("bfd");
    Path program = Files.createDirectory(folder.resolve("bin")).resolve("ld.bfd");
    Files.copy(Objects.requireNonNull(Lab.find("ld.bfd")).toRealPath(), program);
    List<String> words = List.of(OBJECTS.split(" "));
    assertThat(links.tenon(program.toString(), words).exit()).isZero();
    assertThat(unskippable()).isEmpty();
    grow(program);
    settle();
    assertThat(links.tenon(program.toString(), words).exit()).isZero();
    assertThat(because()).hasSize(1);
    assertThat(because().getFirst()).startsWith("the linker was bfd");
  }

  @Test
  void runsLinkerThatIsScriptAndKeepsNoReceipt() throws Exception {
    Links.needs("bfd");
    Path program = Files.createDirectory(folder.resolve("bin")).resolve("ld.bfd");
    Files.writeString(program, "#!/bin/sh\nexec " + Lab.find("ld.bfd") + " \"$@\"\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    List<String> words = List.of(OBJECTS.split(" "));
    assertThat(links.tenon(program.toString(), words).exit()).isZero();
    assertThat(folder.resolve("out")).isExecutable();
    assertThat(new Receipts(links.state()).last(folder.resolve("out"))).isNull();
    assertThat(lines()).isEmpty();
  }

  @Test
  void theEnvironmentThatALinkerReadsIsPartOfTheLink() {
    Links.needs("bfd");
    List<String> words = List.of(LIBRARY.split(" "));
    assertThat(runs("bfd", Map.of("LD_RUN_PATH", "/a"), words)).isTrue();
    assertThat(runs("bfd", Map.of("LD_RUN_PATH", "/a"), words)).isFalse();
    assertThat(runs("bfd", Map.of("LD_RUN_PATH", "/b"), words)).isTrue();
    assertThat(because()).containsExactly("LD_RUN_PATH was `/a`, is `/b`");
    assertThat(runs("bfd", Map.of("LD_RUN_PATH", "/b", "HOME", "/x"), words)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld"})
  void aScriptIsPartOfTheLink(String engine) {
    Links.needs(engine);
    lab.write("v.map", "V1 { global: f; local: *; };\n");
    String words = "f.o -shared -soname f --version-script=v.map -o out";
    assertThat(runs(engine, words)).isTrue();
    assertThat(runs(engine, words)).isFalse();
    lab.write("v.map", "V2 { global: f; local: *; };\n");
    assertThat(runs(engine, words)).isTrue();
    assertThat(because()).hasSize(1).first().asString().startsWith("v.map changed");
  }

  /** Versions without a name of the library's own: linkers put in the output's. */
  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void anOutputThatContainsItsNameContainsTheRightOne(String engine) {
    Links.needs(engine);
    lab.write("v.map", "/* of */ V1 { global: f; local: *; };\n")
        .write("list", "{ global: f; local: *; };\n");
    assertThat(runs(engine, "f.o -shared --version-script=v.map -o out")).isTrue();
    assertThat(unskippable()).isEmpty();
    sameAsAlone(engine, Map.of(), List.of("f.o -shared --version-script=v.map -o out".split(" ")));
    assertThat(runs(engine, "f.o -shared --version-script=list -o out")).isTrue();
    assertThat(unskippable()).isEmpty();
  }

  /** Of every symbol, without a script. */
  @ParameterizedTest
  @ValueSource(strings = {"bfd", "mold"})
  void anOutputWhoseNameIsTheVersionOfItsSymbols(String engine) {
    Links.needs(engine);
    assertThat(runs(engine, "f.o -shared --default-symver -o out")).isTrue();
    assertThat(runs(engine, "f.o -shared --default-symver -soname s -o out")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void aFileInTheSameTickOfTheClockIsNoProof(String engine) throws Exception {
    Links.needs(engine);
    // Its ctime lies behind the start of the link, as that of a file written in the same tick.
    List<String> words = List.of(OBJECTS.split(" "));
    var past = links.memory().past(links.state());
    for (int i = 0; i < 20; i++) {
      copy(folder, i % 2 == 0 ? "g.o" : "f.o", "same.o");
      assertThat(links.tenon(engine, words).exit()).isZero();
      copy(folder, i % 2 == 0 ? "f.o" : "g.o", "same.o");
      assertThat(links.tenon(engine, words).exit()).isZero();
      sameAsAlone(engine, Map.of(), words);
    }
    assertThat(past.pending.contains(folder.resolve("out"))).isFalse();
  }

  @Test
  void anInputThatIsChangedWhileItIsLinkedProvesNothing() throws Exception {
    String engine = "lld"; // GNU ld and mold refuse such a link
    Links.needs(engine);
    // The output is an input, too.
    copy(folder, "f.o", "out");
    List<String> words = List.of("-r", "out", "m.o", "-o", "out");
    settle();
    assertThat(links.tenon(engine, words).exit()).isZero();
    assertThat(receipt().reads())
        .filteredOn(read -> read.path().equals("out"))
        .allMatch(read -> read.proof() == null);
    settle();
    links.tenon(engine, words);
    assertThat(lines()).noneMatch(LinkLog.Line::isSkipped);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void repeatsWhatTheLinkerPrintedOnBothStreams(String engine) {
    Links.needs(engine);
    List<String> words = List.of((OBJECTS + " --trace").split(" "));
    settle();
    var first = links.tenon(engine, words);
    assertThat(first.out()).contains("f.o");
    settle();
    assertThat(links.tenon(engine, words)).isEqualTo(first);
    assertThat(lines().getLast().isSkipped()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld"})
  void warningsAreSaidAgain(String engine) {
    Links.needs(engine);
    List<String> words = List.of("m.o", "f.o", "-o", "out", "--entry=nowhere");
    settle();
    var first = links.tenon(engine, words);
    assertThat(first.exit()).isZero();
    assertThat(first.err()).contains("nowhere");
    settle();
    assertThat(links.tenon(engine, words)).isEqualTo(first);
    assertThat(lines().getLast().isSkipped()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void allFilesOfALinkAreRenewedOrMadeAgain(String engine) throws Exception {
    Links.needs(engine);
    String words = OBJECTS + " -Map=out.map";
    assertThat(runs(engine, words)).isTrue();
    for (String file : List.of("out", "out.map")) {
      Files.setLastModifiedTime(folder.resolve(file), FileTime.fromMillis(1_000_000_000_000L));
    }
    assertThat(runs(engine, words)).as("%s", because()).isFalse();
    FileTime input = Files.getLastModifiedTime(folder.resolve("f.o"));
    assertThat(Files.getLastModifiedTime(folder.resolve("out.map"))).isGreaterThanOrEqualTo(input);
    Files.delete(folder.resolve("out.map"));
    assertThat(runs(engine, words)).isFalse();
    assertThat(folder.resolve("out.map")).exists();
  }

  /** Cargo and rustc delete an output before they ask for it again. */
  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void anOutputThatIsDeletedEachTimeIsPutBack(String engine) throws Exception {
    Links.needs(engine);
    assertThat(runs(engine, OBJECTS)).isTrue();
    for (int i = 0; i < 3; i++) {
      Files.delete(folder.resolve("out"));
      assertThat(runs(engine, OBJECTS)).as("%s", because()).isFalse();
    }
    // What is kept is a copy: who writes to the output does not write to it.
    try (var file =
        java.nio.channels.FileChannel.open(
            folder.resolve("out"), java.nio.file.StandardOpenOption.WRITE)) {
      file.write(java.nio.ByteBuffer.wrap(new byte[] {1}), 300);
    }
    Files.delete(folder.resolve("out"));
    assertThat(runs(engine, OBJECTS)).isFalse();
    sameAsAlone(engine, Map.of(), List.of(OBJECTS.split(" ")));
  }

  /** busybox links one name with several sets of libraries in turn. */
  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void severalSetsOfArgumentsForOneOutputAreEachPutBack(String engine) throws Exception {
    Links.needs(engine);
    String other = OBJECTS + " --build-id=0x1234";
    assertThat(runs(engine, OBJECTS)).isTrue();
    assertThat(runs(engine, other)).isTrue();
    for (String words : List.of(OBJECTS, other, OBJECTS)) {
      assertThat(runs(engine, words)).as("%s", because()).isFalse();
      sameAsAlone(engine, Map.of(), List.of(words.split(" ")));
    }
    copy(folder, "g.o", "f.o");
    assertThat(runs(engine, OBJECTS)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void aLinkThatFailedDoesNotMakeTheOneBeforeItUnknown(String engine) throws Exception {
    Links.needs(engine);
    assertThat(runs(engine, OBJECTS)).isTrue();
    Files.move(folder.resolve("f.o"), folder.resolve("f.away"));
    settle();
    assertThat(links.tenon(engine, List.of(OBJECTS.split(" "))).exit()).isNotZero();
    Files.move(folder.resolve("f.away"), folder.resolve("f.o"));
    assertThat(runs(engine, OBJECTS)).as("%s", because()).isFalse();
    sameAsAlone(engine, Map.of(), List.of(OBJECTS.split(" ")));
  }

  /**
   * Seconds after a link a second look is taken at its output; by then it may have been skipped.
   */
  @Test
  void theSecondLookForgetsNothing() throws Exception {
    Links.needs("lld");
    var later = new ArrayList<Runnable>();
    links = new Links(lab, new Memory(Runnable::run, later::add, Long.MAX_VALUE));
    assertThat(runs("lld", OBJECTS)).isTrue();
    assertThat(runs("lld", OBJECTS)).isFalse();
    Files.createLink(folder.resolve("second"), folder.resolve("out"));
    settle();
    List.copyOf(later).forEach(Runnable::run);
    assertThat(Objects.requireNonNull(receipt().standing()).skips()).isEqualTo(1);
    assertThat(runs("lld", OBJECTS)).isFalse();
  }

  @Test
  void theRenewedOutputIsNotOlderThanItsInputsAndNotFromTheFuture() throws Exception {
    Links.needs("lld");
    assertThat(runs("lld", OBJECTS)).isTrue();
    settle();
    touch(folder.resolve("f.o"));
    assertThat(links.tenon("lld", List.of(OBJECTS.split(" "))).exit()).isZero();
    assertThat(lines().getLast().isSkipped()).isTrue();
    FileTime output = Files.getLastModifiedTime(folder.resolve("out"));
    assertThat(output)
        .isGreaterThanOrEqualTo(Files.getLastModifiedTime(folder.resolve("f.o")))
        .isLessThanOrEqualTo(Files.getLastModifiedTime(Files.createFile(folder.resolve("after"))));
  }

  @Test
  void whatIsNotKnownToDependOnTheReceiptAloneIsAlwaysDone() {
    Links.needs("lld");
    Links.needs("mold");
    bar("lld", OBJECTS + " --build-id=uuid", "a build ID made by chance");
    bar("lld", OBJECTS + " --reproduce=r.tar", "the option `reproduce`");
    bar("lld", OBJECTS + " --time-trace=trace", "the option `time-trace`");
    bar("mold", "-r m.o f.o -o out", "the linker did not tell what it read");
    bar("mold", OBJECTS + " --repro", "the option `repro` has more files written than are known");
    bar(
        "lld",
        OBJECTS + " --save-temps",
        "the option `save-temps` has more files written than are known");
  }

  private void bar(String engine, String words, String why) {
    for (int i = 0; i < 2; i++) {
      settle();
      assertThat(links.tenon(engine, List.of(words.split(" "))).exit()).as(words).isZero();
      assertThat(unskippable()).as(words).contains(why);
    }
    assertThat(lines()).noneMatch(LinkLog.Line::isSkipped);
  }

  @Test
  void codeThatIsMadeAtLinkTimeIsAlwaysMade() {
    Links.needs("lld");
    Lab.needs("clang-19");
    lab.ok("gcc -flto -c f.c -o slim.o")
        .ok("gcc -flto -ffat-lto-objects -c f.c -o fat.o")
        .ok("clang-19 -flto -c f.c -o bit.o")
        .ok("ar rcs fat.a m.o fat.o");
    bar("lld", "m.o bit.o -o out --entry=main", "bit.o holds code that is made at link time");
    bar("lld", "m.o fat.o -o out --entry=main", "fat.o holds code that is made at link time");
    bar("lld", "m.o fat.a -o out --entry=main", "fat.a holds code that is made at link time");
  }

  @Test
  void aLinkThatFailedIsTriedAgain() {
    Links.needs("bfd");
    List<String> words = List.of("m.o", "-o", "out", "--entry=main");
    assertThat(links.tenon("bfd", words).exit()).isEqualTo(1);
    assertThat(links.tenon("bfd", words).exit()).isEqualTo(1);
    assertThat(lines()).noneMatch(LinkLog.Line::isSkipped);
    assertThat(lines().getLast().because()).isEqualTo("failed");
  }

  @Test
  void linksAgainWhatTheFastLinkerRefusedFirst() {
    Links.needs("bfd");
    Links.needs("mold");
    // Only GNU ld looks into /usr/lib by itself.
    List<String> words = List.of("m.o", "f.o", "-lm", "-o", "out", "--entry=main");
    for (int i = 0; i < 2; i++) {
      settle();
      var result = links.tenon(Map.of("TENON_ENGINE", "fast"), words);
      assertThat(result.exit()).isZero();
      assertThat(result.err()).contains("mold refused this link and bfd took it");
    }
    assertThat(lines()).allMatch(line -> line.linker().startsWith("bfd"));
  }

  /**
   * A skip renews the output: another link that writes it meanwhile must not take it for its own.
   */
  @Test
  void whileAnotherLinkWritesTheOutputNothingIsSkippedOrProved() throws Exception {
    Links.needs("bfd");
    var memory = new Memory(Runnable::run, _ -> {}, Long.MAX_VALUE);
    links = new Links(lab, memory);
    assertThat(runs("bfd", OBJECTS)).isTrue();
    assertThat(runs("bfd", OBJECTS)).isFalse();
    Path output = folder.toRealPath().resolve("out");
    try (var other = memory.past(links.state()).running.begin(Set.of(output))) {
      assertThat(runs("bfd", OBJECTS)).isTrue();
      assertThat(other.overlaps()).isTrue();
    }
    assertThat(unskippable()).contains(RunningLinks.OVERLAP);
    assertThat(runs("bfd", OBJECTS)).isTrue();
    assertThat(runs("bfd", OBJECTS)).isFalse();
  }

  @Test
  void aProcessOfItsOwnForEachLinkSkipsWhatIsCheapToTell() {
    Links.needs("lld");
    links = new Links(lab);
    assertThat(runs("lld", OBJECTS)).isTrue();
    assertThat(runs("lld", OBJECTS)).isFalse();
  }

  @Test
  void aReceiptThatWasWrittenByOthersIsNotTrusted() throws Exception {
    Links.needs("lld");
    assertThat(runs("lld", OBJECTS)).isTrue();
    Path file = new Receipts(links.state()).file(folder.resolve("out"));
    String receipt = String.valueOf(CheckSum.opened(Files.readString(file)));
    Files.writeString(
        file, CheckSum.sealed(receipt.replace("\"rules\" : " + UpToDate.RULES, "\"rules\" : 99")));
    assertThat(runs("lld", OBJECTS)).isTrue();
    assertThat(because()).containsExactly("the last link was recorded by another Tenon");
    Files.writeString(file, "{");
    assertThat(runs("lld", OBJECTS)).isTrue();
  }
}
