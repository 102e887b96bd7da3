package dev.tenon.cli.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What `tenon plan run` starts and opens to write, as the system calls show it. */
class PlanTracedTest {
  private static final Pattern WRITES =
      Pattern.compile(
          "(?:openat\\(AT_FDCWD, |(?:creat|mkdir|unlink|symlink|truncate|chmod)\\()\"([^\"]+)\""
              + "(?:, [^)]*(?:O_WRONLY|O_RDWR|O_CREAT).*|(?!.*O_RDONLY).*) = [0-9]+$");
  private static final Pattern STARTS = Pattern.compile("execve\\(\"([^\"]+)\".* = 0$");

  @TempDir Path folder;
  private Workshop shop;

  @BeforeEach
  void object() throws IOException {
    shop = new Workshop(folder);
    Files.createDirectories(folder.resolve("here"));
    shop.write("here/m.c", "int _start(void) { return 0; }\n");
    shop.run("gcc", "-c", "-o", "here/m.o", "here/m.c").ok();
    shop.write("here/evil.sh", "#!/bin/sh\n");
    assertThat(folder.resolve("here/evil.sh").toFile().setExecutable(true)).isTrue();
  }

  private List<String> traced(String item, String... options) throws IOException {
    Path strace = Tools.want("strace");
    shop.write(
        "here/p.json",
        "{\"tenon\":\"plan/1\",\"kind\":\"executable\",\"linker\":\"bfd\",\"outputs\":[{\"role\":"
            + "\"primary\",\"file\":\"<cwd>/out\"}],\"items\":["
            + item
            + "{\"input\":\"<cwd>/m.o\"}]}");
    Path log = folder.resolve("trace");
    var words = new ArrayList<>(List.of(strace.toString(), "-f", "-qq", "-o", log.toString()));
    words.addAll(List.of("-e", "trace=file,process", OwnHead.TENON, "plan", "run", "p.json"));
    words.addAll(List.of(options));
    new Workshop(folder.resolve("here"), shop.environment()).run(words);
    return Files.readAllLines(log, java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  private List<String> found(List<String> trace, Pattern pattern) {
    var found = new ArrayList<String>();
    for (String line : trace) {
      var matcher = pattern.matcher(line);
      if (matcher.find()) {
        found.add(matcher.group(1));
      }
    }
    return found;
  }

  /** What starts: Tenon itself, its JVM, and the linker that the plan asks for. */
  @Test
  void nothingStartsAndNothingIsWrittenThatThePlanBrings() throws IOException {
    Path linker = Engine.BFD.real();
    for (String item :
        List.of(
            "",
            "{\"option\":\"plugin\",\"file\":\"<cwd>/evil.sh\"},",
            "{\"option\":\"run\",\"value\":\"./evil.sh\"},",
            "{\"option\":\"emulation\",\"value\":\"@p.json\"},",
            "{\"option\":\"map-file\",\"value\":\"../map\"},")) {
      var trace = traced(item);
      var starts = found(trace, STARTS);
      assertThat(starts).as(item).isNotEmpty().noneMatch(name -> name.contains("evil"));
      if (item.isEmpty()) {
        assertThat(starts).contains(linker.toString());
        assertThat(folder.resolve("here/out")).exists();
      }
      var elsewhere = elsewhere(trace);
      assertThat(elsewhere).as(item).isEmpty();
      assertThat(folder.resolve("map")).doesNotExist();
    }
  }

  /** So that a trace that shows nothing is not taken for one in which nothing happened. */
  @Test
  void whatATrustedPlanWritesElsewhereShowsInTheTrace() throws IOException {
    Engine.BFD.real();
    var trace = traced("{\"option\":\"map-file\",\"value\":\"../map\"},", "--trust");
    assertThat(elsewhere(trace)).isNotEmpty();
    assertThat(folder.resolve("map")).exists();
  }

  /** Written outside the folder in which the plan is run. */
  private List<String> elsewhere(List<String> trace) {
    return found(trace, WRITES).stream()
        .filter(name -> name.startsWith("..") || name.startsWith(folder + "/"))
        .filter(name -> !name.startsWith(folder.resolve("here") + "/"))
        .toList();
  }

  /** An error names the file and what is wrong with it, whatever the file is. */
  @Test
  void whatIsNoPlanIsRefusedWithAReason() {
    shop.run("truncate", "-s", "3G", "huge.json").ok();
    shop.run("sh", "-c", "printf '{\"a\":\"\\377\"}' > bytes.json").ok();
    for (String verb : List.of("plan show", "plan args", "plan run", "advise")) {
      for (String file : List.of("huge.json", "bytes.json", "/dev/zero", ".")) {
        if (verb.equals("advise") && !file.equals("bytes.json")) continue; // no JSON: an output
        var end = shop.run("sh", "-c", OwnHead.TENON + " " + verb + " " + file);
        assertThat(end.status()).as(verb + " " + file).isEqualTo(3);
        assertThat(end.err()).as(verb + " " + file).startsWith("error[T0").doesNotContain("java.");
      }
    }
  }
}
