package dev.tenon.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.driver.Cancellation;
import dev.tenon.driver.OwnHands;
import dev.tenon.explain.Refused;
import dev.tenon.model.BadRecord;
import dev.tenon.model.json.Json;
import dev.tenon.model.json.PlanJson;
import dev.tenon.option.Option;
import dev.tenon.option.OptionTable;
import dev.tenon.real.Lab;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Plans from elsewhere that try to run code that they bring, or to write outside their roots.
 * Beside the folder that they are run in lies one that nobody may touch.
 */
class HostilePlansTest {
  @TempDir Path folder;
  private Lab lab;
  private Path here;
  private Path canary;
  private String sharedObject = "";

  @BeforeEach
  void canary() throws IOException {
    Lab.needs("gcc");
    lab = new Lab(folder);
    here = Files.createDirectories(folder.resolve("here"));
    canary = Files.createDirectories(folder.resolve("canary"));
    String ran = canary.resolve("RAN").toString();
    lab.write("here/m.c", "int _start(void){return 0;}\n")
        .write(
            "e.c",
            "#include <stdio.h>\n__attribute__((constructor)) static void go(void)"
                + "{fclose(fopen(\""
                + ran
                + "\",\"w\"));}\nint onload(void*t){return 0;}\n")
        .ok("gcc -shared -fPIC -o canary/e.so e.c")
        .ok("gcc -c -o here/m.o here/m.c")
        .write("here/evil.sh", "#!/bin/sh\ntouch " + ran + "\n")
        .ok("chmod +x here/evil.sh")
        .ok("cp here/evil.sh canary/evil.sh")
        .write("here/rsp", "--plugin=" + canary + "/e.so\n")
        .write("canary/target", "a line\n");
    Files.createSymbolicLink(here.resolve("link"), canary);
    Files.createSymbolicLink(here.resolve("file"), canary.resolve("target"));
    sharedObject = Base64.getEncoder().encodeToString(Files.readAllBytes(canary.resolve("e.so")));
  }

  /** Every file that nobody may touch, with what shows that somebody did. */
  private Map<String, String> state() {
    var state = new TreeMap<String, String>();
    try (var files = Files.list(canary)) {
      for (Path file : files.toList()) {
        var found =
            Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        state.put(
            file.getFileName().toString(),
            found.size() + " " + found.lastModifiedTime().toMillis());
      }
      return state;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Request request(ByteArrayOutputStream out, ByteArrayOutputStream err) {
    return new Request(
        "tenon",
        List.of(),
        here,
        Map.of("PATH", System.getenv("PATH")),
        out,
        err,
        List.of(),
        folder.resolve("state"),
        new OwnHands(),
        Memory.brief(),
        new Cancellation());
  }

  private Lab.Result run(String plan, Map<String, String> roots, boolean isTrusted) {
    var err = new ByteArrayOutputStream();
    var out = new ByteArrayOutputStream();
    Request request = request(out, err);
    try {
      int exit = PlanLink.run(request, PlanJson.read(plan), roots, null, isTrusted);
      return new Lab.Result(
          exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } catch (BadRecord e) { // what Main prints as T0601
      return new Lab.Result(3, "", String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String plan(String linker, String more, String outputs, String items) {
    return "{\"tenon\":\"plan/1\",\"kind\":\"executable\",\"linker\":\""
        + linker
        + "\","
        + more
        + "\"outputs\":[{\"role\":\"primary\",\"file\":\"<cwd>/out\"}"
        + outputs
        + "],\"items\":["
        + items
        + "{\"input\":\"<cwd>/m.o\"}]}";
  }

  private static String quoted(String text) {
    return new Json.Str(text).print().strip();
  }

  /** Ways to put an option into a plan with a value that would do harm. */
  private Map<String, String> hostile(String linker, String id) {
    var all = new LinkedHashMap<String, String>();
    String option = "{\"option\":" + quoted(id);
    for (String flag : List.of("", ",\"off\":true")) {
      all.put(id + flag, plan(linker, "", "", option + flag + "},"));
    }
    var texts =
        List.of(
            "@rsp",
            "@" + here.resolve("rsp"),
            canary.resolve("new").toString(),
            "new=" + canary.resolve("new"),
            canary.resolve("evil.sh").toString(),
            "-plugin=" + canary.resolve("e.so"),
            "../canary/new");
    for (String text : texts) {
      all.put(id + "=" + text, plan(linker, "", "", option + ",\"value\":" + quoted(text) + "},"));
    }
    var files =
        List.of(
            "<host>" + canary.resolve("e.so"),
            "<host>" + canary.resolve("new"),
            "<host>" + canary.resolve("evil.sh"),
            "<cwd>/link/new",
            "<cwd>/@rsp",
            "<cwd>/../canary/new");
    for (String file : files) {
      all.put(id + " " + file, plan(linker, "", "", option + ",\"file\":" + quoted(file) + "},"));
    }
    all.put(
        id + " generated",
        plan(
            linker,
            "",
            "",
            "{\"generated\":\"e.so\",\"base64\":\""
                + sharedObject
                + "\",\"option\":"
                + quoted(id)
                + "},"));
    for (String file : List.of("<cwd>/./evil.sh", "<cwd>/link/new", "<host>" + canary + "/new")) {
      all.put(
          id + " as role of " + file,
          plan(
              linker,
              "",
              ",{\"role\":" + quoted(id) + ",\"file\":" + quoted(file) + "}",
              "{\"library\":\"nosuch\"},"));
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void noOptionOfTheTableRunsOrWritesAnythingOutsideTheRoots(String linker) {
    Links.needs(linker);
    var options = new ArrayList<>(OptionTable.linker().options());
    Collections.shuffle(options, new Random(Long.getLong("tenon.seed", 1)));
    int count = Boolean.getBoolean("tenon.all") ? options.size() : 45;
    var before = state();
    var found = new ArrayList<String>();
    int tried = 0;
    for (Option option : options.subList(0, count)) {
      for (var plan : hostile(linker, option.id()).entrySet()) {
        var result = run(plan.getValue(), Map.of(), false);
        tried++;
        if (!state().equals(before)) {
          found.add(plan.getKey() + ": " + state());
          before = state();
        }
        assertThat(result.err()).as(plan.getKey()).doesNotContain("T0700");
      }
    }
    System.out.printf("hostile plans with %s: %d tried%n", linker, tried);
    assertThat(found).isEmpty();
  }

  /** The ways in which plans could run code, each in more than one form, and those to write. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "target           | bfd  | \"target\":\"@rsp\", | |",
        "emulation        | bfd  | | | {\"option\":\"emulation\",\"value\":\"@rsp\"},",
        "search path      | bfd  | | | {\"option\":\"default-search-path\",\"value\":\"@rsp\"},",
        "format           | bfd  | | | {\"option\":\"output-format\",\"value\":\"@rsp\"},",
        "format of input  | bfd  | | | {\"input\":\"<cwd>/m.o\",\"format\":\"@rsp\"},",
        "entry            | lld  | | | {\"option\":\"entry\",\"value\":\"@rsp\"},",
        "symbol           | mold | | | {\"option\":\"undefined\",\"value\":\"@rsp\"},",
        "soname           | lld  | | | {\"option\":\"soname\",\"value\":\"@rsp\"},",
        "run path         | bfd  | | | {\"option\":\"rpath\",\"value\":\"@rsp\"},",
        "program          | mold | | | {\"option\":\"run\",\"value\":\"<CANARY>/evil.sh\"},",
        "script of errors | lld  | |"
            + " ,{\"role\":\"error-handling-script\",\"file\":\"<cwd>/./evil.sh\"} |"
            + " {\"library\":\"nosuch\"},",
        "linker           | <HERE>/evil.sh | | |",
        "linker, relative | ./evil.sh | | |",
        "linker by suffix | ../here/evil.sh | | |",
        "empty library    | bfd  | | |"
            + " {\"library\":\"\"},{\"input\":\"<cwd>/-plugin=<CANARY>/e.so\"},",
        "plugin of no compiler | bfd | | |"
            + " {\"option\":\"plugin\",\"file\":\"<host><CANARY>/e.so\"},",
        "plugin through a link | bfd | | | {\"option\":\"plugin\",\"file\":\"<cwd>/link/e.so\"},",
        "plugin as text   | bfd  | | | {\"option\":\"plugin\",\"value\":\"<CANARY>/e.so\"},",
        "pass plugin      | lld  | | |"
            + " {\"option\":\"load-pass-plugin\",\"file\":\"<host><CANARY>/e.so\"},",
        "pass plugin of LLVM | lld | | | {\"option\":\"mllvm\",\"value\":\"-load=<CANARY>/e.so\"},",
        "option of a plugin | lld | | |"
            + " {\"option\":\"plugin-opt\",\"value\":\"stats-file=<CANARY>/new\"},",
        "wrapper of a plugin | bfd | | |"
            + " {\"option\":\"plugin-opt\",\"value\":\"<CANARY>/evil.sh\"},",
        "cache of ThinLTO | lld  | | |"
            + " {\"option\":\"thinlto-cache-dir\",\"value\":\"<CANARY>/c\"},",
        "cache as file    | lld  | | | {\"option\":\"thinlto-cache-dir\",\"file\":\"<cwd>/link\"},",
        "directory        | mold | | | {\"option\":\"directory\",\"file\":\"<host><CANARY>\"},",
        "chroot           | mold | | | {\"option\":\"chroot\",\"file\":\"<host><CANARY>\"},",
        "map through a linked folder | bfd | | ,{\"role\":\"map-file\",\"file\":\"<cwd>/link/new\"}"
            + " |",
        "map through a link | bfd | | ,{\"role\":\"map-file\",\"file\":\"<cwd>/file\"} |",
        "map elsewhere    | lld  | | ,{\"role\":\"map-file\",\"file\":\"<host><CANARY>/new\"} |",
        "map as a setting | lld  | | | {\"option\":\"map-file\",\"value\":\"<CANARY>/new\"},",
        "map above        | mold | | ,{\"role\":\"map-file\",\"file\":\"<cwd>/x/../../canary/new\"}"
            + " |",
        "unknown role     | bfd  | | ,{\"role\":\"soname\",\"file\":\"<cwd>/link/new\"} |",
        "generated name   | bfd  | | | {\"generated\":\"../canary/new\",\"text\":\"x\"},",
        "generated parent | bfd  | | | {\"generated\":\"..\",\"text\":\"x\"},",
        "generated word   | bfd  | | |"
            + " {\"generated\":\"@rsp\",\"text\":\"--plugin=<CANARY>/e.so\"},",
        "raw word         | bfd  | | | {\"raw\":\"--plugin=<CANARY>/e.so\"},",
      })
  void aPlanThatWouldRunOrWriteSomethingElsewhereIsRefusedWithThePlace(
      String what, String linker, String more, String outputs, String items) {
    var before = state();
    String text = plan(named(linker), named(more), named(outputs), named(items));
    Lab.Result result = run(text, Map.of(), false);
    assertThat(result.exit()).as(what + ": " + result.err()).isEqualTo(3);
    assertThat(result.err()).matches("(?s)error\\[T060[134]\\]: /(linker|target|outputs|items).*");
    assertThat(state()).as(what).isEqualTo(before);
    assertThat(here.resolve("out")).doesNotExist();
  }

  private String named(String text) {
    return text == null
        ? ""
        : text.replace("<CANARY>", canary.toString()).replace("<HERE>", here.toString());
  }

  @Test
  void anOutputThroughASymbolicLinkIsRefused() throws IOException {
    for (String name : List.of("link/out", "file", "link/../out")) {
      String text = plan("bfd", "", "", "").replace("<cwd>/out", "<cwd>/" + name);
      Lab.Result result = run(text, Map.of(), false);
      assertThat(result.exit()).as(result.err()).isEqualTo(3);
      assertThat(result.err()).contains("T0603").contains("symbolic link");
    }
    assertThat(Files.readString(canary.resolve("target"))).isEqualTo("a line\n");
  }

  @Test
  void anInputThatLeadsOutOfThePlansOwnRootIsRefused() throws IOException {
    Path own = Files.createDirectories(folder.resolve("own"));
    Files.copy(here.resolve("m.o"), canary.resolve("secret.o"));
    Files.createSymbolicLink(own.resolve("m.o"), canary.resolve("secret.o"));
    Files.createSymbolicLink(own.resolve("lib"), canary);
    Files.createSymbolicLink(own.resolve("libx.so"), canary.resolve("e.so"));
    for (String item :
        List.of(
            "{\"input\":\"<own>/m.o\"},",
            "{\"input\":\"<own>/lib/secret.o\"},",
            "{\"option\":\"library-path\",\"file\":\"<own>/lib\"},",
            "{\"input\":\"<own>/../canary/secret.o\"},",
            "{\"option\":\"version-script\",\"file\":\"<own>/lib/target\"},",
            "{\"option\":\"library-path\",\"file\":\"<own>/\"},{\"library\":\"x\"},")) {
      String text =
          plan("bfd", "", "", item)
              .replace("{\"input\":\"<cwd>/m.o\"}", "{\"option\":\"entry\",\"value\":\"x\"}");
      Lab.Result result = run(text, Map.of("own", own.toString()), false);
      assertThat(result.exit()).as(item + result.err()).isEqualTo(3);
      assertThat(result.err()).as(item).startsWith("error[T0603]");
    }
  }

  /** Every way in which a script or a search leads a linker to a file below the plan's own root. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "bfd  {\"option\":\"sysroot\",\"file\":\"<own>/\"},{\"input\":\"<own>/below.ld\"},",
        "bfd  {\"generated\":\"g.ld\",\"text\":\"INPUT(OWN/lib/secret.o)\"},",
        "mold {\"generated\":\"g.ld\",\"text\":\"GROUP(AS_NEEDED(OWN/./lib//secret.o))\"},",
        "lld  {\"option\":\"library-path\",\"file\":\"<own>/\"},"
            + "{\"generated\":\"g.ld\",\"text\":\"INPUT(lib/secret.o)\"},",
        "bfd  {\"option\":\"just-symbols\",\"file\":\"<own>/absolute.ld\"},",
        "bfd  {\"option\":\"library-path\",\"file\":\"<own>/\"},"
            + "{\"generated\":\"g.ld\",\"option\":\"script\",\"text\":\"INCLUDE lib/secret.ld\"},",
        "bfd  {\"option\":\"sysroot\",\"file\":\"<own>/\"},{\"input\":\"<sysroot>/lib/secret.o\"},",
        "mold {\"option\":\"sysroot\",\"file\":\"<own>/\"},"
            + "{\"option\":\"library-path\",\"file\":\"<sysroot>/lib\"},"
            + "{\"library\":\"secret.o\",\"exact\":true},",
        "lld  {\"option\":\"sysroot\",\"file\":\"<own>/\"},"
            + "{\"generated\":\"g.ld\",\"text\":\"SEARCH_DIR(=/lib) INPUT(-l:secret.o)\"},",
        "bfd  {\"generated\":\"g.ld\",\"text\":\"INPUT(OWN/absolute.ld)\"},",
      })
  void aScriptThatLeadsOutOfThePlansOwnRootIsRefused(String how) throws IOException {
    String linker = how.substring(0, 4).strip();
    Links.needs(linker);
    Path own = Files.createDirectories(folder.resolve("own"));
    Files.copy(here.resolve("m.o"), canary.resolve("secret.o"));
    Files.writeString(canary.resolve("secret.ld"), "x = 1;\n");
    Files.createSymbolicLink(own.resolve("lib"), canary);
    Files.writeString(own.resolve("below.ld"), "INPUT(/lib/secret.o)\n");
    Files.writeString(own.resolve("absolute.ld"), "INPUT(" + own + "/lib/secret.o)\n");
    String items = how.substring(5).replace("OWN", own.toString());
    Lab.Result result = run(plan(linker, "", "", items), Map.of("own", own.toString()), false);
    assertThat(result.exit()).as(result.err()).isEqualTo(3);
    assertThat(result.err()).startsWith("error[T0603]").contains("leads out of root own");
    assertThat(here.resolve("out")).doesNotExist();
  }

  @Test
  void scriptsThatStayInsideTheirRootAreTaken() throws IOException {
    Path own = Files.createDirectories(folder.resolve("own"));
    Files.copy(here.resolve("m.o"), own.resolve("more.o"));
    Files.createSymbolicLink(own.resolve("again.o"), Path.of("more.o"));
    String items = "{\"generated\":\"g.ld\",\"text\":\"INPUT(" + own + "/again.o)\"},";
    String text =
        plan("bfd", "", "", items)
            .replace("{\"input\":\"<cwd>/m.o\"}", "{\"option\":\"entry\",\"value\":\"_start\"}");
    assertThat(run(text, Map.of("own", own.toString()), false)).matches(it -> it.exit() == 0);
  }

  @Test
  void generatedFilesOfOneNameOrOfTooLongANameAreRefused() {
    String one = "{\"generated\":\"a.ld\",\"text\":\"x = 1;\"},";
    assertThat(run(plan("bfd", "", "", one + one), Map.of(), false).err())
        .contains("T0601", "/items/1: a generated file `a.ld` is there already");
    String name = "n".repeat(256);
    assertThat(run(plan("bfd", "", "", one.replace("a.ld", name)), Map.of(), false).err())
        .contains("T0601", "/items/0: a generated file has a name of more than 255 bytes");
  }

  @Test
  void whatIsRefusedIsDoneForAPlanThatTheCallerTrusts() {
    String text =
        plan("bfd", "", "", "{\"option\":\"plugin\",\"file\":\"<host>" + canary + "/e.so\"},");
    assertThat(run(text, Map.of(), false).exit()).isEqualTo(3);
    assertThat(canary.resolve("RAN")).doesNotExist();
    run(text, Map.of(), true);
    assertThat(canary.resolve("RAN")).exists();
  }

  /** To show the words of a plan, its linker is asked what it is. */
  @ParameterizedTest
  @ValueSource(strings = {"<HERE>/evil.sh", "./evil.sh", "../here/evil.sh", "<CANARY>/evil.sh"})
  void aLinkerThatThePlanBringsIsNotAskedForItsWords(String linker) {
    var document = PlanJson.read(plan(named(linker), "", "", ""));
    var out = new ByteArrayOutputStream();
    assertThatThrownBy(() -> PlanLink.words(request(out, out), document, Map.of(), false))
        .isInstanceOf(Refused.class)
        .hasMessageStartingWith("/linker: linker `");
    assertThat(canary.resolve("RAN")).doesNotExist();
  }

  @Test
  void anOptionThatIsNotInTheListIsClosed() {
    var permissions = PlanPermissions.list();
    for (Option option : OptionTable.linker().options()) {
      String id = option.id();
      boolean isOpen =
          permissions.settings().contains(id)
              || permissions.text(id) != null
              || permissions.compiler().contains(id);
      if (isOpen) {
        continue;
      }
      Lab.Result result =
          run(plan("bfd", "", "", "{\"option\":" + quoted(id) + "},"), Map.of(), false);
      assertThat(result.err()).as(id).startsWith("error[T0604]: /items/0: option `" + id + "`");
    }
  }

  @Test
  void theListNamesOptionsOfTheTableOnlyAndNoneTwice() {
    var permissions = PlanPermissions.list();
    var all = new ArrayList<String>();
    all.addAll(permissions.settings());
    all.addAll(permissions.compiler());
    all.addAll(permissions.texts().keySet());
    assertThat(all).doesNotHaveDuplicates();
    all.addAll(permissions.generated());
    all.addAll(permissions.outputs());
    all.remove("primary");
    assertThat(all).allMatch(id -> OptionTable.linker().byId(id) != null);
  }
}
