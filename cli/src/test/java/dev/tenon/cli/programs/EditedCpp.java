package dev.tenon.cli.programs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A generated C++ project built by make: archives, a shared library with a version script, a linker
 * script as input, a partial link, a static program with a map. Its Makefile asks for every link at
 * every build, as if each were out of date.
 */
final class EditedCpp extends EditedProject {
  private static final List<String> CORE = List.of("core1", "core2", "core3", "core4");
  private static final List<String> SHAPE = List.of("shape1", "shape2", "shape3");
  private static final List<String> MAINS = List.of("app", "tool", "solid", "quick");
  private static final List<String> OUTPUTS =
      List.of("libshape.so", "app", "tool", "solid", "solid.map", "quick", "part.o");
  private static final String MARK = "MARK000";

  private final List<String> sources =
      Stream.of(CORE, SHAPE, MAINS, List.of("extra"))
          .flatMap(List::stream)
          .map(name -> name + ".cpp")
          .toList();
  private final List<String> objects =
      sources.stream().map(name -> name.replace(".cpp", ".o")).toList();
  private String umask = "022";
  private String here = ".";

  EditedCpp(Path folder) throws IOException {
    super(new Workshop(folder), List.of("mold", "bfd", "lld"));
    for (var name : CORE) shop.write(name + ".cpp", part(name, ""));
    for (var name : SHAPE) shop.write(name + ".cpp", part(name, ""));
    shop.write("extra.cpp", part("extra", ""));
    shop.write("other.cpp", part("extra", "other "));
    shop.write("app.cpp", program("extra", "core1", "core3", "shape1", "shape3"));
    shop.write("tool.cpp", program("extra", "core2", "core4"));
    shop.write("solid.cpp", program("core1", "core2", "core3"));
    shop.write("quick.cpp", "#include <cstdio>\n" + program("core4") + DANGEROUS);
    shop.write("shape.map", "{ global: extern \"C++\" { shape*; }; local: *; };\n");
    shop.write("bundle.ld", "/* what tool needs */\nINPUT(libcore.a)\nGROUP(-lextra libcore.a)\n");
    shop.write("Makefile", MAKEFILE);
    Files.createDirectories(folder.resolve("early"));
    Files.createDirectories(folder.resolve("lib"));
    Files.createDirectories(folder.resolve("library"));
    shop.run("make", "-s", "stock").ok();
    swap("extra.a");
  }

  private static String part(String name, String variant) {
    return """
    #include <string>
    #include <vector>
    namespace { std::vector<std::string> words{"%2$s%1$s", "MARK0001"}; }
    int %1$s(int x) {
      words.push_back(std::to_string(x));
      return x + 1 + static_cast<int>(words.size());
    }
    """
        .formatted(name, variant);
  }

  private static String program(String... parts) {
    var text = new StringBuilder();
    for (var part : parts) text.append("int ").append(part).append("(int);\n");
    text.append("const char *mark = \"MARK0001\";\nint main() {\n  int x = mark[0];\n");
    for (var part : parts) text.append("  x = ").append(part).append("(x);\n");
    return text.append("  return x == 0;\n}\n").toString();
  }

  /** GNU ld and mold warn of it, and whoever skips must say it again. */
  private static final String DANGEROUS = "char *name() { return std::tmpnam(nullptr); }\n";

  private static final String MAKEFILE =
      """
      CXXFLAGS = -g -O0 -fPIC
      CORE = core1.o core2.o core3.o core4.o
      SHAPE = shape1.o shape2.o shape3.o
      CXX = g++
      LINK = $(WITNESS) g++ -B$(WITNESS_BIN)
      SEARCH = -Learly -Llib
      HERE = .
      all: libshape.so app tool solid quick
      libshape.so: $(SHAPE) FORCE
      	$(LINK) -shared -Wl,--version-script=shape.map -Wl,-soname,libshape.so -o $@ $(SHAPE)
      app: app.o libcore.a libshape.so FORCE
      	$(LINK) -o $@ app.o $(SEARCH) -lextra -L. libcore.a -lshape
      tool: tool.o libcore.a FORCE
      	$(LINK) -o $@ tool.o $(SEARCH) bundle.ld
      part.o: core1.o core2.o FORCE
      	$(WITNESS) $(WITNESS_BIN)/ld -r -o $@ core1.o core2.o
      solid: solid.o part.o libcore.a FORCE
      	$(LINK) -static -Wl,-Map=solid.map -o $@ solid.o part.o libcore.a
      quick: quick.o core4.o FORCE
      	cmp -s quick.o $(HERE)/quick.o || cp quick.o $(HERE)/quick.o
      	cmp -s core4.o $(HERE)/core4.o || cp core4.o $(HERE)/core4.o
      	$(LINK) -no-pie -Wl,--gc-sections -o $@ $(HERE)/quick.o $(HERE)/core4.o
      libcore.a: $(CORE)
      	rm -f $@ && ar rcD $@ $(CORE)
      stock: extra.o other.o
      	mkdir -p stock
      	for v in extra other; do \\
      	  rm -f stock/$$v.a && ar rcD stock/$$v.a $$v.o && g++ -shared -o stock/$$v.so $$v.o; \\
      	done
      FORCE:
      .PHONY: all stock
      """;

  @Override
  Outcome build(Workshop steered) {
    var script = steered.environment().containsKey("WITNESS_JOURNAL") ? Witness.SCRIPT + "" : "";
    return steered.run(
        "sh",
        "-c",
        "umask " + umask + "; exec make -k -s -j2 \"$@\"",
        "sh",
        "all",
        "WITNESS=" + script,
        "WITNESS_BIN=" + Workshop.BIN,
        "HERE=" + here);
  }

  private Edit toSource(String name, String kind) {
    return new Edit(
        kind,
        random -> {
          var file = Ground.any(sources, random);
          return switch (name) {
            case "touch" -> ground.touch(file);
            case "comment" -> ground.append(file, "// " + number(random) + "\n");
            case "line" -> ground.prepend(file, "// " + number(random) + "\n");
            default ->
                random.nextBoolean()
                    ? ground.edit(file, "x + 1 ", "x + 1 + " + number(random) + " ")
                    : ground.append(file, "int f" + number(random) + "() { return 1; }\n");
          };
        });
  }

  @Override
  List<Edit> edits() {
    var all = new ArrayList<Edit>();
    all.add(new Edit("nothing", _ -> "nothing"));
    all.add(toSource("touch", "source touched"));
    all.add(toSource("comment", "comment at the end"));
    all.add(toSource("line", "comment at the top"));
    all.add(toSource("real", "real edit"));
    all.add(toSource("real", "another real edit"));
    all.add(new Edit("an earlier edit reverted", ground::revert));
    all.add(new Edit("another earlier edit reverted", ground::revert));
    all.add(new Edit("object touched", random -> ground.touch(Ground.any(objects, random))));
    all.add(
        new Edit(
            "object or archive misdated",
            random -> ground.misdate(Ground.any(binaries(), random), random)));
    all.add(
        new Edit(
            "object or archive of the same size",
            random -> ground.patch(Ground.any(binaries(), random), MARK, false)));
    all.add(
        new Edit(
            "object or archive of the same size and time",
            random -> ground.patch(Ground.any(binaries(), random), MARK, true)));
    all.add(
        new Edit(
            "object or archive copied",
            random -> ground.replaceByCopy(Ground.any(binaries(), random))));
    all.add(new Edit("objects under other names", this::rename));
    all.add(new Edit("a library exchanged", this::swap));
    all.add(new Edit("another library exchanged", this::swap));
    all.add(new Edit("a shadowing library", this::shadow));
    all.add(new Edit("another shadowing library", this::shadow));
    all.add(new Edit("version script", this::versionScript));
    all.add(new Edit("linker script", this::linkerScript));
    all.add(new Edit("words of the link", this::words));
    all.add(new Edit("umask", this::umask));
    all.add(new Edit("a link that fails", this::breakOne));
    all.add(new Edit("changed while it is linked", this::race));
    all.add(variable("LD_RUN_PATH", "/opt/lib", "/usr/local/lib"));
    all.add(variable("LIBRARY_PATH", shop.folder().resolve("library").toString()));
    all.add(variable("SOURCE_DATE_EPOCH", "1", "86400"));
    all.add(variable("LC_ALL", "C", "C.UTF-8"));
    all.add(variable("NOBODY_READS_THIS", "1", "2"));
    all.addAll(toOutputs(OUTPUTS));
    all.addAll(linkers().edits());
    return all;
  }

  private List<String> binaries() {
    var all = new ArrayList<>(objects);
    Collections.addAll(
        all, "libcore.a", "lib/libextra.a", "lib/libextra.so", "early/libextra.a", "libshape.so");
    return all;
  }

  private String rename(Random random) throws IOException {
    here = "renamed" + number(random);
    Files.createDirectories(ground.at(here));
    return "now in " + here;
  }

  private String swap(Random random) throws IOException {
    return swap(Ground.any(List.of("extra.a", "extra.so", "other.a", "other.so"), random));
  }

  private String swap(String stock) throws IOException {
    ground.delete("lib/libextra.a");
    ground.delete("lib/libextra.so");
    return ground.put("stock/" + stock, "lib/libextra" + stock.substring(stock.indexOf('.')));
  }

  /** In the folder that is searched first, or where LIBRARY_PATH leads. */
  private String shadow(Random random) throws IOException {
    var name = Ground.any(List.of("libextra.a", "libextra.so", "libm.a"), random);
    var folder = name.equals("libm.a") ? "library/" : "early/";
    if (ground.has(folder + name)) return ground.delete(folder + name) + " vanishes";
    if (!name.equals("libm.a")) {
      return ground.put("stock/other" + name.substring(name.indexOf('.')), folder + name);
    }
    environment.put("LIBRARY_PATH", shop.folder().resolve("library").toString());
    Files.write(ground.at(folder + name), "!<arch>\n".getBytes(StandardCharsets.US_ASCII));
    return folder + name;
  }

  private String versionScript(Random random) throws IOException {
    return switch (random.nextInt(3)) {
      case 0 -> ground.append("shape.map", "# " + number(random) + "\n");
      case 1 -> ground.edit("shape.map", "shape*;", "shape*; main;");
      default ->
          ground.has("shape.map") && Files.readString(ground.at("shape.map")).contains("VERS_1")
              ? ground.edit("shape.map", "VERS_1 {", "{")
              : ground.edit("shape.map", "{ global", "VERS_1 { global");
    };
  }

  private String linkerScript(Random random) throws IOException {
    return switch (random.nextInt(3)) {
      case 0 -> ground.append("bundle.ld", "/* " + number(random) + " */\n");
      case 1 -> ground.edit("bundle.ld", "INPUT(libcore.a)", "INPUT(core2.o libcore.a)");
      default -> ground.edit("bundle.ld", "INPUT(core2.o libcore.a)", "INPUT(libcore.a)");
    };
  }

  private String words(Random random) throws IOException {
    var words = Ground.any(List.of("-Wl,-z,now", "-Wl,-O2", "-s", "-Wl,-z,relro"), random);
    var makefile = Files.readString(ground.at("Makefile"));
    return makefile.contains("no-pie " + words)
        ? ground.edit("Makefile", "-no-pie " + words, "-no-pie")
        : ground.edit("Makefile", "-no-pie", "-no-pie " + words);
  }

  private String umask(Random random) {
    umask = umask.equals("022") ? "077" : "022";
    return umask;
  }

  /** Something is missing for one build; then it is there again. */
  private String breakOne(Random random) throws IOException {
    var file = ground.at("core4.cpp");
    var aside = ground.at("core4.aside");
    Files.copy(file, aside, StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(file, Files.readString(file).replace("int core4(", "int core5("));
    witnessed();
    Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
    ground.touch("core4.cpp");
    return "core4 was missing for a while";
  }

  /** A file changes at some moment of a build; the build after it must see what is there then. */
  private String race(Random random) throws IOException {
    var file = Ground.any(List.of("app.o", "core1.o", "libcore.a", "solid.o"), random);
    long nanos = random.nextInt(400_000_000);
    var writer =
        Thread.ofPlatform()
            .start(() -> {
              LockSupport.parkNanos(nanos);
              try {
                ground.patch(file, MARK, true);
              } catch (IOException gone) {
                // Its archive is just being made anew.
              }
            });
    unwitnessed();
    try {
      writer.join();
    } catch (InterruptedException stop) {
      throw new IllegalStateException(stop);
    }
    return file + " after " + nanos / 1_000_000 + " ms";
  }
}
