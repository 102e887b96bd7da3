package dev.tenon.cli.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.keep.LinkLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Projects that are built again with nothing new in them: after their sources were touched and
 * after everything was cleaned away, nearly no link is done, and what is installed is what a build
 * without Tenon installs.
 */
class RebuildsTest extends OwnHead {
  private static final int SKIPPED_AT_LEAST = 95; // percent

  private static final String SCRATCH = "project";

  /**
   * @param prepare copies sources and configures
   * @param build makes everything
   * @param clean deletes what build made
   * @param install puts files into their places
   */
  private record Project(Steps prepare, Steps build, Steps clean, Steps install) {}

  private interface Steps {
    void run(Workshop shop) throws IOException;
  }

  private Path state() {
    return folder.resolve("state");
  }

  /** Where compilers look for linkers; bare, there is only a driver. */
  private Path linkers() {
    return folder.resolve("linkers");
  }

  private void lead(Mode mode) throws IOException {
    Path bare = Files.createDirectories(folder.resolve("no-linkers"));
    if (!Files.exists(bare.resolve("tenon-cc"))) {
      Files.createSymbolicLink(bare.resolve("tenon-cc"), Tools.want("gcc"));
    }
    Files.deleteIfExists(linkers());
    Files.createSymbolicLink(linkers(), mode == Mode.BARE ? bare : Workshop.BIN);
  }

  private Workshop fresh(Mode mode) throws IOException {
    lead(mode);
    Path place = folder.resolve(SCRATCH);
    shop.run("rm", "-rf", place.toString()).ok();
    Files.createDirectory(place);
    return mode.of(shop.in(SCRATCH).with(Map.of("TENON_STATE", state().toString())));
  }

  private Map<String, String> installed(Workshop place, Project project) throws IOException {
    Path installed = place.folder().resolve("installed");
    place.run("rm", "-rf", installed.toString()).ok();
    project.install.run(place);
    return Observer.files(installed);
  }

  private void fewLinks(Project project, String sources) throws IOException {
    var bare = fresh(Mode.BARE);
    project.prepare.run(bare);
    project.build.run(bare);
    var expected = installed(bare, project);

    var ours = fresh(Mode.DAEMON_UP);
    project.prepare.run(ours);
    project.build.run(ours);
    assertThat(installed(ours, project)).as("first build").isEqualTo(expected);

    int before = settled(ours).size();
    touch(ours.folder(), sources);
    project.build.run(ours);
    nearlyAllSkipped("after touch", ours, before);
    assertThat(installed(ours, project)).as("after touch").isEqualTo(expected);

    before = settled(ours).size();
    project.clean.run(ours);
    project.build.run(ours);
    nearlyAllSkipped("after clean", ours, before);
    assertThat(installed(ours, project)).as("after clean").isEqualTo(expected);
  }

  private List<LinkLog.Line> settled(Workshop place) throws IOException {
    place.report("log"); // what was put off is written down
    return new LinkLog(state()).lines();
  }

  /**
   * Of the links that make an output again. Kbuild also finds out what a linker can do, by links to
   * {@code /dev/null} and to files of random names and by links that are meant to fail: those have
   * no output from before, and are done each time.
   */
  private void nearlyAllSkipped(String when, Workshop place, int before) throws IOException {
    var lines = settled(place);
    var made =
        lines.subList(0, before).stream()
            .filter(line -> line.exit() == 0 && !line.output().startsWith("/dev/"))
            .map(LinkLog.Line::output)
            .collect(Collectors.toSet());
    var all = lines.subList(before, lines.size());
    var links =
        all.stream().filter(line -> line.exit() == 0 && made.contains(line.output())).toList();
    var done = links.stream().filter(line -> !line.isSkipped()).toList();
    System.out.printf(
        "%s, %s: %d links, %d done, %d tests of the linker%n",
        place.folder(), when, links.size(), done.size(), all.size() - links.size());
    assertThat(links).as(when).isNotEmpty();
    assertThat(100 * (links.size() - done.size()))
        .as("%s: of %d links these were done: %s", when, links.size(), done)
        .isGreaterThanOrEqualTo(SKIPPED_AT_LEAST * links.size());
  }

  private static void touch(Path folder, String sources) throws IOException {
    var now = FileTime.from(Instant.now());
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (file.toString().matches(sources)) Files.setLastModifiedTime(file, now);
      }
    }
  }

  private static Steps make(String... words) {
    return place -> {
      var all = new ArrayList<>(List.of("make"));
      for (var word : words) all.add(word.replace("{here}", place.folder().toString()));
      place.run(all).ok();
    };
  }

  private static void onlyWithAll() {
    org.junit.jupiter.api.Assumptions.assumeTrue(Sample.ALL, "with --all");
  }

  @Test
  void zlib() throws IOException {
    fewLinks(
        new Project(
            place -> {
              Tools.copyTree(Tools.sources("zlib-1."), place.folder());
              place.with(Map.of("CFLAGS", "-O0")).run("./configure", "--prefix=/usr").ok();
            },
            make(),
            make("clean"),
            make("install", "DESTDIR={here}/installed")),
        ".*\\.[ch]");
  }

  @Test
  void sqliteThroughLibtool() throws IOException {
    onlyWithAll();
    Path sources = Tools.sources("sqlite3-3");
    fewLinks(
        new Project(
            place -> {
              Tools.copyTree(sources, place.folder());
              place.run("./configure", "--disable-tcl", "--disable-readline", "CFLAGS=-O0").ok();
            },
            make("sqlite3"),
            make("clean"),
            place -> {
              Files.createDirectories(place.folder().resolve("installed/.libs"));
              String copies =
                  "cp -P sqlite3 installed && cp -P .libs/sqlite3 .libs/*.so* installed/.libs";
              place.run("sh", "-c", copies).ok();
            }),
        ".*\\.[ch]");
  }

  @Test
  void libxml2ThroughLibtool() throws IOException {
    onlyWithAll();
    Path sources = Tools.sources("libxml2-2.");
    fewLinks(
        new Project(
            place -> {
              Tools.copyTree(sources, place.folder());
              place.run("autoreconf", "-fi").ok(); // what lies there is another version's
              place.run("./configure", "--without-python", "--prefix=/usr", "CFLAGS=-O0").ok();
            },
            make("-j2"),
            make("clean"),
            make("install", "DESTDIR={here}/installed")),
        ".*/[^/]*\\.[ch]");
  }

  @Test
  void busybox() throws IOException {
    onlyWithAll();
    Path sources = Tools.sources("busybox-1.");
    var fixed =
        Map.of(
            "SOURCE_DATE_EPOCH", "1000000000", "KCONFIG_NOTIMESTAMP", "1", "KBUILD_VERBOSE", "0");
    fewLinks(
        new Project(
            place -> {
              Tools.copyTree(sources, place.folder());
              place.with(fixed).run("make", "defconfig").ok();
            },
            place -> place.with(fixed).run("make", "-j2", "busybox").ok(),
            place -> place.with(fixed).run("make", "clean").ok(),
            place -> {
              Files.createDirectory(place.folder().resolve("installed"));
              place.run("cp", "busybox", "installed").ok();
            }),
        ".*\\.[ch]");
  }

  /** Since 1.90 rustc names a folder with an LLD of its own, before any that its user names. */
  private String withoutItsOwnLld() {
    String word = "-Clinker-features=-lld";
    return shop.run("rustc", word, "--print", "sysroot").status() == 0 ? word + " " : "";
  }

  /** Named by {@code -B} where a driver looks first, or as the linker that cargo calls. */
  @ParameterizedTest
  @ValueSource(strings = {"rustflags", "linker"})
  void ripgrep(String how) throws IOException {
    onlyWithAll();
    Tools.want("cargo");
    org.junit.jupiter.api.Assumptions.assumeTrue(
        Files.isDirectory(Path.of("/usr/share/cargo/registry")), "Debian's crates are not here");
    Map<String, String> named =
        how.equals("linker")
            ? Map.of(
                "CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_LINKER",
                linkers().resolve("tenon-cc").toString())
            : Map.of("RUSTFLAGS", withoutItsOwnLld() + "-Clink-arg=-B" + linkers());
    fewLinks(
        new Project(
            RipgrepTest::fetch,
            place ->
                place
                    .with(named)
                    .run("env", "-u", "COMPILER_PATH", "cargo", "build", "--offline")
                    .ok(),
            place ->
                place
                    .with(named)
                    .run(
                        "env",
                        "-u",
                        "COMPILER_PATH",
                        "cargo",
                        "clean",
                        "--offline",
                        "-p",
                        "ripgrep")
                    .ok(),
            place -> {
              Files.createDirectory(place.folder().resolve("installed"));
              place.run("cp", "target/debug/rg", "installed").ok();
            }),
        ".*/(crates|src|build)[^/]*(/.*)?\\.rs");
  }
}
