package dev.tenon.cli.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After {@code tenon setup} real compilers and build tools find us, and before and after not. */
class SetupTest {
  private static final String TENON = Workshop.HOME.resolve("tenon").toString();

  @TempDir Path folder;

  /** Commands have a home of their own, at an awkward place. */
  private Workshop shop;

  private Path home;

  @BeforeEach
  void aHome() throws IOException {
    home = Files.createDirectories(folder.resolve("o'ne \"home\""));
    var rustup = System.getenv("RUSTUP_HOME");
    shop =
        new Workshop(folder)
            .with(
                Map.of(
                    "HOME",
                    home.toString(),
                    "SHELL",
                    "/bin/sh",
                    "XDG_STATE_HOME",
                    home.resolve(".local/state").toString(),
                    "CARGO_HOME",
                    home.resolve(".cargo").toString(),
                    "RUSTUP_HOME",
                    Objects.requireNonNullElse(
                        rustup, System.getProperty("user.home") + "/.rustup")));
    shop.write("a.c", "#include <stdio.h>\nint main(void) { puts(\"ran\"); return 0; }\n");
    shop.write("a.cc", "#include <iostream>\nint main() { std::cout << \"ran\\n\"; }\n");
  }

  /** What a login shell of this home runs. */
  private Outcome login(String command) {
    return shop.run("sh", "-lc", command);
  }

  private List<String> linked() {
    return shop.links().stream().map(line -> line.substring(line.lastIndexOf('/') + 1)).toList();
  }

  @Test
  void gccAndWhatItIsCalledFromFindUs() {
    shop.write("Makefile", "CC = gcc\nall: made\nmade: a.c\n\t$(CC) -o $@ a.c\n");
    shop.run("sh", "-lc", "gcc a.c -o before").ok();
    shop.run(TENON, "setup", "gcc").ok();
    login("gcc a.c -o c && g++ a.cc -o cxx && make -s && ./c && ./cxx && ./made").ok();
    assertThat(linked()).containsExactly("c", "cxx", "made");
    shop.run(TENON, "setup", "gcc", "--undo").ok();
    login("gcc a.c -o after").ok();
    assertThat(linked()).containsExactly("c", "cxx", "made");
  }

  @Test
  void theLinkerThatGccIsAskedForIsTheOneBehindUs() {
    Engine.LLD.real();
    shop.run(TENON, "setup", "gcc").ok();
    // Debian's LLD goes by a name with its version, which gcc does not look for.
    shop.run("mkdir", "lld").ok();
    shop.run("ln", "-s", Engine.LLD.real().toString(), "lld/ld.lld").ok();
    login("gcc -fuse-ld=bfd a.c -o b && PATH=$PWD/lld:$PATH gcc -fuse-ld=lld a.c -o l").ok();
    shop.assertLinked(Engine.BFD, "b");
    shop.assertLinked(Engine.LLD, "l");
  }

  @Test
  void switchedOffThereIsOnlyTheRealLinker() {
    shop.run(TENON, "setup", "gcc").ok();
    login("TENON=off gcc a.c -o off && ./off").ok();
    assertThat(shop.links()).isEmpty();
  }

  @Test
  void clangFindsUs() {
    var clang = Tools.want("clang", "clang-20", "clang-19", "clang-18", "clang-17");
    Engine.LLD.real();
    shop.run(TENON, "setup", "clang").ok();
    login(clang + " a.c -o c && ./c && " + clang + " -fuse-ld=lld a.c -o l && gcc a.c -o g").ok();
    assertThat(linked()).containsExactly("c", "l");
    shop.assertLinked(Engine.LLD, "l");
    shop.run(TENON, "setup", "clang", "--undo").ok();
    login(clang + " a.c -o after").ok();
    assertThat(linked()).containsExactly("c", "l");
  }

  @Test
  void crossCompilersKeepTheirOwnLinkers() {
    var gcc = Tools.want("x86_64-w64-mingw32-gcc");
    shop.run(TENON, "setup", "gcc", "clang", "cmake").ok();
    login(gcc + " a.c -o a.exe").ok();
    Tools.find("clang", "clang-19")
        .ifPresent(clang -> login(clang + " --target=x86_64-w64-mingw32 a.c -o b.exe").ok());
    assertThat(shop.links()).isEmpty();
  }

  @Test
  void cargoLinksWithUsAndTheUsersFileComesBack() throws IOException {
    Tools.want("cargo");
    var file = shop.write("o'ne \"home\"/.cargo/config.toml", "# mine\n[net]\noffline = true");
    var before = Files.readString(file);
    shop.run("cargo", "init", "-q", "--vcs=none", "--bin", "program").ok();
    shop.run(TENON, "setup", "cargo").ok();
    shop.in("program").run("cargo", "build", "-q").ok();
    assertThat(linked()).singleElement().asString().startsWith("program-");
    shop.run(TENON, "setup", "--undo").ok();
    assertThat(Files.readString(file)).isEqualTo(before);
    assertThat(home.resolve(".local/state/tenon/setup")).doesNotExist();
    assertThat(home.resolve(".local/state/tenon/setup.json")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ninja", "Unix Makefiles"})
  void aFreshBuildFolderOfCmakeLinksWithUs(String generator) {
    Tools.want("cmake");
    Tools.want(generator.equals("Ninja") ? "ninja" : "make");
    shop.write(
        "CMakeLists.txt",
        """
        cmake_minimum_required(VERSION 3.10)
        project(p C CXX)
        add_library(l SHARED a.cc)
        add_executable(c a.c)
        add_executable(cxx a.cc)
        target_link_libraries(cxx l)
        """);
    var configure = "cmake -G '" + generator + "' -S . -B ";
    login(configure + "old").ok();
    var out = shop.run(TENON, "setup", "cmake").ok().out();
    assertThat(out).contains("configured before stay as they are");
    login(configure + "new && cmake --build new && new/c && new/cxx").ok();
    assertThat(linked()).contains("c", "cxx", "libl.so");
    int many = linked().size();
    login("cmake --build old").ok();
    assertThat(linked()).hasSize(many);
    // A folder that was configured meanwhile goes on without us.
    shop.run(TENON, "setup", "cmake", "--undo").ok();
    login("rm new/c && cmake --build new && new/c").ok();
    assertThat(linked()).hasSize(many);
  }

  @Test
  void everyShellReadsTheSettings() throws IOException {
    Files.createDirectories(home.resolve(".config/fish"));
    Files.createFile(home.resolve(".bashrc"));
    Files.createFile(home.resolve(".zshenv"));
    shop.run(TENON, "setup", "gcc", "clang", "cmake").ok();
    var say = "printf '%s\\n' \"$COMPILER_PATH\" \"$CMAKE_CXX_LINKER_LAUNCHER\"";
    var expected = shop.run("sh", "-lc", say).ok().out();
    assertThat(expected)
        .contains("/setup/gcc:", "/setup/clang/tenon-\n/usr/bin/env;COMPILER_PATH=/");
    assertThat(shop.run("sh", "-euc", ". ~/.profile; . ~/.profile; " + say).ok().out())
        .isEqualTo(expected);
    for (var shell : List.of("bash", "zsh")) {
      if (Tools.find(shell).isPresent()) {
        assertThat(shop.run(shell, "-ic", say).out()).as(shell).isEqualTo(expected);
      }
    }
    if (Tools.find("fish").isPresent()) {
      var fish = "string join : $COMPILER_PATH; echo $CMAKE_CXX_LINKER_LAUNCHER";
      assertThat(shop.run("fish", "-c", fish).ok().out()).isEqualTo(expected);
    }
  }

  @Test
  void whatTheUserHadInTheVariablesStays() {
    shop.run(TENON, "setup", "gcc", "cmake").ok();
    var own =
        new HashMap<>(Map.of("COMPILER_PATH", "/own place", "CMAKE_C_LINKER_LAUNCHER", "time"));
    var out =
        shop.with(own)
            .run("sh", "-lc", "echo \"$COMPILER_PATH $CMAKE_C_LINKER_LAUNCHER\"; gcc a.c -o c")
            .ok()
            .out();
    assertThat(out).contains("/setup/gcc:/own place time");
    assertThat(linked()).containsExactly("c");
  }

  @Test
  void whatWillBeChangedIsSaidFirstAndDryRunsEndThere() {
    var out = shop.run(TENON, "setup", "gcc", "cargo", "--dry-run").ok().out();
    assertThat(out).contains("+ linker = ", ".profile", "nothing");
    assertThat(shop.run(TENON, "setup").ok().out()).isEqualTo("nothing is set up\n");
    assertThat(home.resolve(".profile")).doesNotExist();
  }

  @Test
  void wordsThatAreNotUnderstoodChangeNothing() {
    assertThat(shop.run(TENON, "setup", "tcc").status()).isEqualTo(2);
    assertThat(shop.run(TENON, "setup", "gcc", "--redo").status()).isEqualTo(2);
    assertThat(shop.with(Map.of("HOME", "")).run(TENON, "setup", "gcc").status()).isEqualTo(3);
  }

  /** Root with the home, the state folder or the folder of cargo of another user. */
  @ParameterizedTest
  @ValueSource(strings = {"HOME", "TENON_STATE", "CARGO_HOME"})
  void rootChangesNoFileOfAnotherUser(String variable) throws IOException {
    org.junit.jupiter.api.Assumptions.assumeTrue(
        Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "not run as root");
    Path theirs = Files.createDirectory(folder.resolve("theirs"));
    shop.write("theirs/.profile", "# theirs\n");
    shop.run("chown", "-R", "65534", theirs.toString()).ok();
    var was = FileTree.of(theirs);
    var end = shop.with(Map.of(variable, theirs.toString())).run(TENON, "setup", "gcc", "cargo");
    assertThat(end.status()).isEqualTo(1);
    assertThat(end.err())
        .contains("error[T0801]", "belongs to another user", "nothing was changed");
    assertThat(FileTree.of(theirs)).isEqualTo(was);
    assertThat(FileTree.of(home)).hasSize(1);
  }

  @Test
  void doctorWritesNothingIntoTheHomeOfAnotherUser() throws IOException {
    org.junit.jupiter.api.Assumptions.assumeTrue(
        Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "not run as root");
    Path theirs = Files.createDirectory(folder.resolve("theirs"));
    shop.run("chown", "65534", theirs.toString()).ok();
    shop.with(Map.of("HOME", theirs.toString(), "RUSTUP_HOME", "")).run(TENON, "doctor");
    assertThat(theirs).isEmptyDirectory();
  }
}
