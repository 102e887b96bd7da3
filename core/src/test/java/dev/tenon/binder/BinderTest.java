package dev.tenon.binder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.model.Binding;
import dev.tenon.model.Binding.Trouble;
import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.OutputKind;
import dev.tenon.model.Read;
import dev.tenon.model.RootedPath;
import dev.tenon.model.State;
import dev.tenon.model.Tool;
import dev.tenon.model.Toolchain;
import dev.tenon.real.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinderTest {
  @TempDir Path folder;
  private Lab lab;

  @BeforeEach
  void objects() {
    Lab.needs("gcc", "ar");
    lab = new Lab(folder).write("f.c", "int f(void) { return 1; }\n").ok("gcc -c f.c -o f.o");
  }

  private static Item input(String name) {
    return new Item.Input(RootedPath.of(name), State.PLAIN);
  }

  private static Item library(String name) {
    return new Item.Library(name, false, State.PLAIN);
  }

  private static Item setting(String option, String file) {
    return new Item.Setting(option, new Item.Value.File(RootedPath.of(file)));
  }

  private Binding examine(String family, Item... items) {
    return Binder.examine(
        plan(items), tools(family), Map.of("cwd", folder.toString()), world(List.of()));
  }

  private static World world(List<String> builtIn) {
    return new RealWorld((_, _) -> new World.BuiltIn(builtIn, "elf64-x86-64"));
  }

  private static Toolchain tools(String family) {
    return new Toolchain(
        List.of(new Tool("linker", family, "1", "/ld", "0")), Set.of(), "test", Map.of());
  }

  private static LinkPlan plan(Item... items) {
    return new LinkPlan(
        OutputKind.DEFAULT,
        false,
        null,
        null,
        null,
        LinkPlan.Layout.DENSE,
        List.of(new LinkPlan.Output("primary", RootedPath.of("out"))),
        List.of(items),
        null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void aMissingInputIsNamed(String family) {
    var binding = examine(family, input("no.o"));
    assertThat(binding.troubles())
        .containsExactly(new Trouble("T0201", "no.o", "no such file", List.of()));
    assertThat(binding.reads())
        .containsExactly(new Read("no.o", Read.Aspect.ABSENCE, Read.How.PREDICTED, "input"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void aMissingLibraryIsNamedWithTheFoldersLookedIn(String family) {
    var trouble =
        examine(family, library("no"), setting("library-path", "a"), setting("library-path", "/b"))
            .troubles();
    assertThat(trouble)
        .containsExactly(
            new Trouble("T0202", "-lno", "no folder has libno.so or libno.a", List.of("a", "/b")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void anObjectOfAnotherMachineIsNamed(String family) {
    Lab.needs("clang-19");
    lab.ok("clang-19 -target aarch64-linux-gnu -c f.c -o arm.o");
    assertThat(examine(family, input("f.o"), input("arm.o")).troubles())
        .containsExactly(
            new Trouble(
                "T0203", "arm.o", "is for AArch64, 64 bits, not x86-64, 64 bits", List.of()));
  }

  @Test
  void aLibraryThatExistsForOtherMachinesOnlyIsNamedWithItsFiles() {
    Lab.needs("clang-19");
    lab.ok("clang-19 -target aarch64-linux-gnu -c f.c -o arm.o").ok("ar rc libarm.a arm.o");
    assertThat(examine("bfd", library("arm"), setting("library-path", ".")).troubles())
        .containsExactly(
            new Trouble(
                "T0203",
                "-larm",
                "only files for other machines were found",
                List.of("./libarm.a")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void aTruncatedObjectAndATruncatedMemberAreNamedWithTheirPlace(String family) throws IOException {
    byte[] whole = lab.bytes("f.o");
    Files.write(folder.resolve("cut.o"), java.util.Arrays.copyOf(whole, whole.length - 100));
    lab.ok("ar rc cut.a cut.o");
    var troubles = examine(family, input("f.o"), input("cut.o"), input("cut.a")).troubles();
    assertThat(troubles).extracting(Trouble::code).containsExactly("T0204", "T0204");
    assertThat(troubles.getFirst().subject()).isEqualTo("cut.o");
    assertThat(troubles.getFirst().detail()).startsWith("offset ").contains("expected");
    assertThat(troubles.getLast().subject()).isEqualTo("cut.a(cut.o)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void bytesThatAreNothingAreNamed(String family) throws IOException {
    Files.write(folder.resolve("odd.o"), new byte[500]);
    lab.write("text.o", "hello world\n");
    var troubles = examine(family, input("f.o"), input("odd.o"), input("text.o")).troubles();
    assertThat(troubles).extracting(Trouble::code).containsExactly("T0204", "T0204");
    assertThat(troubles.getLast().detail()).contains("not `hello`");
  }

  @Test
  void anEmptyFileIsNamedWhereTheLinkerRefusesIt() {
    lab.write("empty.o", "");
    assertThat(examine("bfd", input("empty.o")).troubles()).isEmpty();
    assertThat(examine("lld", input("empty.o")).troubles()).isEmpty();
    assertThat(examine("mold", input("empty.o")).troubles())
        .containsExactly(
            new Trouble("T0204", "empty.o", "is an empty file, nothing to link", List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void aFolderIsNamed(String family) {
    assertThat(examine(family, input(".")).troubles())
        .containsExactly(new Trouble("T0206", ".", "is a folder", List.of()));
  }

  @Test
  void aFileThatMayNotBeReadIsNamed() {
    World locked = new Locked(world(List.of()), folder.resolve("f.o").toString());
    var binding =
        Binder.examine(plan(input("f.o")), tools("bfd"), Map.of("cwd", "" + folder), locked);
    assertThat(binding.troubles())
        .containsExactly(new Trouble("T0205", "f.o", "permission denied", List.of()));
  }

  /** Tests run as root too, whom no file is closed to. */
  private record Locked(World world, String closed) implements World {
    @Override
    public Kind kind(String path) {
      return world.kind(path);
    }

    @Override
    public byte[] read(String path, long offset, int length) {
      if (path.equals(closed)) {
        throw new java.io.UncheckedIOException(new java.nio.file.AccessDeniedException(path));
      }
      return world.read(path, offset, length);
    }

    @Override
    public long size(String path) {
      return world.size(path);
    }

    @Override
    public List<String> list(String path) {
      return world.list(path);
    }

    @Override
    public String real(String path) {
      return world.real(path);
    }

    @Override
    public BuiltIn builtIn(Tool linker, @org.jspecify.annotations.Nullable String emulation) {
      return world.builtIn(linker, emulation);
    }
  }

  @Test
  void aBindingIsComputedAgainFromTheRecordedAnswersAlone() {
    lab.ok("ar rc libf.a f.o").write("libs.so", "INPUT(f.o -lf)\n");
    var recording = new RecordingWorld(world(List.of("=/usr/lib/x86_64-linux-gnu")));
    var plan =
        plan(input("f.o"), library("s"), library("c"), setting("library-path", "."), input("no"));
    var roots = Map.of("cwd", folder.toString());
    var first = Binder.bind(plan, tools("bfd"), roots, recording);
    assertThat(first.reads()).hasSizeGreaterThan(8);
    assertThat(Binder.bind(plan, tools("bfd"), roots, recording.replay())).isEqualTo(first);
    assertThat(recording.questions()).doesNotHaveDuplicates();
  }

  @Test
  void objectsNamedOnTheCommandLineAreNotOpened() {
    var recording = new RecordingWorld(world(List.of()));
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      lab.write("o" + i + ".o", "nothing");
      items.add(input("o" + i + ".o"));
    }
    Binder.bind(
        plan(items.toArray(Item[]::new)), tools("bfd"), Map.of("cwd", "" + folder), recording);
    assertThat(recording.questions())
        .extracting(RecordingWorld.Question::aspect)
        .containsOnly("kind", "builtIn")
        .hasSize(51);
  }

  @Test
  void scriptsThatEachLeadTwiceToTheNextAreFollowedSoManyTimesOnly() {
    for (int i = 0; i < 60; i++) {
      lab.write("s" + i, "INPUT(s" + (i + 1) + " s" + (i + 1) + ")\n");
    }
    lab.write("s60", "INPUT(f.o)\n");
    assertThat(examine("bfd", input("s0")).troubles())
        .extracting(Binding.Trouble::code)
        .containsExactly("T0205");
  }
}
