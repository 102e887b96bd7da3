package dev.tenon.cli.programs;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The small programs of this folder's tests: all that can be seen of their links is the same. */
class SmallProgramsComparedTest {
  private static final int EVERY_DAY = 20;

  private Path root = Path.of("");

  @BeforeEach
  void shortFolder() throws IOException {
    root = Files.createTempDirectory(Path.of("/tmp"), "tenon-small").toRealPath();
  }

  @AfterEach
  void nothingStays() {
    new Workshop(Path.of("/tmp")).run("rm", "-rf", root.toString()).ok();
  }

  private record Case(int number, SmallProgramsTest.Program program, Engine engine) {}

  private static List<Case> cases() {
    var all = new ArrayList<Case>();
    for (var program : SmallProgramsTest.PROGRAMS) {
      if (program.compile().stream().anyMatch(words -> Tools.find(words.getFirst()).isEmpty())) {
        continue;
      }
      for (var engine : Engine.values()) all.add(new Case(all.size(), program, engine));
    }
    return Sample.of(EVERY_DAY, all).toList();
  }

  /** Compiled once, beside the places. */
  private Path compiled(Case one) throws IOException {
    var shop = new Workshop(Files.createDirectories(root.resolve("objects/" + one.number)));
    for (var place : List.of("hello", "words", "library")) {
      Tools.copyTree(Workshop.HOME.resolve("examples").resolve(place), shop.folder());
    }
    for (var command : one.program.compile()) shop.run(command).ok();
    return shop.folder();
  }

  private static ComparedLink link(Case one, Path compiled, BareAndThrough harness) {
    String linkers = harness.linkers(one.engine.word).toString();
    String script =
        one.program.link().stream()
            .map(words -> {
              var all = new ArrayList<>(words);
              all.add(1, "-B" + linkers);
              return all.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
            })
            .collect(Collectors.joining(" && "));
    return new ComparedLink(
        one.number + "-" + one.engine.word,
        List.of("sh", "-c", script),
        BareAndThrough.meant(one.engine.word),
        Streams.APART,
        "022",
        place -> Tools.copyTree(compiled, place));
  }

  @Test
  void nothingDiffersThroughTenon() throws IOException {
    try (var harness = new BareAndThrough(root, Workshop.BIN)) {
      var links = new ArrayList<ComparedLink>();
      for (var one : cases()) links.add(link(one, compiled(one), harness));
      var found = harness.compare(links);
      if (!found.isEmpty()) fail(BareAndThrough.report(found));
    }
  }
}
