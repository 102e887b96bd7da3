package dev.tenon.cli.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/**
 * Runs links without and with Tenon and compares all that can be seen of them. Both run the very
 * same command in the same place: what differs is where the folder of linkers leads, which is a
 * symbolic link. Each link is done three times: in a fresh folder, again where its outputs are
 * (left undone, perhaps), and in a fresh folder again (put back, perhaps).
 */
final class BareAndThrough implements AutoCloseable {
  /** The caller names no linker: what compilers find. */
  static final String OWN = "own";

  private static final List<String> NAMES = List.of("ld", "ld.bfd", "ld.lld", "ld.mold");

  private static final Path STAND_IN =
      Workshop.HOME.resolve("cli/src/test/resources/dev/tenon/cli/programs/stand-in.c");

  private static final String NOTHING = "(nothing)";
  private static final String FRESH = "in a fresh folder";
  private static final String AGAIN = "again";
  private static final String CLEANED = "after everything was deleted";

  /** How often the bare link is repeated to learn what it says or writes differently by itself. */
  private static final int REPETITIONS = 40;

  private static final int SHOWN = 12;

  /** So many links of all that differ do not differ by chance. */
  private static int many(int all) {
    return Math.max(10, all / 10);
  }

  private final Path root;
  private final Observer observer;
  private final Workshop shop;
  private final Path tenon;
  private final Settler settler;
  private final TreeSet<String> unstable = new TreeSet<>();
  private final Map<String, Map<String, String>> bareOnce = new HashMap<>();

  /**
   * @param root an empty folder with a short path, where the head's socket fits
   * @param tenon the folder of linkers that is to give what the bare ones give
   */
  BareAndThrough(Path root, Path tenon) throws IOException {
    this.root = root;
    this.tenon = tenon;
    this.observer = new Observer(root);
    var environment = new HashMap<String, String>();
    environment.put("TENON_RUNTIME", root.resolve("run").toString());
    environment.put("TENON_STATE", state().toString());
    environment.put("TENON_HEAD", "wait");
    environment.put("TENON_DAEMON", "wait");
    environment.put("TENON_EXPLAIN", "off"); // it would stand below the words of a failed link
    environment.put("PATH", pathWithLld());
    this.shop = new Workshop(root, environment);
    this.settler = new Settler(root.resolve("settler"), environment);
    for (var engine : Engine.values()) bareLinkers(engine.word, Optional.of(engine));
    bareLinkers(OWN, Optional.empty());
  }

  /** With the name that {@code -fuse-ld=lld} looks for, which Debian keeps elsewhere. */
  private static String pathWithLld() {
    return System.getenv("PATH") + ":" + realPath(Engine.LLD.real()).getParent();
  }

  private static Path realPath(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  /**
   * Where Tenon's names stand, small programs that become the linker that is meant. Links would not
   * do: the path by which a linker was called shows in what it says. Like ours they are static:
   * some scripts list the dynamic symbols of the linker.
   *
   * @param meant empty for what each name finds on PATH
   */
  private void bareLinkers(String folder, Optional<Engine> meant) throws IOException {
    Path place = Files.createDirectories(bare().resolve(folder));
    for (var name : NAMES) {
      var real = meant.map(engine -> "ld." + engine.word).orElse(name);
      String path = shop.run("sh", "-c", "command -v " + real).ok().out().strip();
      var words = new ArrayList<>(List.of("gcc", "-O1", "-static", STAND_IN.toString()));
      words.add("-DREAL=\"" + path + "\"");
      if (meant.isEmpty()) words.add("-DKEEPS");
      words.addAll(List.of("-o", place.resolve(name).toString()));
      shop.run(words).ok();
    }
  }

  Path state() {
    return root.resolve("state");
  }

  Workshop shop() {
    return shop;
  }

  /** The folder of linkers, as commands are to name it. */
  Path linkers(String engine) {
    return root.resolve("linkers-" + engine);
  }

  /** A file that says {@code bare} or {@code tenon}, for scripts. */
  Path world() {
    return root.resolve("world");
  }

  /** What belongs into the environment so that this linker is the one that is meant. */
  static Map<String, String> meant(String engine) {
    return engine.equals(OWN) ? Map.of() : Map.of("TENON_ENGINE", engine);
  }

  /** What the bare link does differently by itself, and so was not compared. */
  Set<String> unstable() {
    return unstable;
  }

  private void lead(Path linkers) throws IOException {
    for (var engine : List.of(OWN, "bfd", "lld", "mold")) {
      Files.deleteIfExists(linkers(engine));
      Path to = linkers.equals(bare()) ? linkers.resolve(engine) : linkers;
      Files.createSymbolicLink(linkers(engine), to);
    }
    Files.writeString(world(), linkers.equals(bare()) ? "bare\n" : "tenon\n");
  }

  private Path bare() {
    return root.resolve("bare");
  }

  /** Each link in a fresh folder, again where its outputs are, and in a fresh folder again. */
  List<Difference> compare(List<ComparedLink> links) throws IOException {
    return compare(links, List.of(FRESH, AGAIN, CLEANED));
  }

  /** Commands that are not to be done again where they have been done: in fresh folders only. */
  List<Difference> compareFresh(List<ComparedLink> links) throws IOException {
    return compare(links, List.of(FRESH, CLEANED));
  }

  /** Commands that repeat their links themselves. */
  List<Difference> compareOnce(List<ComparedLink> links) throws IOException {
    return compare(links, List.of(FRESH));
  }

  private List<Difference> compare(List<ComparedLink> links, List<String> moments)
      throws IOException {
    lead(bare());
    var bare = new HashMap<String, Map<String, Map<String, String>>>();
    for (var moment : moments) {
      if (!moment.equals(CLEANED)) bare.put(moment, all(links, link -> observe(link, moment)));
    }
    var fresh = Objects.requireNonNull(bare.get(FRESH));
    lead(tenon);
    var differences = new ArrayList<Difference>();
    for (var moment : moments) {
      var ours = all(links, link -> observe(link, moment));
      settler.settle();
      for (var link : links) {
        differences.addAll(differences(link, moment, bare.getOrDefault(moment, fresh), ours));
      }
    }
    differences.removeIf(Difference::isAccepted);
    if (!differences.isEmpty()) forgetUnstable(differences, many(links.size()));
    bareOnce.putAll(fresh);
    return differences;
  }

  /** What was seen of this link without Tenon. */
  Map<String, String> bareOf(ComparedLink link) {
    return Objects.requireNonNull(bareOnce.get(link.name()));
  }

  private interface Step {
    Map<String, String> run(ComparedLink link) throws IOException;
  }

  private static Map<String, Map<String, String>> all(List<ComparedLink> links, Step step)
      throws IOException {
    var seen = new HashMap<String, Map<String, String>>();
    try (var pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      var tasks = new ArrayList<Callable<Map<String, String>>>();
      for (var link : links) tasks.add(() -> step.run(link));
      var results = pool.invokeAll(tasks);
      for (int i = 0; i < links.size(); i++) seen.put(links.get(i).name(), results.get(i).get());
    } catch (InterruptedException | ExecutionException problem) {
      throw new IOException(problem);
    }
    return seen;
  }

  private Path place(ComparedLink link) {
    return root.resolve("places").resolve(link.name());
  }

  private Map<String, String> observe(ComparedLink link, String moment) throws IOException {
    return observe(link, !moment.equals(AGAIN));
  }

  private Map<String, String> observe(ComparedLink link, boolean isFresh) throws IOException {
    Path place = place(link);
    Path temporary = root.resolve("tmp").resolve(link.name());
    if (isFresh) {
      shop.run("rm", "-rf", place.toString(), temporary.toString()).ok();
      Files.createDirectories(place);
      Files.createDirectories(temporary);
      link.preparation().in(place);
    }
    var words = new ArrayList<>(link.words());
    if (words.getFirst().equals(ComparedLink.DRIVER)) words.set(0, driver());
    var own = shop.with(Map.of("TMPDIR", temporary.toString()));
    var seen = observer.observe(own, place, link, words);
    try (var left = Files.list(temporary)) {
      seen.put("left in TMPDIR", Long.toString(left.count()));
    }
    return seen;
  }

  private String driver() throws IOException {
    var isBare = Files.readSymbolicLink(linkers(OWN)).startsWith(bare());
    return isBare ? "cc" : tenon.resolve("tenon-cc").toString();
  }

  private static List<Difference> differences(
      ComparedLink link,
      String moment,
      Map<String, Map<String, String>> bare,
      Map<String, Map<String, String>> ours) {
    var expected = Objects.requireNonNull(bare.get(link.name()));
    var seen = Objects.requireNonNull(ours.get(link.name()));
    var aspects = new TreeSet<>(expected.keySet());
    aspects.addAll(seen.keySet());
    var differences = new ArrayList<Difference>();
    for (var aspect : aspects) {
      String left = expected.getOrDefault(aspect, NOTHING);
      String right = seen.getOrDefault(aspect, NOTHING);
      if (!left.equals(right)) {
        differences.add(new Difference(link, moment, aspect, left, right));
      }
    }
    return differences;
  }

  /** What varies from one bare run to the next says nothing about Tenon. */
  private void forgetUnstable(List<Difference> differences, int most) throws IOException {
    lead(bare());
    var links = new HashSet<ComparedLink>();
    for (var difference : differences) links.add(difference.link());
    if (links.size() > most) return; // that is no chance, and to repeat all that takes long
    all(
        List.copyOf(links),
        link -> {
          for (var isFresh : List.of(true, false)) forgetUnstable(link, isFresh, differences);
          return Map.of();
        });
  }

  private void forgetUnstable(ComparedLink link, boolean isFresh, List<Difference> differences)
      throws IOException {
    var open = new ArrayList<Difference>();
    synchronized (differences) {
      open.addAll(differences);
    }
    open.removeIf(it -> !it.link().equals(link) || isFresh == it.moment().equals(AGAIN));
    for (int i = 0; i < REPETITIONS && !open.isEmpty(); i++) {
      if (!isFresh) observe(link, true);
      var seen = observe(link, isFresh);
      open.removeIf(difference -> {
        String now = seen.getOrDefault(difference.aspect(), NOTHING);
        if (now.equals(difference.bare())) return false;
        synchronized (differences) {
          unstable.add(link.name() + ": " + difference.aspect());
          return differences.remove(difference);
        }
      });
    }
  }

  @Override
  public void close() throws IOException {
    settler.close();
    if (!tenon.equals(bare()))
      shop.run(Workshop.HOME.resolve("tenon").toString(), "daemon", "stop");
    if (System.getProperty("tenon.keep") == null) {
      shop.run("rm", "-rf", root.resolve("places").toString());
    } else {
      System.out.println("kept: " + root);
    }
  }

  /** What an assertion shows; a file holds the rest. */
  static String report(List<Difference> differences) throws IOException {
    Path file = Workshop.HOME.resolve("cli/target/differences.txt");
    Files.write(
        file,
        differences.stream().map(Difference::toString).toList(),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    var text =
        new StringBuilder(
            differences.size() + " differences, with those of other tests in " + file + "\n");
    differences.stream().limit(SHOWN).forEach(it -> text.append(it).append('\n'));
    return text.toString();
  }

  /** Nothing stands between: whatever differs is the harness's own fault. */
  static BareAndThrough withoutTenon(Path root) throws IOException {
    return new BareAndThrough(root, root.resolve("bare"));
  }
}
