package dev.tenon.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.model.BadRecord;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CargoConfigTest {
  private static final String HOST = "x86_64-unknown-linux-gnu";
  private static final String OURS = "/a \"b\"/tenon-cc";

  static List<String> files() {
    return List.of(
        "",
        "# only a comment",
        "[build]\njobs = 2",
        "[build]\r\njobs = 2\r\n",
        "\ufeff[build]\njobs = 2\n",
        "[target." + HOST + "]\nrustflags = [\"-Clink-arg=-s\"]\n",
        "[target." + HOST + "]",
        "[target.\"" + HOST + "\"] # mine\n  linker = \"clang\" # dear\nrunner='x'\n",
        "[ target . '" + HOST + "' ]\nlinker='clang'",
        "target." + HOST + ".linker = \"clang\"\n[build]\njobs=1\n",
        "[target]\n" + HOST + ".linker = \"clang\"\n",
        "[target]\n" + HOST + ".runner = \"x\"\n[build]\njobs = 1\n",
        "target." + HOST + ".rustflags = [\n  '[target]', # ]\n  \"a\\\"]\",\n]\n",
        "[target." + HOST + ".z]\nrustc-link-lib = ['z']\n",
        "a = \"\"\"\n[target." + HOST + "]\nlinker = 'x'\"\"\"\"\n[[b]]\nc = 1\n[[b]]\nc = 2\n",
        "[target.'cfg(unix)']\nlinker = 'x'\n[target.aarch64-unknown-linux-gnu]\nlinker = 'y'\n");
  }

  @ParameterizedTest
  @MethodSource("files")
  void theHostsLinkerIsOursAndItGoesWithoutATrace(String file) {
    var done = CargoConfig.insert(file, HOST, OURS);
    assertThat(CargoConfig.linker(done.text(), HOST)).startsWith(Toml.quoted(OURS));
    assertThat(CargoConfig.gives(done.text(), done.put(), HOST, OURS)).isTrue();
    assertThat(CargoConfig.remove(done.text(), done.put(), done.was()))
        .isEqualTo(new Edits.Taken.Out(file));
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyLineOfTheUserStaysInItsPlace(String file) {
    var done = CargoConfig.insert(file, HOST, OURS);
    assertThat(done.text().replace(done.put(), done.was())).isEqualTo(file);
    if (file.contains("\r\n")) {
      assertThat(done.put().replace("\r\n", "")).doesNotContain("\n");
    }
  }

  @Test
  void theUsersOwnLinkerIsKeptAndComesBack() {
    var file = "[target." + HOST + "]\nlinker = \"clang\" # mine\n";
    var done = CargoConfig.insert(file, HOST, OURS);
    assertThat(done.was()).isEqualTo("linker = \"clang\" # mine\n");
    assertThat(done.put()).contains("#   linker = \"clang\" # mine\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "target = { " + HOST + " = { linker = 'x' } }",
        "[target]\n" + HOST + " = { linker = 'x' }"
      })
  void anInlineTableIsLeftAloneAndNamed(String file) {
    assertThatThrownBy(() -> CargoConfig.insert(file, HOST, OURS))
        .isInstanceOf(BadRecord.class)
        .hasMessageContaining("by hand");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[build", "a = ", "= 1", "a = \"x", "a = [1\n", "a = 1 2 ] 3", "a b = 1"})
  void whatIsNotTomlIsRefusedWithItsLine(String line) {
    assertThatThrownBy(() -> CargoConfig.insert("[ok]\n" + line, HOST, OURS))
        .isInstanceOf(BadRecord.class)
        .hasMessageContaining("line ");
  }

  @Test
  void keysThatWereAddedToOurTableKeepTheTable() {
    var done = CargoConfig.insert("[build]\njobs = 2\n", HOST, OURS);
    var later = done.text() + "# faster\nrustflags = ['-Copt-level=3']\n";
    assertThat(CargoConfig.remove(later, done.put(), done.was()))
        .isEqualTo(
            new Edits.Taken.Out(
                "[build]\njobs = 2\n[target."
                    + HOST
                    + "]\n# faster\nrustflags = ['-Copt-level=3']\n"));
  }

  @Test
  void editsAroundOursStay() {
    var done = CargoConfig.insert("[build]\njobs = 2\n", HOST, OURS);
    var later = "# new\n" + done.text() + "\n[net]\noffline = true\n";
    assertThat(CargoConfig.remove(later, done.put(), done.was()))
        .isEqualTo(new Edits.Taken.Out("# new\n[build]\njobs = 2\n\n[net]\noffline = true\n"));
  }

  @Test
  void aChangedLineOfOursIsNotOursAnyMore() {
    var done = CargoConfig.insert("", HOST, OURS);
    assertThat(CargoConfig.remove(done.text().replace("tenon-cc", "clang"), done.put(), done.was()))
        .isEqualTo(new Edits.Taken.Changed());
    assertThat(CargoConfig.remove("[build]\n", done.put(), done.was()))
        .isEqualTo(new Edits.Taken.Gone());
  }
}
