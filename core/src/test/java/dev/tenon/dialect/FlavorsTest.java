package dev.tenon.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.dialect.Flavors.Choice;
import dev.tenon.dialect.Flavors.Host;
import dev.tenon.dialect.Flavors.Wish;
import dev.tenon.model.BadRecord;
import dev.tenon.option.ResponseFiles;
import dev.tenon.real.Lab;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs and command lines as rustc 1.95 was seen to choose them. */
class FlavorsTest {
  private static final Wish NOTHING = new Wish(null, null);
  private static final Flavor LINUX = flavor("gnu-lld-cc");

  private static Flavor flavor(String name) {
    return Flavor.named(name, new Flavor(Flavor.Kind.GNU, true, true));
  }

  private static Choice choose(@Nullable String linker, @Nullable String flavor) {
    return Flavors.choose(new Wish(linker, flavor), new Wish(null, "gnu-lld-cc"), LINUX, Host.UNIX);
  }

  @Test
  void flv01TheCommandLineCountsAsAPairBeforeTheTarget() {
    Wish wasm = new Wish("rust-lld", "wasm-lld");
    Flavor principal = flavor("wasm-lld");
    assertThat(Flavors.choose(NOTHING, wasm, principal, Host.UNIX))
        .isEqualTo(new Choice("rust-lld", principal));
    assertThat(Flavors.choose(new Wish("foo", "gnu"), wasm, principal, Host.UNIX))
        .isEqualTo(new Choice("foo", flavor("gnu")));
    // Half a pair is completed from itself, not from the target's other half.
    assertThat(Flavors.choose(new Wish(null, "gnu-cc"), wasm, principal, Host.UNIX))
        .isEqualTo(new Choice("cc", flavor("gnu-cc")));
  }

  @Test
  void flv01NeitherLinkerNorFlavourIsAnError() {
    assertThatThrownBy(() -> Flavors.choose(NOTHING, NOTHING, LINUX, Host.UNIX))
        .isInstanceOf(BadRecord.class)
        .hasMessageContaining("neither a linker nor a linker flavor");
  }

  @ParameterizedTest
  @CsvSource({
    "gnu-cc,cc",
    "gnu-lld-cc,cc",
    "darwin-cc,cc",
    "darwin-lld-cc,cc",
    "wasm-lld-cc,cc",
    "unix-cc,cc",
    "gnu-lld,lld",
    "darwin-lld,lld",
    "wasm-lld,lld",
    "msvc-lld,lld",
    "gnu,ld",
    "darwin,ld",
    "unix,ld",
    "msvc,link.exe",
    "em-cc,emcc",
    "bpf,bpf-linker",
    "llbc,llvm-bitcode-linker",
    "ptx,rust-ptx-linker"
  })
  void flv02AFlavourHasItsUsualProgram(String flavor, String program) {
    assertThat(Flavors.program(flavor(flavor), Host.UNIX)).isEqualTo(program);
    assertThat(flavor(flavor)).hasToString(flavor);
  }

  @Test
  void flv02TheHostDecidesTheNameOfTheDriver() {
    assertThat(Flavors.program(flavor("unix-cc"), Host.SOLARIS)).isEqualTo("gcc");
    assertThat(Flavors.program(flavor("unix"), Host.SOLARIS)).isEqualTo("ld");
    assertThat(Flavors.program(flavor("em-cc"), Host.WINDOWS)).isEqualTo("emcc.bat");
  }

  @ParameterizedTest
  @CsvSource({
    "lld,x86_64-pc-windows-msvc,msvc,msvc-lld", "gcc,x86_64-pc-windows-msvc,msvc,msvc",
    "ld.lld,x86_64-pc-windows-msvc,msvc,msvc", "gcc,wasm32-unknown-unknown,wasm-lld,wasm-lld-cc",
    "ld,wasm32-unknown-unknown,wasm-lld,wasm-lld", "foo,x86_64-apple-darwin,darwin-cc,darwin-cc",
    "ld.lld,x86_64-apple-darwin,darwin-cc,darwin", "lld,x86_64-apple-darwin,darwin-cc,darwin-lld",
    "lld,x86_64-pc-solaris,unix-cc,unix", "gcc,bpfel-unknown-none,bpf,bpf",
    "foo,x86_64-unknown-linux-musl,gnu-cc,gnu-cc", "lld,x86_64-unknown-linux-musl,gnu-cc,gnu-lld",
    "llvm-bitcode-linker,nvptx64-nvidia-cuda,llbc,llbc"
  })
  void flv03AStemIsAHintWithinTheTargetsFlavour(
      String linker, String target, String principal, String expected) {
    assertThat(Flavors.byStem(linker, flavor(principal)))
        .as("%s for %s", linker, target)
        .isEqualTo(flavor(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "gcc-12.1",
    "gcc.exe",
    "gcc.foo",
    "x/gcc",
    "x-gcc-9.2",
    "x-g++",
    "x-clang++",
    "clang++-17",
    "emcc"
  })
  void flv03VersionsAndEndingsAndPrefixesDoNotHideADriver(String linker) {
    assertThat(Flavors.byStem(linker, LINUX)).isEqualTo(flavor("gnu-cc"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cc", "c++", "mold", "ld64.lld", "bpf-linker", "rust-ptx-linker"})
  void flv04UnknownStemsKeepLld(String linker) {
    assertThat(choose(linker, null)).isEqualTo(new Choice(linker, LINUX));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang", "gcc-12", "clang-17", "g++", "x86_64-linux-gnu-gcc"})
  void flv04NamedCompilersTurnLldOff(String linker) {
    assertThat(choose(linker, null).flavor()).isEqualTo(flavor("gnu-cc"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"lld", "rust-lld", "wasm-ld", "lld-19", "lld.bar", "lld-link", "ld.lld.exe"})
  void flv04ABareLldIsToldWhoseOptionsFollow(String linker) {
    Flavor flavor = choose(linker, null).flavor();
    assertThat(flavor).isEqualTo(flavor("gnu-lld"));
    assertThat(Flavors.leading(flavor)).containsExactly("-flavor", "gnu");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ld", "ld.lld", "ld.lld-19", "link", "ld.exe", "x-ld", "link.exe"})
  void flv04OtherLinkersAreCalledWithoutDriverAndWithoutFlavor(String linker) {
    Flavor flavor = choose(linker, null).flavor();
    assertThat(flavor).isEqualTo(flavor("gnu"));
    assertThat(Flavors.leading(flavor)).isEmpty();
  }

  @Test
  void flv06OldNamesLeaveWhatTheyDoNotSayToTheTarget() {
    assertThat(choose(null, "gcc")).isEqualTo(new Choice("cc", LINUX));
    assertThat(choose(null, "ld")).isEqualTo(new Choice("ld", flavor("gnu")));
    assertThat(choose(null, "ld.lld")).isEqualTo(new Choice("lld", flavor("gnu-lld")));
    assertThatThrownBy(() -> choose(null, "foo"))
        .isInstanceOf(BadRecord.class)
        .hasMessageContaining("`foo`");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "/", "a/..", "//"})
  void flv05ALinkerWithoutAStemIsAnError(String linker) {
    assertThatThrownBy(() -> Flavors.byStem(linker, LINUX))
        .isInstanceOf(BadRecord.class)
        .hasMessageContaining("couldn't extract file stem from specified linker");
  }

  /** The flavour shows in the words: -m64 is for drivers, -flavor for a bare lld. */
  @Test
  void flv04RustcItselfChoosesTheSame(@TempDir Path folder) {
    Lab.needs("rustc");
    var lab = new Lab(folder);
    lab.write("m.rs", "#![feature(no_core)]\n#![no_core]\n#![no_main]\n");
    Map<String, String> environment =
        Map.of("RUSTC_BOOTSTRAP", "1", "HOME", System.getProperty("user.home"));
    assumeTrue(
        lab.run(environment, List.of("rustc", "-vV")).out().contains("x86_64-unknown-linux-gnu"),
        "rustc is not for x86_64 Linux");
    boolean lldIsDefault =
        rustc(lab, environment, "cc").contains("-fuse-ld=lld"); // not in every distribution's build
    Flavor principal = flavor(lldIsDefault ? "gnu-lld-cc" : "gnu-cc");
    for (String linker :
        List.of("cc", "gcc-12.1", "x-clang++", "mold", "lld-19", "ld.lld-19", "rust-lld", "x-ld")) {
      List<String> words = rustc(lab, environment, linker);
      Flavor flavor = Flavors.byStem(linker, principal);
      assertThat(words.contains("-m64")).as("%s: %s", linker, words).isEqualTo(flavor.cc());
      assertThat(words.contains("-fuse-ld=lld"))
          .as("%s: %s", linker, words)
          .isEqualTo(flavor.cc() && flavor.lld());
      assertThat(words.contains("-flavor"))
          .as("%s: %s", linker, words)
          .isEqualTo(!Flavors.leading(flavor).isEmpty());
    }
  }

  private static List<String> rustc(Lab lab, Map<String, String> environment, String linker) {
    var command =
        "rustc -Zunstable-options --crate-type bin --print link-args m.rs -o m -C linker=";
    Lab.Result said = lab.run(environment, List.of((command + linker).split(" ")));
    String line = said.out().lines().findFirst().orElse("");
    assertThat(line).as(said.err()).contains("LC_ALL");
    return ResponseFiles.split(line);
  }

  @Test
  void cmd04ToolFoldersComeBeforeTheCallersPath() {
    LinkEnvironment plain = LinkEnvironment.of(List.of(), List.of());
    assertThat(
            plain.withPath(List.of("/t/bin", "/t/bin/self-contained"), "/usr/bin:/bin", ":").set())
        .containsEntry("PATH", "/t/bin:/t/bin/self-contained:/usr/bin:/bin");
    assertThat(plain.withPath(List.of("/t/bin"), null, ":").set()).containsEntry("PATH", "/t/bin");
  }

  @Test
  void cmd05AndCmd06EveryLinkerSpeaksEnglishAndGetsWhatItsTargetSays() {
    var darwin =
        LinkEnvironment.of(
            List.of("ZERO_AR_DATE=1", "EMPTY="), List.of("IPHONEOS_DEPLOYMENT_TARGET"));
    assertThat(darwin.set())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("LC_ALL", "C", "VSLANG", "1033", "ZERO_AR_DATE", "1", "EMPTY", ""));
    assertThat(darwin.unset()).isEqualTo(Set.of("IPHONEOS_DEPLOYMENT_TARGET"));
    assertThatThrownBy(() -> LinkEnvironment.of(List.of("=x"), List.of()))
        .isInstanceOf(BadRecord.class)
        .hasMessageContaining("`=x` is not of the form NAME=VALUE");
  }
}
