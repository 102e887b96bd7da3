package dev.tenon.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.model.BadRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In which order cargo believes what (The Cargo Book, "Configuration"). */
class CargoLinkerTest {
  // No rustc on this PATH, so the host is the likely one.
  private static final String HOST = "x86_64-unknown-linux-gnu";

  @TempDir Path folder;

  private CargoLinker of(Map<String, String> more) throws IOException {
    var environment = new HashMap<>(more);
    environment.put("HOME", folder.resolve("home").toString());
    environment.put("PATH", "/nowhere");
    Path project = Files.createDirectories(folder.resolve("home/a/project"));
    return CargoLinker.of(new Place(environment, project, folder, folder.resolve("bin")));
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static String linker(String name) {
    return "[target." + HOST + "]\nlinker = \"" + name + "\"\n";
  }

  @Test
  void withoutAWordRustcChooses() throws IOException {
    assertThat(of(Map.of())).isEqualTo(new CargoLinker(HOST, null, ""));
  }

  @Test
  void nearFilesComeBeforeFarOnesAndTheHome() throws IOException {
    write("home/.cargo/config.toml", linker("far"));
    assertThat(of(Map.of()).linker()).isEqualTo("far");
    write("home/a/.cargo/config.toml", linker("nearer"));
    assertThat(of(Map.of()).linker()).isEqualTo("nearer");
    write("home/a/project/.cargo/config.toml", linker("tools/ld"));
    assertThat(of(Map.of()).linker())
        .isEqualTo(folder.resolve("home/a/project/tools/ld").toString());
  }

  @Test
  void theEnvironmentComesBeforeFiles() throws IOException {
    write("home/a/project/.cargo/config", linker("near"));
    var found = of(Map.of("CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_LINKER", "mine"));
    assertThat(found.linker()).isEqualTo("mine");
    assertThat(found.where()).isEqualTo("CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_LINKER");
  }

  @Test
  void flagsOfRustcComeBeforeAll() throws IOException {
    write("home/.cargo/config.toml", linker("key") + "rustflags = ['-C', 'linker=flag']\n");
    assertThat(of(Map.of()).linker()).isEqualTo("flag");
    assertThat(of(Map.of("RUSTFLAGS", "-O -C linker=env")).linker()).isEqualTo("env");
    assertThat(of(Map.of("RUSTFLAGS", "-Clinker=env")).linker()).isEqualTo("env");
    assertThat(of(Map.of("CARGO_ENCODED_RUSTFLAGS", "-C\u001flinker=coded")).linker())
        .isEqualTo("coded");
  }

  @Test
  void flagsThatNameNoLinkerHideThoseThatDo() throws IOException {
    write("home/.cargo/config.toml", linker("key") + "[build]\nrustflags = '-Clinker=flag'\n");
    assertThat(of(Map.of()).linker()).isEqualTo("flag");
    assertThat(of(Map.of("RUSTFLAGS", "-O")).linker()).isEqualTo("key");
  }

  @Test
  void aFileThatIsNotTomlIsNamed() throws IOException {
    write("home/.cargo/config.toml", "[target\n");
    assertThatThrownBy(() -> of(Map.of()))
        .isInstanceOf(BadRecord.class)
        .hasMessageContaining("config.toml: line 1");
  }
}
