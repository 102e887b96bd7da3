package dev.tenon.cli.programs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A link chosen by chance: what goes in, how it is asked for and what is in the way. Some fail;
 * what is right is what the linker does.
 */
final class RandomLink {
  private enum Way {
    DIRECT,
    ON_PATH,
    GCC,
    GXX,
    CLANG,
    COMPILER_PATH,
    OWN_DRIVER;

    boolean isDirect() {
      return this == DIRECT || this == ON_PATH;
    }
  }

  private enum Kind {
    PIE,
    FIXED,
    STATIC,
    STATIC_PIE,
    SHARED,
    RELOCATABLE,
    TINY
  }

  private static final List<String> OBJECTS =
      List.of(
          "ctor.o",
          "tls.o",
          "ifunc.o",
          "common2.o common.o",
          "debug.o",
          "debugz.o",
          "merge.o",
          "nested.o",
          "priority.o",
          "zoned.o",
          "hidden.o",
          "oldctor.o",
          "cycle1.o cycle2.o cycle3.o",
          "warned.o warns.o",
          "execstack.o",
          "archive.o");

  private static final List<String> CXX_OBJECTS = List.of("comdat.o comdat2.o", "throws.o");

  /** Objects that seldom belong in a link. */
  private static final List<String> TROUBLE =
      List.of(
          "undefined.o",
          "duplicate.o ctor.o merge.o",
          "garbage.o",
          "empty.o",
          "short.o",
          "other32.o",
          "no-such.o",
          "symver.o",
          "bare.o",
          "lto1.o lto2.o",
          "throws.o",
          "-lbroken",
          "-lnowhere",
          "comdat.o",
          "fixed.o",
          "wrong.ld",
          "version.ld",
          "wants.o");

  private static final List<String> ARCHIVES =
      List.of(
          "-larchive",
          "-lthin",
          "-( -lcycle1 -lcycle2 -)",
          "-lempty",
          "--whole-archive -lwhole --no-whole-archive",
          "-l:libarchive.a");

  private static final List<String> LIBRARIES =
      List.of(
          "-larchive",
          "-lthin",
          "-( -lcycle1 -lcycle2 -)",
          "-lcycle1 -lcycle2",
          "--start-group -lcycle1 -lcycle2 --end-group",
          "--whole-archive -lwhole --no-whole-archive",
          "-lempty",
          "-llibrary",
          "--as-needed -llibrary --no-as-needed",
          "-lunder",
          "-lscript",
          "-Bstatic -llibrary -Bdynamic",
          "-l:liblibrary.so.1",
          "-llibrary -rpath-link {pool}",
          "--push-state --as-needed -ldepth --pop-state",
          "--as-needed -lm",
          "-ldepth",
          "wants.o -larchive -( -lcycle1 -lcycle2 -)",
          "--exclude-libs ALL -larchive",
          "--start-lib ctor.o archive.o --end-lib");

  /** Options that most links take without harm. */
  private static final List<String> PLAIN =
      List.of(
          "--gc-sections",
          "--build-id",
          "--build-id=md5",
          "--build-id=none",
          "-Map=out.map",
          "-M",
          "--cref -Map=out.map",
          "-t",
          "--verbose",
          "-v",
          "-z now",
          "-z norelro",
          "-z noexecstack",
          "-z max-page-size=0x10000",
          "-z separate-code",
          "-z noseparate-code",
          "--hash-style=gnu",
          "--hash-style=both",
          "-s",
          "-S",
          "-x",
          "-X",
          "--export-dynamic",
          "--defsym=extra=0x1234",
          "--dynamic-list=../../pool/dynamic.list",
          "--allow-multiple-definition",
          "-O2",
          "--dependency-file=out.d",
          "--compress-debug-sections=zlib",
          "--warn-common",
          "-rpath /opt/x",
          "-rpath=$ORIGIN",
          "--disable-new-dtags -rpath /y",
          "-soname libx.so.1",
          "-y merge_works",
          "--no-demangle",
          "-Bsymbolic",
          "--as-needed",
          "--no-undefined",
          "--noinhibit-exec",
          "--unresolved-symbols=ignore-all",
          "--emit-relocs",
          "--print-map",
          "--eh-frame-hdr",
          "--threads=1",
          "--wrap=merge_works",
          "--trace-symbol=printf",
          "--icf=all",
          "-z start-stop-gc",
          "--sort-common",
          "--print-gc-sections --gc-sections");

  /** Options that some linkers refuse, that change much, or that fit few links. */
  private static final List<String> ODD =
      List.of(
          "--gc-sections",
          "--gc-sections --print-gc-sections",
          "--icf=all",
          "--build-id",
          "--build-id=md5",
          "--build-id=0xabcdef",
          "--build-id=none",
          "-Map=out.map",
          "-M",
          "--cref",
          "--cref -Map=out.map",
          "-t",
          "--verbose",
          "-v",
          "-z now",
          "-z norelro",
          "-z execstack",
          "-z noexecstack",
          "-z defs",
          "-z text",
          "-z notext",
          "-z nosuch",
          "-z max-page-size=0x10000",
          "-z separate-code",
          "-z noseparate-code",
          "-z nodelete",
          "-z start-stop-gc",
          "-z muldefs",
          "-z pack-relative-relocs",
          "--hash-style=gnu",
          "--hash-style=both",
          "-s",
          "-S",
          "-x",
          "-X",
          "--emit-relocs",
          "--export-dynamic",
          "--version-script=../../pool/some.map",
          "--version-script=../../pool/wrong.map",
          "--version-script=../../pool/versioned.map --undefined-version",
          "--dynamic-list=../../pool/dynamic.list",
          "--retain-symbols-file=../../pool/retain.txt",
          "--defsym=extra=0x1234",
          "--defsym foo=merge_works+4",
          "--wrap=merge_works",
          "-u archive_works -larchive",
          "--require-defined=ctor_works",
          "--undefined nosuch",
          "--no-undefined",
          "--unresolved-symbols=ignore-all",
          "--warn-unresolved-symbols",
          "--noinhibit-exec",
          "--allow-multiple-definition",
          "--warn-common",
          "--fatal-warnings",
          "--dependency-file=out.d",
          "--compress-debug-sections=zlib",
          "-O2",
          "--sort-common",
          "--sort-section=name",
          "--threads=1",
          "--no-threads",
          "--print-memory-usage",
          "--section-start=zone=0x900000",
          "-Ttext=0x800000",
          "-rpath /opt/x",
          "-rpath=$ORIGIN",
          "-rpath=$ORIGIN/../../pool --enable-new-dtags",
          "--disable-new-dtags -rpath /y",
          "-soname libx.so.1",
          "-y merge_works",
          "--trace-symbol=printf",
          "--no-demangle",
          "--error-limit=1",
          "--pop-state",
          "-Bsymbolic",
          "--orphan-handling=warn",
          "-T ../../pool/insert.ld",
          "-T ../../pool/layout.ld",
          "-T ../../pool/overflow.ld",
          "--pack-dyn-relocs=relr",
          "--color-diagnostics=always",
          "--nosuch-option",
          "-nostdlib",
          "--symbol-ordering-file=../../pool/order.txt",
          "--package-metadata={}",
          "-pie",
          "-no-pie",
          "-shared",
          "-static",
          "-Bdynamic",
          "--warn-once",
          "-d",
          "--relax",
          "--no-relax",
          "--stats-file=x",
          "--print-map",
          "--reproduce=r.tar",
          "--repro",
          "-N",
          "-n",
          "-q",
          "--eh-frame-hdr",
          "--no-eh-frame-hdr",
          "-Ttext-segment=0x700000",
          "-init ctor_works",
          "-fini=ctor_works",
          "--as-needed",
          "--no-as-needed",
          "--start-group",
          "--end-group",
          "--discard-none",
          "--gdb-index",
          "-z stack-size=0x100000",
          "--no-gc-sections",
          "--no-dynamic-linker",
          "-z origin",
          "-z nocopyreloc",
          "--dynamic-linker /lib/other.so",
          "--warn-backrefs",
          "--check-sections",
          "--strip-debug",
          "--image-base=0x500000");

  private static final List<String> VARIABLES =
      List.of(
          "LD_RUN_PATH=/opt/run/lib",
          "LC_ALL=C.UTF-8",
          "COLLECT_NO_DEMANGLE=1",
          "LDEMULATION=nosuch",
          "LLD_REPRODUCE=lld.tar",
          "MOLD_DEBUG=1",
          "SOURCE_DATE_EPOCH=1000000000",
          "LIBRARY_PATH={pool}",
          "MAKEFLAGS= -j4 --jobserver-auth=98,99",
          "LDFLAGS=-nosuch",
          "LD_OPTIONS=-t",
          "MOLD_JOBS=1");

  private final SplittableRandom random;
  private final BareAndThrough harness;
  private final Path pool;
  private final String libc;
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> responseFiles = new HashMap<>();
  private String obstacle = "";

  private RandomLink(long seed, BareAndThrough harness, Path pool, String libc) {
    this.random = new SplittableRandom(seed);
    this.harness = harness;
    this.pool = pool;
    this.libc = libc;
  }

  /**
   * @param pool lies beside the folder of the harness's places
   * @param libc folder of the C library
   */
  static ComparedLink of(long seed, BareAndThrough harness, Path pool, String libc) {
    return new RandomLink(seed, harness, pool, libc).choose(seed);
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private ComparedLink choose(long seed) {
    Way way = any(List.of(Way.values()));
    Kind kind = any(List.of(Kind.values()));
    String engine = engine(way);
    environment.putAll(BareAndThrough.meant(engine));
    var words = new ArrayList<>(command(way, engine));
    words.addAll(kind(kind, way));
    var output = output();
    var rest = rest(kind, way);
    if (chance(25)) rest = inResponseFile(rest);
    if (chance(50)) {
      words.addAll(output);
      words.addAll(rest);
    } else {
      words.addAll(rest);
      words.addAll(output);
    }
    if (chance(12)) variable();
    var streams = chance(60) ? Streams.APART : any(List.of(Streams.values()));
    return new ComparedLink(
        Long.toHexString(seed),
        List.copyOf(words),
        Map.copyOf(environment),
        streams,
        chance(80) ? "022" : any(List.of("000", "027", "077", "002")),
        this::prepare);
  }

  private String engine(Way way) {
    if (way == Way.OWN_DRIVER) return BareAndThrough.OWN;
    return any(List.of(BareAndThrough.OWN, "bfd", "bfd", "lld", "lld", "mold", "mold"));
  }

  private List<String> command(Way way, String engine) {
    Path linkers = harness.linkers(engine);
    return switch (way) {
      case DIRECT -> {
        var isPlain = chance(50) || engine.equals(BareAndThrough.OWN);
        yield List.of(linkers.resolve(isPlain ? "ld" : "ld." + engine).toString());
      }
      case ON_PATH -> {
        environment.put("PATH", linkers + ":" + harness.shop().environment().get("PATH"));
        yield List.of("ld");
      }
      case GCC -> List.of("gcc", "-B" + linkers + (chance(50) ? "/" : ""));
      case GXX -> List.of("g++", "-B" + linkers);
      case CLANG -> List.of("clang-19", "-B" + linkers);
      case COMPILER_PATH -> {
        environment.put("COMPILER_PATH", linkers.toString());
        yield List.of("gcc");
      }
      case OWN_DRIVER ->
          chance(40)
              ? List.of(ComparedLink.DRIVER)
              : List.of(ComparedLink.DRIVER, "-fuse-ld=" + any(List.of("bfd", "lld", "mold")));
    };
  }

  private List<String> kind(Kind kind, Way way) {
    var isDirect = way.isDirect();
    return switch (kind) {
      case PIE ->
          isDirect
              ? List.of("-pie", "-e", "main", "-dynamic-linker", "/lib64/ld-linux-x86-64.so.2")
              : List.of();
      case FIXED ->
          isDirect
              ? List.of("-e", "main", "-dynamic-linker", "/lib64/ld-linux-x86-64.so.2")
              : List.of("-no-pie");
      case STATIC -> isDirect ? List.of("-static", "-e", "main") : List.of("-static");
      case STATIC_PIE ->
          isDirect
              ? List.of("-static", "-pie", "--no-dynamic-linker", "-e", "main")
              : List.of("-static-pie");
      case SHARED -> List.of("-shared");
      case RELOCATABLE -> List.of("-r");
      case TINY -> isDirect ? List.of() : List.of("-nostdlib", "-static");
    };
  }

  private List<String> output() {
    if (chance(8)) return List.of(); // a.out
    String name = "out";
    if (chance(30)) {
      name =
          any(
              List.of(
                  "sub/out",
                  "missing/out",
                  "./out",
                  "link",
                  "twin",
                  "locked",
                  "/dev/null",
                  "out put",
                  "folder",
                  "dangling",
                  "full"));
      obstacle = name;
    }
    return chance(80) ? List.of("-o", name) : List.of("-o" + name);
  }

  /** What is in the way of the output. */
  private void prepare(Path place) throws IOException {
    for (var file : responseFiles.entrySet()) {
      Files.writeString(place.resolve(file.getKey()), file.getValue());
    }
    switch (obstacle) {
      case "sub/out" -> Files.createDirectory(place.resolve("sub"));
      case "folder" -> Files.createDirectory(place.resolve("folder"));
      case "full" -> Files.writeString(place.resolve("full"), "an older output");
      case "dangling" -> Files.createSymbolicLink(place.resolve("dangling"), Path.of("far"));
      case "link" -> {
        Files.writeString(place.resolve("behind"), "what the link leads to");
        Files.createSymbolicLink(place.resolve("link"), Path.of("behind"));
      }
      case "twin" -> {
        Files.writeString(place.resolve("other"), "has two names");
        Files.createLink(place.resolve("twin"), place.resolve("other"));
      }
      case "locked" -> {
        Path locked = Files.writeString(place.resolve("locked"), "may not be written to");
        locked.toFile().setReadOnly();
      }
      default -> {}
    }
  }

  private List<String> rest(Kind kind, Way way) {
    var words = new ArrayList<String>();
    if (kind == Kind.TINY) {
      words.addAll(inputs("tiny.o"));
    } else if (kind != Kind.SHARED && kind != Kind.RELOCATABLE && chance(96)) {
      words.addAll(inputs(kind == Kind.FIXED && chance(50) ? "main-fixed.o" : "main.o"));
    }
    var objects = new ArrayList<>(OBJECTS);
    if (way == Way.GXX || kind == Kind.RELOCATABLE) objects.addAll(CXX_OBJECTS);
    for (int i = random.nextInt(7); i > 0; i--) {
      words.addAll(inputs(objects.remove(random.nextInt(objects.size()))));
    }
    if (chance(12)) words.addAll(inputs(any(TROUBLE)));
    for (int i = random.nextInt(5); i > 0; i--) {
      words.addAll(
          random.nextInt(words.size() + 1),
          linkerWords(any(chance(80) ? PLAIN : ODD).split(" "), way.isDirect()));
    }
    words.add(chance(80) ? "-L../../pool" : "-L" + pool);
    // GNU ld 2.40 does not end with both.
    if (kind == Kind.RELOCATABLE) words.removeIf(word -> word.endsWith("--relax"));
    if (way.isDirect()) words.add("-L" + libc);
    if (chance(20)) words.add("-L../../pool/static");
    var isStatic = kind == Kind.STATIC || kind == Kind.STATIC_PIE || kind == Kind.RELOCATABLE;
    for (int i = random.nextInt(4); i > 0; i--) {
      words.addAll(libraries(any(isStatic && chance(85) ? ARCHIVES : LIBRARIES), way));
    }
    if (way.isDirect() && kind != Kind.RELOCATABLE && kind != Kind.TINY) words.add("-lc");
    if (way == Way.GCC && chance(30)) words.add("-lstdc++");
    return words;
  }

  private List<String> inputs(String names) {
    var words = new ArrayList<String>();
    for (var name : names.split(" ")) {
      words.add(name.startsWith("-") ? name : "../../pool/" + name);
    }
    return words;
  }

  private List<String> libraries(String text, Way way) {
    var words = new ArrayList<String>();
    for (var word : text.replace("{pool}", pool.toString()).split(" ")) {
      if (word.startsWith("-l")) {
        words.add(word);
      } else if (word.endsWith(".o")) {
        words.add("../../pool/" + word);
      } else {
        words.addAll(linkerWords(new String[] {word}, way.isDirect()));
      }
    }
    return words;
  }

  /** Their position stays; a driver hands them on. */
  private List<String> linkerWords(String[] words, boolean isDirect) {
    if (isDirect) return List.of(words);
    if (chance(80)) return List.of("-Wl," + String.join(",", words));
    var spread = new ArrayList<String>();
    for (var word : words) spread.addAll(List.of("-Xlinker", word));
    return spread;
  }

  private List<String> inResponseFile(List<String> words) {
    int from = random.nextInt(words.size());
    int to = from + 1 + random.nextInt(words.size() - from);
    var text = new StringBuilder();
    for (var word : words.subList(from, to)) {
      text.append(word.contains("$") || word.contains(" ") ? "\"" + word + "\"" : word);
      text.append(chance(70) ? '\n' : ' ');
    }
    responseFiles.put("words.rsp", text.toString());
    var all = new ArrayList<>(words.subList(0, from));
    all.add("@words.rsp");
    all.addAll(words.subList(to, words.size()));
    return all;
  }

  private void variable() {
    String[] parts = any(VARIABLES).replace("{pool}", pool.toString()).split("=", 2);
    environment.put(parts[0], parts[1]);
  }
}
