package dev.tenon.cli.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What rustc links, with every linker behind. */
class RustProgramsTest {
  @TempDir Path folder;

  @BeforeEach
  void sources() {
    Tools.want("rustc");
    var shop = new Workshop(folder);
    shop.write(
        "hello.rs",
        """
        use std::collections::BTreeMap;
        fn main() {
            let mut counts = BTreeMap::new();
            for word in std::env::args().skip(1) { *counts.entry(word).or_insert(0) += 1; }
            println!("{counts:?}");
            let caught = std::panic::catch_unwind(|| panic!("thrown"));
            println!("{}", caught.is_err());
        }
        """);
    shop.write(
        "plugin.rs",
        """
        #[no_mangle]
        pub extern "C" fn doubled(x: i32) -> i32 { println!("doubling {x}"); x * 2 }
        """);
    shop.write(
        "caller.c",
        """
        #include <stdio.h>
        int doubled(int);
        int main(void) { printf("%d\\n", doubled(21)); return 0; }
        """);
    shop.write(
        "macros.rs",
        """
        extern crate proc_macro;
        #[proc_macro]
        pub fn answer(_: proc_macro::TokenStream) -> proc_macro::TokenStream {
            "42".parse().unwrap()
        }
        """);
    shop.write("asks.rs", "fn main() { println!(\"{}\", macros::answer!()); }");
  }

  private static void compile(Workshop shop, String... words) {
    shop.run(List.of("rustc", "-Clinker=" + Workshop.BIN.resolve("tenon-cc")), words).ok();
  }

  @ParameterizedTest
  @EnumSource
  void aBinaryRunsAndUnwinds(Engine engine) {
    engine.real();
    var shop = new Workshop(folder).with(engine);
    compile(shop, "hello.rs", "-Copt-level=1");
    shop.assertLinked(engine, "hello");
    assertThat(shop.run("./hello", "b", "a", "b").ok().out())
        .isEqualTo(
            """
            {"a": 1, "b": 2}
            true
            """);
  }

  @ParameterizedTest
  @EnumSource
  void aBinaryHasTheBytesOfTheBareLinker(Engine engine) {
    var shop = new Workshop(folder);
    // rustc asks the driver for its own LLD by default; here the driver's linker is wanted.
    var words = List.of("rustc", "hello.rs", "-Cdebuginfo=2", "-Clinker-features=-lld");
    shop.run(words, "-Clink-arg=-B" + shop.bare(engine)).ok();
    var expected = shop.read("hello");
    shop.with(engine).run(words, "-Clink-arg=-B" + Workshop.BIN).ok();
    shop.assertLinked(engine, "hello");
    assertThat(shop.read("hello")).isEqualTo(expected);
  }

  /** rustc names a folder in which drivers find an LLD of its own before any other. */
  @Test
  void theLldThatIsInsistedOnTakesThePlaceOfRustcsOwn() {
    var lld = Engine.LLD.real().toString();
    Tools.want("readelf");
    var shop = new Workshop(folder).with(Map.of("TENON_ENGINE", lld));
    compile(shop, "hello.rs");
    var version = shop.run(lld, "--version").ok().out().replaceFirst("(?s) \\(.*", "");
    assertThat(shop.run("readelf", "-p", ".comment", "hello").ok().out()).contains(version);
  }

  @ParameterizedTest
  @EnumSource
  void aCdylibIsCalledFromC(Engine engine) {
    engine.real();
    var shop = new Workshop(folder).with(engine);
    compile(shop, "plugin.rs", "--crate-type=cdylib");
    shop.run(
            "gcc",
            "-B" + Workshop.BIN,
            "caller.c",
            "-o",
            "caller",
            "-L.",
            "-lplugin",
            "-Wl,-rpath,$ORIGIN")
        .ok();
    shop.assertLinked(engine, "libplugin.so", "caller");
    assertThat(shop.run("./caller").ok().out()).isEqualTo("doubling 21\n42\n");
  }

  @ParameterizedTest
  @EnumSource
  void aProcMacroIsLoadedByTheCompiler(Engine engine) {
    engine.real();
    var shop = new Workshop(folder).with(engine);
    compile(shop, "macros.rs", "--crate-type=proc-macro");
    compile(shop, "asks.rs", "--extern", "macros=libmacros.so");
    shop.assertLinked(engine, "libmacros.so", "asks");
    assertThat(shop.run("./asks").ok().out()).isEqualTo("42\n");
  }
}
