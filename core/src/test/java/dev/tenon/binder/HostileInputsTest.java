package dev.tenon.binder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.frontend.ld.LdFrontend;
import dev.tenon.fuzz.MemoryWorld;
import dev.tenon.model.Binding;
import dev.tenon.model.Tool;
import dev.tenon.model.Toolchain;
import dev.tenon.option.Family;
import dev.tenon.real.Lab;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs that would have the binder wait, go on for ever, or look for what is no file. */
class HostileInputsTest {
  private static final String THIN =
      "!<thin>\n%-16s%-12d%-6d%-6d%-8o%-10d`\n".formatted("pipe/", 0, 0, 0, 0644, 9);

  @TempDir Path folder;

  private static Binding bind(World world, String folder, String... words) {
    var plan = LdFrontend.read(List.of(words), Family.LLD, null).plan();
    var tool = new Tool("linker", "lld", "19", "/bin/ld", "0".repeat(64));
    var tools = new Toolchain(List.of(tool), Set.of(), "", Map.of());
    return Binder.bind(plan, tools, Map.of("cwd", folder), world);
  }

  private static Binding bind(Map<String, String> texts, String... words) {
    var files = new HashMap<String, byte[]>();
    texts.forEach((name, text) -> files.put(name, text.getBytes(UTF_8)));
    return bind(new MemoryWorld("/w", files, List.of()), "/w", words);
  }

  private static World real() {
    return new RealWorld((_, _) -> World.BuiltIn.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Tpipe", "libt.a", "s.ld", "--version-script=pipe"})
  @Timeout(60)
  void aPipeIsNotOpened(String word) {
    Lab.needs("mkfifo");
    new Lab(folder).ok("mkfifo pipe").write("libt.a", THIN).write("s.ld", "INCLUDE pipe\n");
    Binding binding = bind(real(), folder.toString(), word, "-o", "out");
    assertThat(binding.troubles())
        .allSatisfy(trouble -> assertThat(trouble.detail()).doesNotContain("Exception"));
  }

  @Test
  @Timeout(60)
  void readingAPipeIsRefused() {
    Lab.needs("mkfifo");
    new Lab(folder).ok("mkfifo pipe");
    assertThatThrownBy(() -> real().read(folder.resolve("pipe").toString(), 0, 64))
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(FileSystemException.class);
  }

  @Test
  void aNameThatNoFileCanHaveIsNotThere() {
    assertThat(real().kind("/a\0b")).isEqualTo(World.Kind.ABSENT);
    assertThatThrownBy(() -> real().read("/a\0b", 0, 64)).isInstanceOf(UncheckedIOException.class);
    assertThatThrownBy(() -> real().size("/a\0b")).isInstanceOf(UncheckedIOException.class);
    assertThat(real().list("/a\0b")).isEmpty();
    assertThat(real().real("/a\0b")).isEqualTo("/a\0b");
  }

  /** Each time it is followed it asks to be followed twice, as deep as scripts are followed. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "INPUT(s.ld s.ld)",
        "INPUT(-l:s.ld -l:s.ld)",
        "INCLUDE s.ld INCLUDE s.ld INCLUDE s.ld INCLUDE s.ld INCLUDE s.ld INCLUDE s.ld",
        "SEARCH_DIR(x) GROUP(s.ld AS_NEEDED(s.ld))",
      })
  @Timeout(60)
  void aScriptThatNamesItselfTwiceIsGivenUp(String script) {
    Binding binding = bind(Map.of("s.ld", script), "s.ld", "-L.", "-o", "out");
    assertThat(binding.troubles())
        .anyMatch(trouble -> trouble.detail().equals("asks for more than is looked for"));
  }

  @Test
  void aFileThatIsGoneIsNamedWithoutTheNameOfAClass() {
    Binding binding = bind(Map.of("libt.a", THIN), "--start-group", "libt.a", "--end-group");
    assertThat(binding.troubles())
        .isNotEmpty()
        .allSatisfy(trouble -> assertThat(trouble.detail()).doesNotContain("java."));
  }
}
