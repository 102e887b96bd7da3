package dev.tenon.cli.programs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the shell part does before and instead of the JVM. */
class LauncherTest {
  private static final String TENON = Workshop.HOME.resolve("tenon").toString();

  @TempDir Path folder;

  private Workshop shop;

  @BeforeEach
  void anObject() {
    shop = new Workshop(folder);
    shop.write("a.c", "#include <stdio.h>\nint main(void) { puts(\"ran\"); return 0; }\n");
    shop.run("gcc", "-c", "a.c").ok();
  }

  @Test
  void theUsualWayStartsNoProcessButTheJvm() {
    var trace = Tools.want("strace").toString();
    shop.run(TENON, "--version").ok(); // builds and trains, should nobody have done it yet
    shop.run(
            trace, "-f", "-o", "trace", "-e", "trace=execve,vfork,clone,clone3", TENON, "--version")
        .ok();
    var calls = new String(shop.read("trace"), UTF_8).lines().toList();
    assertThat(calls.stream().filter(call -> call.contains("execve(")))
        .hasSize(2)
        .last()
        .asString()
        .contains("/bin/java\"");
    var beforeTheJvm = calls.stream().takeWhile(call -> !call.contains("/bin/java\""));
    assertThat(beforeTheJvm.filter(call -> call.matches(".*(clone3?|vfork)[(].*"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ld", "cc"})
  void namesThatAreNotUtf8GoToTheRealToolUntouched(String verb) {
    var link =
        verb.equals("ld") ? TENON + " ld -r -o \"$o\" \"$i\"" : TENON + " cc -o \"$o\" \"$i\"";
    shop.run(
            "sh",
            "-c",
            "i=$(printf 'a\\377.o'); o=$(printf '\\376'); mv a.o \"$i\"; "
                + link
                + " && test -s \"$o\"")
        .ok();
  }

  @ParameterizedTest
  @ValueSource(strings = {"plan run", "advise", "setup", "explain"})
  void aVerbRefusesNamesThatAreNotUtf8(String verb) {
    var end = shop.run("sh", "-c", TENON + " " + verb + " \"$(printf 'a\\377')\"");
    assertThat(end.status()).isEqualTo(2);
    assertThat(end.err()).contains("error[T0101]: a file name is not UTF-8");
  }

  @Test
  void plansAreNotReadInAWorkingFolderThatIsNotUtf8() {
    String there = "d=$(printf 'd\\377'); mkdir -p \"$d\"; cd \"$d\"; " + TENON;
    assertThat(shop.run("sh", "-c", there + " plan run ../plan.json").err())
        .contains("error[T0101]: a file name is not UTF-8");
    shop.run("sh", "-c", there + " help").ok();
  }

  @Test
  void aWorkingFolderThatIsNotUtf8GoesToTheRealToolToo() {
    shop.run(
            "sh",
            "-c",
            "d=$(printf 'd\\377'); mkdir \"$d\" && cd \"$d\" && "
                + Workshop.BIN.resolve("ld")
                + " -r -o x ../a.o && test -s x")
        .ok();
  }

  @Test
  void aWorkingFolderThatIsGoneIsNoTrouble() {
    shop.run(
            "sh",
            "-c",
            "mkdir gone && cd gone && rmdir ../gone && "
                + Workshop.BIN.resolve("ld")
                + " -r -o "
                + folder.resolve("x")
                + " "
                + folder.resolve("a.o"))
        .ok();
    assertThat(folder.resolve("x")).isNotEmptyFile();
  }

  @ParameterizedTest
  @EnumSource
  void switchedOffItIsTheRealLinkerEvenWhenItComesFirstOnPath(Engine engine) {
    var real = shop.run(engine.real().toString(), "--version").ok().out();
    var off =
        shop.with(engine)
            .with(Map.of("TENON", "off", "PATH", Workshop.BIN + ":" + System.getenv("PATH")));
    assertThat(off.run("sh", "-c", "ld --version").ok().out()).isEqualTo(real);
    assertThat(off.run("sh", "-c", "tenon ld --version").ok().out()).isEqualTo(real);
  }

  @Test
  void switchedOffANameAsksForItsOwnLinker() {
    var off = shop.with(Map.of("TENON", "off"));
    for (var engine : Engine.values()) {
      var real = shop.run(engine.real().toString(), "--version").ok().out();
      var name = Workshop.BIN.resolve("ld." + engine.word).toString();
      assertThat(off.run(name, "--version").ok().out()).isEqualTo(real);
      assertThat(off.run(TENON, "ld", "--engine=" + engine.word, "--version").ok().out())
          .isEqualTo(real);
    }
  }

  @Test
  void whatTheCallersJvmOptionsSayIsNotAnnounced() {
    var noisy =
        Map.of("JAVA_TOOL_OPTIONS", "-Da=b", "JDK_JAVA_OPTIONS", "-Dc=d", "_JAVA_OPTIONS", "-De=f");
    assertThat(shop.with(noisy).run(TENON, "--version").ok().err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "POSIX", "C.UTF-8"})
  void anyLocaleOfTheCallerWillDo(String locale) {
    var link = shop.with(Map.of("LC_ALL", locale)).run(TENON, "cc", "-o", "é ü", "a.o").ok();
    assertThat(link.err()).isEmpty();
    assertThat(shop.run("sh", "-c", "./'é ü'").ok().out()).isEqualTo("ran\n");
  }

  @Test
  void itIsFoundThroughALinkFromElsewhere() throws IOException {
    Files.createDirectories(folder.resolve("names"));
    Files.createSymbolicLink(folder.resolve("names/ld"), Workshop.BIN.resolve("ld"));
    shop.run("gcc", "-Bnames", "a.o", "-o", "a").ok();
    assertThat(shop.run("./a").ok().out()).isEqualTo("ran\n");
  }

  /** A checkout of its own: the launcher, and the jars when wanted. */
  private Path checkout(String name, boolean built) throws IOException {
    var copy = folder.resolve(name);
    for (var part : List.of("launcher", "front")) {
      Tools.copyTree(Workshop.HOME.resolve(part), copy.resolve(part));
    }
    Files.copy(
        Workshop.HOME.resolve("tenon"),
        copy.resolve("tenon"),
        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    if (built) {
      Files.createDirectories(copy.resolve("cli/target"));
      Files.copy(
          Workshop.HOME.resolve("cli/target/tenon-cli.jar"),
          copy.resolve("cli/target/tenon-cli.jar"));
      Tools.copyTree(Workshop.HOME.resolve("cli/target/lib"), copy.resolve("cli/target/lib"));
    }
    return copy;
  }

  @Test
  void firstUsesAtTheSameTimeDoNotDisturbEachOtherAndTheirCheckoutMayBeMoved() throws IOException {
    var copy = checkout("a checkout", true);
    var all =
        Stream.generate(() -> shop.run(copy.resolve("tenon").toString(), "--version"))
            .parallel()
            .limit(4)
            .toList();
    assertThat(all).allSatisfy(Outcome::ok);
    assertThat(all.stream().map(Outcome::seen).distinct()).hasSize(1);
    assertThat(copy.resolve("cli/target/settled.sh")).content().contains("tenon.aot");
    assertThat(copy.resolve("cli/target/tenon.aot")).isNotEmptyFile();
    Files.move(copy, folder.resolve("it's after"));
    assertThat(shop.run(folder.resolve("it's after/tenon").toString(), "--version").seen())
        .isEqualTo(all.getFirst().seen());
  }

  /** T0002. */
  @Test
  void withoutMavenAFirstUseSaysSoAndTheRealLinkerDoesTheWork() throws IOException {
    var copy = checkout("bare", false);
    var tools = Files.createDirectories(folder.resolve("tools"));
    for (var tool : List.of("sh", "readlink", "mkdir", "rm", "flock", "iconv", "cat", "ld")) {
      Files.createSymbolicLink(tools.resolve(tool), Tools.want(tool));
    }
    var poor = shop.with(Map.of("PATH", tools.toString()));
    var standIn = Files.createSymbolicLink(folder.resolve("ld"), copy.resolve("tenon"));
    var link = poor.run(standIn.toString(), "-r", "-o", "x", "a.o").ok();
    assertThat(link.err()).startsWith("error[T0002]: ").contains("\nhelp: ");
    assertThat(folder.resolve("x")).isNotEmptyFile();
    assertThat(poor.run(copy.resolve("tenon").toString(), "log").status()).isEqualTo(4);
  }

  /** T0401. */
  @Test
  void aRealToolThatIsMissingIsNamed() {
    var nothing = shop.with(Map.of("PATH", "/nowhere", "TENON", "off"));
    var link = nothing.run(Workshop.BIN.resolve("ld.mold").toString(), "a.o");
    assertThat(link.status()).isEqualTo(4);
    assertThat(link.err()).startsWith("error[T0401]: ").contains("mold");
  }

  @Test
  void sixtyThousandInputsAreLinked() throws IOException {
    var lld = Engine.LLD.real();
    shop.write("empty.s", "");
    shop.run("gcc", "-c", "empty.s").ok();
    Files.createDirectories(folder.resolve("o"));
    for (int i = 0; i < 200; i++) {
      Files.createLink(folder.resolve("o/" + i + ".o"), folder.resolve("empty.o"));
    }
    var names =
        Stream.iterate(0, i -> i + 1).limit(60_000).map(i -> "o/" + i % 200 + ".o").toList();
    shop.write("words", String.join("\n", names));
    var words = names.toArray(String[]::new);
    shop.run(List.of(lld.toString(), "-r", "-o", "expected", "a.o"), words).ok();
    shop.with(Engine.LLD)
        .run(List.of(Workshop.BIN.resolve("ld").toString(), "-r", "-o", "ours", "a.o"), words)
        .ok();
    assertThat(shop.read("ours")).isEqualTo(shop.read("expected"));
  }
}
