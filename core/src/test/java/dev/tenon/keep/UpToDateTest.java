package dev.tenon.keep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.model.Content;
import dev.tenon.model.FileIdentity;
import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.OutputKind;
import dev.tenon.model.Read;
import dev.tenon.model.Receipt;
import dev.tenon.model.Recipe;
import dev.tenon.model.RootedPath;
import dev.tenon.model.State;
import dev.tenon.model.Tool;
import dev.tenon.model.Toolchain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every reason for a link, from records alone. */
class UpToDateTest {
  private static final int FILE = 0100644;
  private static final int PROGRAM = 0100755;

  /** Files by absolute path; the digest of a file is the text of its content number. */
  private static final class Machine implements Present {
    final Map<String, FileIdentity> files = new HashMap<>();
    final Map<String, String> digests = new HashMap<>();
    final Map<String, String> reals = new HashMap<>();
    final List<String> readFiles = new ArrayList<>();
    final Set<String> kept = new HashSet<>();
    final Set<String> locked = new HashSet<>();
    String listing = "names";

    @Override
    public @Nullable FileIdentity look(String path) {
      return files.get(path);
    }

    @Override
    public boolean isKept(String digest) {
      return kept.contains(digest);
    }

    @Override
    public @Nullable String known(String path, FileIdentity identity) {
      return null;
    }

    @Override
    public @Nullable String digest(String path, FileIdentity identity, String before) {
      readFiles.add(path);
      return digests.get(path);
    }

    @Override
    public String listing(String path) {
      return listing;
    }

    @Override
    public String real(String path) {
      return reals.getOrDefault(path, path);
    }

    @Override
    public boolean isWritable(String path) {
      return !locked.contains(path);
    }

    @Override
    public boolean isSymbolicLink(String path) {
      return false;
    }

    void put(String path, FileIdentity identity, String digest) {
      files.put(path, identity);
      digests.put(path, digest);
    }
  }

  private static final Tool LD = new Tool("linker", "lld", "19.1", "/usr/bin/ld.lld", "ld1");
  private static final FileIdentity A = new FileIdentity(1, 10, 100, 5_000, 6_000, FILE, 1, 0, 0);
  private static final FileIdentity Z = new FileIdentity(1, 11, 200, 5_000, 6_000, FILE, 1, 0, 0);
  private static final FileIdentity OUT =
      new FileIdentity(1, 12, 300, 7_000, 8_000, PROGRAM, 1, 0, 0);

  private final Machine machine = new Machine();
  private Toolchain tools =
      new Toolchain(List.of(LD), Set.of(), "r", Map.of("LD_RUN_PATH", "/a", "umask", "22"));
  private Toolchain linkedWith = tools;
  private List<String> unskippable = List.of();
  private byte[] said = new byte[0];
  private boolean firm = true;
  private String streams = "separate";
  private List<Read> reads =
      List.of(
          read("a.o", Read.Aspect.CONTENT, "input", A, "aaa"),
          new Read("L1/libz.so", Read.Aspect.ABSENCE, Read.How.PREDICTED, "-lz"),
          read("L2/libz.so", Read.Aspect.CONTENT, "-lz", Z, "zzz"),
          new Read(
              "/etc/conf.d",
              Read.Aspect.LISTING,
              Read.How.PREDICTED,
              "x",
              new Read.Proof("names", null, Read.Form.OTHER, null, false, true)));

  UpToDateTest() {
    machine.put("/w/a.o", A, "aaa");
    machine.put("/w/L2/libz.so", Z, "zzz");
    machine.put("/w/out", OUT, "ooo");
  }

  private Read read(
      String path, Read.Aspect aspect, String why, FileIdentity identity, String digest) {
    return new Read(
        path,
        aspect,
        Read.How.BOTH,
        why,
        new Read.Proof(digest, identity, Read.Form.OBJECT, null, false, firm));
  }

  private static LinkPlan plan(Item... items) {
    var out = new LinkPlan.Output("primary", RootedPath.of("out"));
    return new LinkPlan(
        OutputKind.PIE,
        false,
        null,
        null,
        null,
        LinkPlan.Layout.DENSE,
        List.of(out),
        List.of(items),
        null);
  }

  private static final Item OBJECT = new Item.Input(RootedPath.of("a.o"), State.PLAIN);
  private static final Item LIBRARY = new Item.Library("z", false, State.PLAIN);
  private static final LinkPlan PLAN = plan(OBJECT, LIBRARY);

  private Receipt receipt(int exit, @Nullable Integer rules) {
    return new Receipt(
        "ld",
        "/w",
        1,
        PLAN,
        linkedWith,
        new Recipe(List.of()),
        reads,
        List.of(new Receipt.Made("primary", "/w/out", 300, 0, "ooo", OUT, true)),
        List.of(),
        List.of(),
        exit,
        rules == null
            ? null
            : new Receipt.Standing(
                rules,
                Map.of("cwd", "/w"),
                "separate",
                new Content(new byte[0]),
                new Content(said),
                unskippable,
                null,
                List.of(),
                100,
                0));
  }

  private List<String> why(LinkPlan plan) {
    return why(receipt(0, UpToDate.RULES), plan, 1_000_000);
  }

  private List<String> why(Receipt receipt, LinkPlan plan, long bytes) {
    var today = new UpToDate.Today("/w", plan, tools, Map.of("cwd", "/w"), streams);
    return switch (UpToDate.of(receipt, today, machine, bytes)) {
      case UpToDate.Verdict.Same _ -> List.of();
      case UpToDate.Verdict.Needed(List<Reason> reasons, var _) ->
          reasons.stream().map(Reason::text).toList();
    };
  }

  private static FileIdentity later(FileIdentity old) {
    return new FileIdentity(
        old.dev(),
        old.ino(),
        old.size(),
        old.mtime() + 1,
        old.ctime() + 1,
        old.mode(),
        old.links(),
        old.owner(),
        old.group());
  }

  @Test
  void nothingIsReadWhereNothingMoved() {
    assertThat(why(PLAN)).isEmpty();
    assertThat(machine.readFiles).isEmpty();
  }

  @Test
  void aFileThatMovedIsReadAndItsContentCounts() {
    machine.put("/w/a.o", later(A), "aaa");
    assertThat(why(PLAN)).isEmpty();
    assertThat(machine.readFiles).containsExactly("/w/a.o");
    machine.put("/w/a.o", later(A), "bbb");
    assertThat(why(PLAN)).containsExactly("a.o changed: was aaa, is bbb");
  }

  @Test
  void anotherSizeIsAnotherContentWithoutReading() {
    machine.put("/w/a.o", new FileIdentity(1, 10, 101, 5_001, 6_001, FILE, 1, 0, 0), "aaa");
    assertThat(why(PLAN)).containsExactly("a.o changed: was 100 bytes, is 101 bytes");
    assertThat(machine.readFiles).isEmpty();
  }

  @Test
  void aChangeThatOnlyTheChangeTimeShowsIsSeen() {
    machine.put("/w/a.o", new FileIdentity(1, 10, 100, 5_000, 6_001, FILE, 1, 0, 0), "bbb");
    assertThat(why(PLAN)).containsExactly("a.o changed: was aaa, is bbb");
  }

  @Test
  void theSmallIsReadFirstAndTheFirstChangeEndsTheReading() {
    machine.put("/w/L2/libz.so", later(Z), "yyy");
    machine.put("/w/a.o", later(A), "bbb");
    assertThat(why(PLAN)).containsExactly("a.o changed: was aaa, is bbb");
    assertThat(machine.readFiles).containsExactly("/w/a.o");
    assertThat(why(receipt(0, UpToDate.RULES), PLAN, Long.MAX_VALUE)).hasSize(2);
  }

  @Test
  void whatIsTooLargeToBeReadFirstCountsAsChanged() {
    machine.put("/w/L2/libz.so", later(Z), "zzz");
    assertThat(why(receipt(0, UpToDate.RULES), PLAN, 199))
        .singleElement()
        .asString()
        .contains("too large to be read again");
    assertThat(why(receipt(0, UpToDate.RULES), PLAN, 200)).isEmpty();
  }

  @Test
  void whatIsGoneOrThereOrOtherIsAReason() {
    machine.files.remove("/w/a.o");
    assertThat(why(PLAN)).containsExactly("a.o is gone");
    machine.put("/w/a.o", A, "aaa");
    machine.put("/w/L1/libz.so", Z, "zzz");
    assertThat(why(PLAN))
        .containsExactly("L1/libz.so is there now; it was looked for because of -lz");
    machine.files.remove("/w/L1/libz.so");
    machine.listing = "other names";
    assertThat(why(PLAN)).singleElement().asString().startsWith("/etc/conf.d changed");
  }

  @Test
  void aPipeInPlaceOfAFileIsNotRead() {
    machine.put("/w/a.o", new FileIdentity(1, 10, 100, 5_000, 6_000, 0010644, 1, 0, 0), "aaa");
    assertThat(why(PLAN)).containsExactly("a.o changed: was a file, is none");
    assertThat(machine.readFiles).isEmpty();
  }

  @Test
  void outputThatCannotBeWrittenIsLinked() {
    machine.locked.add("/w/out");
    assertThat(why(PLAN)).singleElement().asString().endsWith("it cannot be written any more");
    machine.locked.clear();
    machine.locked.add("/w");
    assertThat(why(PLAN)).singleElement().asString().endsWith("it cannot be written any more");
  }

  @Test
  void theOutputMustBeWhatItWas() {
    machine.put("/w/out", later(OUT), "ooo");
    assertThat(why(PLAN))
        .containsExactly(
            "the output /w/out is not as we left it: it was changed, or given other names");
    machine.put("/w/out", new FileIdentity(1, 12, 300, 7_000, 8_001, FILE, 1, 0, 0), "ooo");
    assertThat(why(PLAN))
        .containsExactly("the output /w/out is not as we left it: mode 755, now 644");
    machine.files.remove("/w/out");
    assertThat(why(PLAN)).containsExactly("the output /w/out is not there");
  }

  @Test
  void toolsAndTheirSurroundingsArePartOfTheLink() {
    Tool other = new Tool("linker", "lld", "19.1", "/usr/bin/ld.lld", "ld2");
    tools =
        new Toolchain(List.of(other), Set.of(), "q", Map.of("LD_RUN_PATH", "/a", "umask", "22"));
    assertThat(why(PLAN))
        .containsExactly(
            "the linker was lld 19.1 /usr/bin/ld.lld ld1, is lld 19.1 /usr/bin/ld.lld ld2");
    tools =
        new Toolchain(
            List.of(LD), Set.of("no-pie"), "r", Map.of("LD_RUN_PATH", "/a", "umask", "22"));
    assertThat(why(PLAN)).singleElement().asString().startsWith("what the tools lack");
    tools = new Toolchain(List.of(LD), Set.of(), "r", Map.of("umask", "22"));
    assertThat(why(PLAN)).containsExactly("LD_RUN_PATH was `/a`, is not set");
  }

  @Test
  void whyTheToolWasTakenIsNoPartOfTheLink() {
    tools = new Toolchain(List.of(LD), Set.of(), "another reason", tools.environment());
    assertThat(why(PLAN)).isEmpty();
  }

  @Test
  void whatIsNotKnownWellIsLinked() {
    assertThat(why(receipt(1, UpToDate.RULES), PLAN, 1))
        .containsExactly("the last link failed with 1");
    assertThat(why(receipt(0, null), PLAN, 1))
        .containsExactly("what the last link read was not recorded");
    assertThat(why(receipt(0, 0), PLAN, 1))
        .containsExactly("the last link was recorded by another Tenon");
    unskippable = List.of("x");
    assertThat(why(PLAN)).containsExactly("always linked: x");
    unskippable = List.of();
    reads = List.of(reads.getFirst().proved(null));
    assertThat(why(PLAN)).containsExactly("a.o: what the last link read there is not known");
  }

  @Test
  void aLibraryThatIsFoundElsewhereIsAnotherOneWhereItLooksForOthersFromThere() {
    var proof = new Read.Proof("zzz", Z, Read.Form.OTHER, "/w/v1/libz.so", false, true);
    reads = List.of(reads.get(2).proved(proof));
    machine.reals.put("/w/L2/libz.so", "/w/v1/libz.so");
    assertThat(why(PLAN)).isEmpty();
    machine.reals.put("/w/L2/libz.so", "/w/v2/libz.so");
    assertThat(why(PLAN))
        .containsExactly("L2/libz.so changed: was at /w/v1/libz.so, is at /w/v2/libz.so");
  }

  @Test
  void wordsAreComparedAsAWhole() {
    Item gc = new Item.Setting("gc-sections", Item.ON);
    assertThat(why(plan(OBJECT, LIBRARY, gc))).containsExactly("added: gc-sections");
    assertThat(why(plan(OBJECT))).containsExactly("removed: -lz");
    assertThat(why(plan(LIBRARY, OBJECT))).containsExactly("the same words in another order");
    Item other = new Item.Library("y", false, State.PLAIN);
    assertThat(why(plan(OBJECT, other))).containsExactly("removed: -lz", "added: -ly");
  }

  @Test
  void anObjectMayHaveAnotherNameButNotAnotherState() {
    machine.put("/w/b.o", Z, "aaa");
    machine.files.put("/w/b.o", new FileIdentity(1, 99, 100, 1, 2, FILE, 1, 0, 0));
    machine.files.remove("/w/a.o");
    assertThat(why(plan(new Item.Input(RootedPath.of("b.o"), State.PLAIN), LIBRARY))).isEmpty();
    assertThat(
            why(plan(new Item.Input(RootedPath.of("b.o"), State.PLAIN.withWhole(true)), LIBRARY)))
        .containsExactly("removed: a.o", "added: b.o");
  }

  /** V7, item "stamps": a page that is not on disk yet can be written without a new stamp. */
  @Test
  void readsFileOfSameIdentityUntilItsStampsProve() {
    firm = false;
    reads = List.of(read("a.o", Read.Aspect.CONTENT, "input", A, "aaa"));
    assertThat(why(PLAN)).isEmpty();
    assertThat(machine.readFiles).containsExactly("/w/a.o");
    machine.digests.put("/w/a.o", "bbb");
    assertThat(why(PLAN)).hasSize(1);
  }

  @Test
  void putsBackOutputThatIsKeptUnlessOwnerModeOrNamesDiffer() {
    machine.kept.add("ooo");
    machine.files.remove("/w/out");
    assertThat(why(PLAN)).isEmpty();
    machine.put("/w/out", new FileIdentity(1, 12, 301, 9, 9, PROGRAM, 1, 0, 0), "xxx");
    assertThat(why(PLAN)).isEmpty();
    machine.put("/w/out", new FileIdentity(1, 12, 300, 7_000, 8_001, PROGRAM, 2, 0, 0), "ooo");
    assertThat(why(PLAN)).isEmpty();
    machine.kept.clear();
    assertThat(why(PLAN)).hasSize(1);
    machine.put("/w/out", new FileIdentity(1, 12, 300, 7_000, 8_001, PROGRAM, 1, 7, 0), "ooo");
    assertThat(why(PLAN))
        .containsExactly("the output /w/out is not as we left it: owner 0:0, now 7:0");
  }

  /** Promise 0: mold had written into a file that had another mode already. */
  @Test
  void doesNotPutBackOutputWhoseModeIsNotThatOfNewFile() {
    machine.kept.add("ooo");
    machine.files.remove("/w/out");
    tools = new Toolchain(List.of(LD), Set.of(), "r", Map.of("LD_RUN_PATH", "/a", "umask", "77"));
    linkedWith = tools;
    assertThat(why(PLAN)).hasSize(1);
  }

  @Test
  void messagesAreNotRepeatedOnOtherStreams() {
    said = new byte[] {'w'};
    assertThat(why(PLAN)).isEmpty();
    streams = "separate+err";
    assertThat(why(PLAN))
        .containsExactly("what messages are printed on was `separate`, is `separate+err`");
    said = new byte[0];
    assertThat(why(PLAN)).isEmpty();
  }
}
