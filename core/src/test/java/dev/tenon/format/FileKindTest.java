package dev.tenon.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.real.Lab;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileKindTest {
  private final Lab lab;

  FileKindTest(@TempDir Path folder) {
    lab = new Lab(folder).write("f.c", "int f(void) { return 1; }\n");
  }

  private FileKind kind(String name) {
    byte[] all = lab.bytes(name);
    return FileKind.of(Arrays.copyOf(all, Math.min(all.length, FileKind.HEAD)));
  }

  @Test
  void whatGccAndArMakeIsKnown() {
    Lab.needs("gcc", "ar");
    lab.ok("gcc -c f.c -o f.o").ok("ar rc f.a f.o").ok("ar rcT t.a f.o");
    assertThat(kind("f.o")).isEqualTo(FileKind.ELF);
    assertThat(kind("f.a")).isEqualTo(FileKind.ARCHIVE);
    assertThat(kind("t.a")).isEqualTo(FileKind.THIN_ARCHIVE);
    assertThat(kind("f.c")).isEqualTo(FileKind.TEXT);
    assertThat(FileKind.of(new byte[0])).isEqualTo(FileKind.EMPTY);
    assertThat(FileKind.of(new byte[100])).isEqualTo(FileKind.UNKNOWN);
    assertThat(FileKind.of("/* Umlaut \u00e4 */".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(FileKind.TEXT);
  }

  @Test
  void bitcodeIsKnownBareAndWrapped() {
    Lab.needs("clang-19");
    lab.ok("clang-19 -c -flto f.c -o bare.o")
        .ok("clang-19 -c -flto -target arm64-apple-macos11 f.c -o wrapped.o");
    assertThat(kind("bare.o")).isEqualTo(FileKind.BITCODE);
    assertThat(kind("wrapped.o")).isEqualTo(FileKind.WRAPPED_BITCODE);
  }

  @Test
  void filesOfOtherSystemsAreKnown() {
    Lab.needs("clang-19");
    lab.ok("clang-19 -c -target x86_64-pc-windows-msvc f.c -o f.obj")
        .ok("clang-19 -c -target arm64-apple-macos11 f.c -o macho.o")
        .ok("clang-19 -c -target wasm32-unknown-unknown f.c -o wasm.o");
    assertThat(kind("f.obj")).isEqualTo(FileKind.COFF);
    assertThat(kind("macho.o")).isEqualTo(FileKind.MACH_O);
    assertThat(kind("wasm.o")).isEqualTo(FileKind.WASM);
  }
}
