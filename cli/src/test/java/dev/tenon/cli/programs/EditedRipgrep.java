package dev.tenon.cli.programs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * ripgrep, built by cargo. Its main file is touched before every build, so that rustc runs each
 * time and gives every object of the program a new name.
 */
final class EditedRipgrep extends EditedProject {
  private static final List<String> SOURCES =
      List.of("main.rs", "app.rs", "args.rs", "logger.rs", "messages.rs", "search.rs");

  private EditedRipgrep(Workshop shop) throws IOException {
    super(shop, List.of(Linkers.CALLERS, "lld", "mold", "bfd"));
    Files.createDirectories(shop.folder().resolve("library"));
  }

  /**
   * Its crates stay compiled from one run of the tests to the next; its own sources are as they
   * were fetched.
   */
  static EditedRipgrep in(Workshop place) throws IOException {
    var shop = place.with(Map.of("WITNESS", Witness.SCRIPT.toString()));
    RipgrepTest.fetch(shop);
    for (var name : SOURCES) restore(shop, "crates/core/" + name);
    restore(shop, "build.rs");
    var project = new EditedRipgrep(shop);
    project.unwitnessed().ok();
    return project;
  }

  /** With a time stamp of now if it changes, or cargo would not see it. */
  private static void restore(Workshop shop, String name) throws IOException {
    var fetched = Tools.sources("rust-ripgrep-13").resolve(name);
    var here = shop.folder().resolve(name);
    if (Files.mismatch(fetched, here) >= 0) Files.write(here, Files.readAllBytes(fetched));
  }

  @Override
  Outcome build(Workshop steered) throws IOException {
    ground.touch("crates/core/main.rs");
    return steered.run("cargo", "build", "--offline").ok();
  }

  private static String source(Random random) {
    return "crates/core/" + Ground.any(SOURCES, random);
  }

  @Override
  List<Edit> edits() {
    var all = new ArrayList<Edit>();
    all.add(new Edit("every object renamed, none changed", _ -> "main.rs touched"));
    all.add(new Edit("every object renamed, none changed", _ -> "main.rs touched"));
    all.add(new Edit("every object renamed, none changed", this::clean));
    all.add(
        new Edit(
            "comment at the end",
            random -> ground.append(source(random), "// " + number(random) + "\n")));
    all.add(
        new Edit(
            "comment at the top",
            random -> ground.prepend(source(random), "// " + number(random) + "\n")));
    all.add(
        new Edit(
            "real edit",
            random ->
                ground.append(
                    source(random),
                    "#[no_mangle]\npub extern \"C\" fn edited%1$d() -> u32 { %1$d }\n"
                        .formatted(number(random)))));
    all.add(new Edit("build script touched", _ -> ground.touch("build.rs")));
    all.add(
        new Edit(
            "build script edited",
            random -> ground.append("build.rs", "fn f%d() {}\n".formatted(number(random)))));
    all.add(new Edit("an earlier edit reverted", ground::revert));
    all.add(new Edit("another earlier edit reverted", ground::revert));
    all.add(new Edit("archive of the same size", _ -> ground.patch(archive(), PHRASE, false)));
    all.add(
        new Edit("archive of the same size and time", _ -> ground.patch(archive(), PHRASE, true)));
    all.add(new Edit("archive copied", _ -> ground.replaceByCopy(archive())));
    all.add(new Edit("a shadowing library", this::shadow));
    all.add(new Edit("words of the link", this::words));
    all.add(variable("LD_RUN_PATH", "/opt/lib", "/usr/local/lib"));
    all.add(variable("LIBRARY_PATH", shop.folder().resolve("library").toString()));
    all.add(variable("NOBODY_READS_THIS", "1", "2"));
    all.addAll(toOutputs(List.of("target/debug/rg")));
    all.addAll(linkers().edits());
    return all;
  }

  /** In the archive of one of its crates, and in what is linked. */
  private static final String PHRASE = "regex parse error";

  private String archive() throws IOException {
    try (var all =
        Files.newDirectoryStream(ground.at("target/debug/deps"), "libregex_syntax-*.rlib")) {
      for (var file : all) return shop.folder().relativize(file).toString();
    }
    throw new IOException("the crate regex_syntax was not built");
  }

  private String clean(Random random) throws IOException {
    shop.run("cargo", "clean", "--offline", "-p", "ripgrep").ok();
    return "cargo clean -p ripgrep";
  }

  private String shadow(Random random) throws IOException {
    var file = "library/libutil.a";
    environment.put("LIBRARY_PATH", shop.folder().resolve("library").toString());
    if (ground.has(file)) return ground.delete(file) + " vanishes";
    Files.write(ground.at(file), "!<arch>\n".getBytes(StandardCharsets.US_ASCII));
    return file;
  }

  private String words(Random random) {
    var words = Ground.any(List.of("-Wl,-z,now", "-Wl,--gc-sections", "-s"), random);
    if (words.equals(environment.get("WITNESS_EXTRA"))) {
      environment.remove("WITNESS_EXTRA");
      return "no more of them";
    }
    environment.put("WITNESS_EXTRA", words);
    return words;
  }
}
