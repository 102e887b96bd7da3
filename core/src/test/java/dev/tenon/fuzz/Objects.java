package dev.tenon.fuzz;

import dev.tenon.option.Option;
import dev.tenon.option.OptionTable;
import dev.tenon.real.Lab;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Inputs of linkers as real tools make them, small ones. */
public final class Objects {
  private static final String GCC = "gcc -Os -fno-asynchronous-unwind-tables -ffreestanding ";

  private Objects() {}

  /** By their names in the folder, which has them as well. */
  public static Map<String, byte[]> in(Lab lab) {
    lab.write("a.c", "int f(void);\nint main(void) { return f(); }\n")
        .write("f.c", "int f(void) { return 7; }\nint g;\n")
        .ok(GCC + "-c a.c")
        .ok(GCC + "-c f.c")
        .ok(GCC + "-g -gz -c f.c -o g.o")
        .ok(GCC + "-m32 -c f.c -o small.o")
        .ok(GCC + "-flto -ffat-lto-objects -c f.c -o fat.o")
        .ok(GCC + "-flto -c f.c -o slim.o")
        .ok(GCC + "-shared -nostdlib -fPIC -Wl,-soname,libs.so.1,-rpath,/x f.c -o libs.so")
        .ok("ar rcs liba.a f.o g.o")
        .ok("ar rcsT libt.a f.o g.o")
        .ok("ar rcs long.a libs.so fat.o slim.o small.o")
        .ok("ar rcs nested.a liba.a f.o");
    var all = new LinkedHashMap<String, byte[]>();
    for (String name :
        List.of(
            "a.o",
            "f.o",
            "g.o",
            "small.o",
            "fat.o",
            "slim.o",
            "libs.so",
            "liba.a",
            "libt.a",
            "long.a",
            "nested.a")) {
      all.put(name, lab.bytes(name));
    }
    return all;
  }

  /** Scripts, as linkers take them among their inputs or by an option. */
  public static final List<String> SCRIPTS =
      List.of(
          """
          INPUT(a.o f.o)
          GROUP(liba.a AS_NEEDED(libs.so -ls))
          """,
          """
          OUTPUT_FORMAT(elf64-x86-64, elf64-big, elf64-little)
          SEARCH_DIR(".")
          INCLUDE inner.ld
          OUTPUT(x)
          STARTUP(a.o)
          """,
          """
          /* text */ ENTRY(main)
          SECTIONS { . = 0x1000; .text : { *(.text .text.*) }
            /DISCARD/ : { *(.note*) } }
          MEMORY { rom (rx) : ORIGIN = 0, LENGTH = 1M }
          """,
          """
          VERSION { V1 { global: f; extern "C++" { "a::b"; x*; }; local: *; }; V2 {} V1; }
          """,
          "V1 { global: f; local: *; };\n",
          "{ f; g; };\n",
          """
          INSERT AFTER .text;
          PROVIDE(x = .);
          ASSERT(x > 0, "text")
          x = 1 ? 2 : 3;
          """);

  /** Scripts and response files by the names that the lines have for them. */
  public static Map<String, String> texts() {
    var all = new LinkedHashMap<String, String>();
    for (int i = 0; i < SCRIPTS.size(); i++) {
      all.put("s" + i + ".ld", SCRIPTS.get(i));
    }
    all.put("script.ld", SCRIPTS.getFirst());
    all.put("inner.ld", "INPUT(f.o)\nINCLUDE script.ld\n");
    all.put("v.map", SCRIPTS.get(4));
    all.put("words", "-L. \"a b\" 'c\\d' --defsym=x=1 @inner\n");
    all.put("inner", "f.o @words2 \\\n -la");
    all.put("words2", "-z relro");
    return all;
  }

  /** Words that may stand anywhere: each option of the table, in several forms, and the files. */
  public static List<String> words(Collection<String> files) {
    var words = new ArrayList<String>();
    for (Option option : OptionTable.linker().options()) {
      words.add("--" + option.id());
      words.add("--" + option.id() + "=a.o");
      words.add("-" + option.id());
    }
    for (String file : files) {
      words.addAll(List.of(file, "@" + file, "-T" + file, "--version-script=" + file));
    }
    words.addAll(List.of("-", "--", "-(", "-)", "-T", "-o", "-L", "-l", "-ls", "-la", "-l:f.o"));
    return words;
  }

  /** Command lines of links of these files. */
  public static List<List<String>> lines() {
    var lines = new ArrayList<List<String>>();
    for (String line :
        List.of(
            "-o out a.o f.o",
            "-r -o all.o a.o f.o",
            "-shared -soname x -o x.so f.o --version-script=v.map",
            "-o out a.o -L. -la --no-as-needed -ls -rpath . -z now --build-id=sha1",
            "-o out --whole-archive liba.a --no-whole-archive --start-group libt.a --end-group a.o",
            "-static -T script.ld -Map=out.map -o out a.o f.o -e main",
            "-m elf_x86_64 --sysroot=. -dynamic-linker /lib/ld.so -pie @words a.o",
            "--defsym x=1 -b binary v.map -b elf64-x86-64 a.o -o out -u x --wrap=f",
            "-plugin /x.so -plugin-opt=-fresolution=r.res -o out a.o f.o --gc-sections -O1",
            "script.ld a.o long.a nested.a -o out -d --dependency-file=out.d --print-map")) {
      lines.add(List.of(line.split(" ")));
    }
    return lines;
  }
}
