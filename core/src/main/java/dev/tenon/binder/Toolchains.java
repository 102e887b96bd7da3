package dev.tenon.binder;

import dev.tenon.format.BadFile;
import dev.tenon.format.Elf;
import dev.tenon.format.ElfDynamic;
import dev.tenon.format.FileKind;
import dev.tenon.format.Script.Command;
import dev.tenon.format.ScriptReader;
import dev.tenon.model.Tool;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds tools and tells by their content what they are. What a tool says of itself is asked once
 * for each content and remembered.
 */
public final class Toolchains {
  private static final Map<String, List<String>> NAMES =
      Map.of(
          "bfd", List.of("ld.bfd", "ld"),
          "gold", List.of("ld.gold", "gold"),
          "lld", List.of("ld.lld"),
          "mold", List.of("mold", "ld.mold"),
          "gcc", List.of("gcc"),
          "clang", List.of("clang"));

  /** Families whose tools also go by a name with their version, {@code ld.lld-19}. */
  private static final Set<String> NUMBERED = Set.of("lld", "gcc", "clang");

  /** They come with the system and go into programs, not into what a linker does. */
  private static final Pattern RUNTIME =
      Pattern.compile("(libc|libm|libdl|librt|libpthread)\\.so.*|ld-.*\\.so.*|linux-vdso.*");

  private final DigestMemo memo;
  private final @Nullable FoundTools found;
  private final Map<String, String> environment;

  /**
   * @param state folder in which is remembered what was found out; may be missing or read-only
   * @param environment the caller's; tools are asked with its {@code PATH} and {@code
   *     LD_LIBRARY_PATH}
   */
  public Toolchains(Path state, Map<String, String> environment) {
    this(new DigestMemo(state), null, environment);
  }

  /**
   * @param memo what was found out before
   * @param found what was found before; null if this process will not look again
   * @param environment as above
   */
  public Toolchains(DigestMemo memo, @Nullable FoundTools found, Map<String, String> environment) {
    this.memo = memo;
    this.found = found;
    this.environment = Map.copyOf(environment);
  }

  /**
   * A tool by family ({@code lld}), name ({@code x86_64-w64-mingw32-ld}) or path.
   *
   * @param role that it will play, {@code linker} or {@code driver}
   * @param folder the caller's, where relative paths begin
   * @param skipped folders that hold ourselves under tools' names
   * @return null if there is none, or if what was found is of another family than asked for
   */
  public @Nullable Tool find(String role, String wanted, Path folder, List<Path> skipped) {
    if (found == null) {
      return find(role, wanted, folder, skipped, FoundTools.once());
    }
    var question = new FoundTools.Question(role, wanted, path(), libraryPath(), folder, skipped);
    return found.find(question, search -> find(role, wanted, folder, skipped, search));
  }

  private @Nullable Tool find(
      String role, String wanted, Path folder, List<Path> skipped, FoundTools.Search search) {
    if (wanted.contains("/")) {
      Path path = folder.resolve(wanted);
      search.saw(path);
      return isProgram(path, List.of()) ? identify(role, path, search) : null;
    }
    List<String> names = NAMES.getOrDefault(wanted, List.of(wanted));
    for (String name : names) {
      for (Path place : onPath(folder)) {
        Path path = place.resolve(name);
        search.saw(path);
        if (isProgram(path, skipped)) {
          Tool tool = identify(role, path, search);
          if (!NAMES.containsKey(wanted) || tool.family().equals(wanted)) {
            return tool;
          }
        }
      }
    }
    search.sawMore();
    return NUMBERED.contains(wanted)
        ? numbered(role, wanted, names.getFirst(), folder, skipped)
        : null;
  }

  /** The newest among {@code name-NUMBER}. */
  private @Nullable Tool numbered(
      String role, String family, String name, Path folder, List<Path> skipped) {
    Pattern form = Pattern.compile(Pattern.quote(name) + "-(\\d+)");
    record Candidate(Path path, int number) {}
    List<Candidate> candidates = new ArrayList<>();
    for (Path place : onPath(folder)) {
      if (!Files.isDirectory(place)) { // to open a pipe waits for its other end
        continue;
      }
      try (Stream<Path> entries = Files.list(place)) {
        entries.forEach(entry -> {
          Matcher matcher = form.matcher(entry.getFileName().toString());
          if (matcher.matches() && matcher.group(1).length() < 9) {
            candidates.add(new Candidate(entry, Integer.parseInt(matcher.group(1))));
          }
        });
      } catch (IOException | UncheckedIOException e) {
        // A folder on the path that is not there.
      }
    }
    candidates.sort(Comparator.comparingInt(Candidate::number).reversed());
    for (Candidate candidate : candidates) {
      if (isProgram(candidate.path(), skipped)) {
        Tool tool = identify(role, candidate.path());
        if (tool.family().equals(family)) {
          return tool;
        }
      }
    }
    return null;
  }

  private List<Path> onPath(Path folder) {
    return Arrays.stream(path().split(":", -1))
        .map(place -> place.isEmpty() ? folder : folder.resolve(place))
        .toList();
  }

  private String path() {
    return environment.getOrDefault("PATH", "/usr/bin:/bin");
  }

  private boolean isProgram(Path path, List<Path> skipped) {
    if (!Files.isRegularFile(path) || !Files.isExecutable(path)) {
      return false;
    }
    return skipped.isEmpty() || !isAmong(skipped, path);
  }

  /** Whether a file lies in one of some folders, or is called by a name there. */
  private static boolean isAmong(List<Path> folders, Path file) {
    Path real = DigestMemo.real(file);
    Path parent = DigestMemo.real(file.resolveSibling("."));
    return folders.stream()
        .map(DigestMemo::real)
        .anyMatch(folder -> real.startsWith(folder) || parent.equals(folder));
  }

  /**
   * What a program is, by its content and that of the libraries it is made of.
   *
   * @throws UncheckedIOException if it cannot be read
   */
  public Tool identify(String role, Path path) {
    return identify(role, path, FoundTools.once());
  }

  private Tool identify(String role, Path path, FoundTools.Search search) {
    String digest = digest(path, search);
    // Programs of many names go by the one that they are called by.
    String called = path.getFileName().toString();
    String said =
        memo.fact(
            "said " + digest + " " + called,
            () -> line(run(List.of(path.toString(), "--version"))));
    return new Tool(role, family(said), version(said), path.toString(), digest);
  }

  private static @Nullable String line(@Nullable String said) {
    return said == null ? null : said.replaceAll("[\\n\\t]+", " | ");
  }

  /** What may be added to a linker's own arguments; asked once for each content and name. */
  public Facts facts(Tool tool) {
    Path path = Path.of(tool.path());
    String known =
        memo.fact(
            "facts 2 " + tool.digest() + " " + path.getFileName(),
            () -> {
              if (!isElf(path) || !isItself(path)) {
                return Facts.NONE.text();
              }
              String help = run(List.of(tool.path(), "--help"));
              return help == null ? null : Facts.of(help).text();
            });
    return Facts.parse(known);
  }

  /**
   * Whether the program, with its libraries, knows the option itself. One that does not starts
   * another program, of its own choice.
   */
  private boolean isItself(Path path) {
    List<Path> parts = new ArrayList<>(withLibraries(path));
    Path behind = behind(path);
    if (behind != null) {
      parts.addAll(withLibraries(behind));
    }
    return parts.stream().anyMatch(Toolchains::knowsOption);
  }

  private List<Path> withLibraries(Path program) {
    List<Path> parts = new ArrayList<>(List.of(program));
    libraries(program).forEach(library -> parts.add(Path.of(library)));
    return parts;
  }

  private static boolean knowsOption(Path file) {
    byte[] wanted = "dependency-file".getBytes(StandardCharsets.US_ASCII);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      int matched = 0;
      for (int next = in.read(); next >= 0; next = in.read()) {
        // The first letter does not come again soon enough for anything better.
        boolean fits = next == wanted[matched] || wanted[matched] == '-' && next == '_';
        matched = fits ? matched + 1 : next == wanted[0] ? 1 : 0;
        if (matched == wanted.length) {
          return true;
        }
      }
    } catch (IOException e) {
      return false;
    }
    return false;
  }

  private static boolean isElf(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      return FileKind.of(in.readNBytes(FileKind.HEAD)) == FileKind.ELF;
    } catch (IOException | BadFile e) {
      return false;
    }
  }

  /** What a linker's built-in script says; nothing if it has none. */
  public World.BuiltIn builtIn(Tool linker, @Nullable String emulation) {
    String asked = emulation == null ? "" : emulation;
    String text =
        memo.fact(
            "script " + linker.digest() + " " + asked, () -> builtIn(linker.path(), emulation));
    List<String> parts = List.of(text.split(" ", -1));
    return new World.BuiltIn(
        parts.stream().skip(1).filter(part -> !part.isEmpty()).toList(), parts.getFirst());
  }

  private @Nullable String builtIn(String path, @Nullable String emulation) {
    List<String> words = new ArrayList<>(List.of(path));
    if (emulation != null) {
      words.addAll(List.of("-m", emulation));
    }
    words.add("--verbose");
    String answer = run(words);
    if (answer == null) {
      return null;
    }
    String[] said = answer.split("={20,}");
    if (said.length < 2) {
      return "";
    }
    var found = new StringBuilder();
    List<String> folders = new ArrayList<>();
    try {
      for (Command command : ScriptReader.read(said[1], path).commands()) {
        if (command instanceof Command.OutputFormat(var names)) {
          found.append(names.getFirst());
        } else if (command instanceof Command.SearchDir(var folder)) {
          folders.add(folder);
        }
      }
    } catch (BadFile e) {
      return "";
    }
    folders.forEach(folder -> found.append(' ').append(folder));
    return found.toString();
  }

  private static String family(String said) {
    if (said.startsWith("GNU ld")) {
      return "bfd";
    }
    if (said.startsWith("GNU gold")) {
      return "gold";
    }
    if (said.contains("LLD ")) {
      return "lld";
    }
    if (said.startsWith("mold ")) {
      return "mold";
    }
    if (said.contains("clang version ")) {
      return "clang";
    }
    return said.contains("Free Software Foundation") ? "gcc" : "unknown";
  }

  /** The last number of the first line is the tool's, those before it are the packager's. */
  private static String version(String said) {
    String line = said.split(" \\| ", 2)[0].replaceAll("\\([^)]*\\)", "");
    Matcher matcher = Pattern.compile("\\d+(\\.\\d+)+").matcher(line);
    return matcher.find() ? matcher.group() : "";
  }

  private String digest(Path path, FoundTools.Search search) {
    String own = memo.digest(path);
    String rest =
        memo.fact(
            "parts " + own + " " + path + " " + libraryPath(),
            () -> String.join(" ", libraries(path)));
    Path behind = behind(path);
    if (behind != null) {
      search.saw(behind);
      own = DigestMemo.ofText(own + memo.digest(behind));
    }
    if (rest.isEmpty()) {
      return own;
    }
    var parts = new StringBuilder(own);
    for (String library : rest.split(" ")) {
      search.saw(Path.of(library));
      try {
        parts.append(memo.digest(Path.of(library)));
      } catch (UncheckedIOException e) {
        parts.append('\0');
      }
    }
    return DigestMemo.ofText(parts.toString());
  }

  /** rustc's {@code gcc-ld/ld.lld} starts the linker that lies one directory above it. */
  private static @Nullable Path behind(Path path) {
    Path real = DigestMemo.real(path);
    Path folder = real.getParent();
    if (folder == null || !folder.endsWith("gcc-ld")) {
      return null;
    }
    Path linker = folder.resolveSibling("rust-lld");
    return Files.isRegularFile(linker) ? linker : null;
  }

  private String libraryPath() {
    return environment.getOrDefault("LD_LIBRARY_PATH", "").replace('\n', ' ').replace('\t', ' ');
  }

  /** Shared libraries that the program is made of, in the order in which they are needed. */
  private List<String> libraries(Path program) {
    Set<String> found = new LinkedHashSet<>();
    List<Path> open = new ArrayList<>(List.of(DigestMemo.real(program)));
    for (int i = 0; i < open.size(); i++) {
      for (Path library : needed(open.get(i))) {
        if (found.add(library.toString())) {
          open.add(library);
        }
      }
    }
    return List.copyOf(found);
  }

  private List<Path> needed(Path file) {
    List<Path> found = new ArrayList<>();
    try {
      var world = new RealWorld((_, _) -> World.BuiltIn.NONE);
      var bytes = world.bytes(file.toString());
      if (FileKind.of(bytes.read(0, FileKind.HEAD)) != FileKind.ELF) {
        return found;
      }
      ElfDynamic dynamic = Elf.read(bytes, file.toString(), null).dynamic();
      for (String name : dynamic.needed()) {
        if (!RUNTIME.matcher(name).matches() && !name.contains(" ")) {
          for (String folder : loaderFolders(world, file, dynamic)) {
            Path path = Path.of(folder).resolve(name);
            if (Files.isRegularFile(path)) {
              found.add(DigestMemo.real(path));
              break;
            }
          }
        }
      }
    } catch (BadFile | UncheckedIOException e) {
      // A part that cannot be read changes with the program or not at all.
    }
    return found;
  }

  private List<String> loaderFolders(World world, Path file, ElfDynamic dynamic) {
    List<String> folders = new ArrayList<>();
    String origin = String.valueOf(file.getParent());
    for (String own : new String[] {dynamic.rpath(), dynamic.runpath()}) {
      if (own != null) {
        for (String folder : own.split(":")) {
          folders.add(folder.replace("${ORIGIN}", "$ORIGIN").replace("$ORIGIN", origin));
        }
      }
    }
    String variable = environment.getOrDefault("LD_LIBRARY_PATH", "");
    folders.addAll(variable.isEmpty() ? List.of() : List.of(variable.split(":")));
    folders.addAll(LoaderConfiguration.folders(world, "", new Ledger(), ""));
    folders.addAll(List.of("/lib64", "/usr/lib64", "/lib", "/usr/lib"));
    return folders;
  }

  /** What a tool prints; nothing if it fails, null if it cannot be asked now. */
  private @Nullable String run(List<String> words) {
    Map<String, String> variables = new HashMap<>(Map.of("LC_ALL", "C"));
    for (String name : List.of("PATH", "LD_LIBRARY_PATH")) {
      String value = environment.get(name);
      if (value != null) {
        variables.put(name, value);
      }
    }
    return ToolOutput.of(words, variables);
  }
}
